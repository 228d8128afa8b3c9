"""An institution's colours made fit to read: whatever it chooses, text and marks keep their contrast on white."""

from __future__ import annotations

READABLE = 4.5
_STEP = 0.06


def readable_on_white(colour: str) -> str:
    """The colour, darkened as little as needed for a contrast of 4.5 to 1 on white (and of white on it).

    Args:
        colour: `#rrggbb`.
    """
    red, green, blue = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
    share = 1.0
    while _contrast_with_white(red * share, green * share, blue * share) < READABLE:
        share -= _STEP
    return f"#{int(red * share):02x}{int(green * share):02x}{int(blue * share):02x}"


def _contrast_with_white(*channels: float) -> float:
    """Contrast ratio by WCAG 2.2, relative luminance of sRGB."""
    linear = [_linear(channel / 255) for channel in channels]
    luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return 1.05 / (luminance + 0.05)


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4
