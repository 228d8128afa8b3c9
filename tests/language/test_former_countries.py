"""Countries that no longer exist."""

from quipu.language import country_codes, former_codes, former_country


def test_no_country_of_today_is_among_those_that_ended():
    assert {"CSK", "YUG", "SUN"} <= former_codes()
    assert former_codes().isdisjoint(country_codes())
    assert all(former_country(code) for code in former_codes())
