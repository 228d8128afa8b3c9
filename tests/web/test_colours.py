"""Whatever colour an institution chooses, it can be read."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from quipu.web.colours import READABLE, _contrast_with_white, readable_on_white

_CHANNEL = st.integers(0, 255)


@given(_CHANNEL, _CHANNEL, _CHANNEL)
def test_every_colour_becomes_readable(red, green, blue):
    made = readable_on_white(f"#{red:02x}{green:02x}{blue:02x}")
    assert _contrast_with_white(*(int(made[place : place + 2], 16) for place in (1, 3, 5))) >= READABLE


def test_a_readable_colour_stays():
    assert readable_on_white("#8c1d2f") == "#8c1d2f"
