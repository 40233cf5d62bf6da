"""Charts as SVG made here: no script, no inline style; drawn from the right for readers of Arabic.

Every place is reckoned from the side where reading begins; `_Canvas.x` turns it round. `text-anchor` follows the direction by itself.
"""

from collections.abc import Callable, Sequence
from decimal import Decimal
from math import floor, log10

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from shared import numbers

Points = Sequence[tuple[str, Decimal]]
WIDTH = 400
ROW, BAR, VALUE = 56, 20, 72
HEIGHT, LEFT, RIGHT, BELOW, ABOVE = 240, 60, 28, 32, 24
MOST_LABELS = 6


class _Canvas:
    def __init__(self, height: int, *, rtl: bool) -> None:
        self.height, self.rtl = height, rtl

    def x(self, place: float, width: float = 0) -> float:
        return round(WIDTH - place - width if self.rtl else place, 1)

    def text(self, place: float, y: float, words: str, kind: str, anchor: str = "start") -> SafeString:
        return format_html(
            '<text x="{}" y="{}" class="{}" text-anchor="{}">{}</text>', self.x(place), round(y, 1), kind, anchor, words
        )

    def drawn(self, label: str, parts: list[SafeString]) -> SafeString:
        return format_html(
            '<svg class="chart-drawing" viewBox="0 0 {} {}" role="img" aria-label="{}" direction="{}">{}</svg>',
            WIDTH,
            self.height,
            label,
            "rtl" if self.rtl else "ltr",
            format_html_join("", "{}", ((part,) for part in parts)),
        )


def hbar(points: Points, *, rtl: bool, label: str) -> SafeString:
    """Each label stands over its bar, so that long ones have the whole width."""
    canvas, most = _Canvas(ROW * len(points), rtl=rtl), max(value for _label, value in points) or 1
    parts = []
    for place, (name, value) in enumerate(points):
        y, width = ROW * place, round(float(value / most) * (WIDTH - VALUE), 1)
        parts += [
            canvas.text(0, y + 18, name, "chart-label"),
            format_html(
                '<rect x="{}" y="{}" width="{}" height="{}" rx="3" class="chart-bar"/>',
                canvas.x(0, width), y + 26, width, BAR,
            ),
            canvas.text(width + 8, y + 42, numbers.number(value), "chart-value"),
        ]  # fmt: skip
    return canvas.drawn(label, parts)


def line(points: Points, *, rtl: bool, label: str) -> SafeString:
    canvas, top = _Canvas(HEIGHT, rtl=rtl), steps(max(value for _label, value in points))
    across = (WIDTH - LEFT - 2 * RIGHT) / (len(points) - 1)
    down = HEIGHT - ABOVE - BELOW

    def y(value: Decimal) -> float:
        return round(ABOVE + down * (1 - float(value / top[-1])), 1)

    parts = [
        part
        for level in top
        for part in (
            format_html(
                '<line x1="{}" x2="{}" y1="{}" y2="{}" class="chart-rule"/>',
                canvas.x(LEFT), canvas.x(WIDTH), y(level), y(level),
            ),
            canvas.text(LEFT - 8, y(level) + 5, numbers.number(level), "chart-axis", "end"),
        )
    ]  # fmt: skip
    places = [LEFT + RIGHT + across * number for number in range(len(points))]
    course = " ".join(f"{canvas.x(place)},{y(value)}" for place, (_name, value) in zip(places, points, strict=True))
    parts.append(format_html('<polyline points="{}" class="chart-line"/>', course))
    every = -(-len(points) // MOST_LABELS)
    for number, (place, (name, value)) in enumerate(zip(places, points, strict=True)):
        parts.append(format_html('<circle cx="{}" cy="{}" r="4" class="chart-dot"/>', canvas.x(place), y(value)))
        if (len(points) - 1 - number) % every == 0:
            parts.append(canvas.text(place, HEIGHT - 8, name, "chart-axis", "middle"))
    for number in (0, len(points) - 1):
        value = points[number][1]
        parts.append(canvas.text(places[number], y(value) - 10, numbers.number(value), "chart-value", "middle"))
    return canvas.drawn(label, parts)


def steps(most: Decimal) -> list[Decimal]:
    """Round levels from nought to above the highest value: 0, 5, 10 … or 0, 200, 400 …"""
    if most <= 0:
        return [Decimal(0), Decimal(1)]
    rough = most / 3
    unit = Decimal(10) ** floor(log10(rough))
    step = next(unit * each for each in (1, 2, 5, 10) if unit * each >= rough)
    levels = [Decimal(0)]
    while levels[-1] < most:
        levels.append(levels[-1] + step)
    return [level.normalize() for level in levels]


DRAWN: dict[str, Callable[..., SafeString]] = {"hbar": hbar, "line": line}
