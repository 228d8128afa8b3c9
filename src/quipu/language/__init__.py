"""How numbers, dates and terms read in Spanish (es-PE first) and English.

Numbers and dates follow CLDR through Babel; an institution may set its own separators with a ``NumberStyle``. The terms
of the product stand once, in ``terms.toml``.
"""

from quipu.language.countries import (
    country_codes,
    country_name,
    find_country,
    is_country,
    nearest_country,
    numeric_code,
)
from quipu.language.dates import format_long_date, format_month, format_period
from quipu.language.former_countries import countries_after, find_former_country, former_codes, former_country
from quipu.language.numbers import (
    NumberStyle,
    UnreadableNumberError,
    format_number,
    format_percent,
    number_style,
    parse_number,
    round_half_up,
)
from quipu.language.numerals import roman_numeral
from quipu.language.searching import plain_words, query_stems, search_stems
from quipu.language.terms import Term, UnknownTermError, all_terms, term, term_group

__all__ = [
    "NumberStyle",
    "Term",
    "UnknownTermError",
    "UnreadableNumberError",
    "all_terms",
    "countries_after",
    "country_codes",
    "country_name",
    "find_country",
    "find_former_country",
    "format_long_date",
    "format_month",
    "format_number",
    "format_percent",
    "format_period",
    "former_codes",
    "former_country",
    "is_country",
    "nearest_country",
    "number_style",
    "numeric_code",
    "parse_number",
    "plain_words",
    "query_stems",
    "roman_numeral",
    "round_half_up",
    "search_stems",
    "term",
    "term_group",
]
