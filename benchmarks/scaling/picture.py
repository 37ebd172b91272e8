"""Draw a chart of seconds and memory by number of papers, with logarithmic axes, as SVG."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from scaling.curve import Point

_WIDTH, _HEIGHT = 760, 440
_LEFT, _RIGHT, _TOP, _BOTTOM = 70, 80, 50, 55
_TITLE = "Seconds and memory to build a site, by its number of papers"
_KEYS = (_LEFT, _LEFT + 90, _LEFT + 255, _LEFT + 380)
"""The positions of the lines' names."""

_STYLE = """\
text { font: 13px system-ui, sans-serif; fill: #757d87 }
.grid { stroke: #808890; stroke-opacity: .3 }
.line { fill: none; stroke-width: 2.5; stroke-linejoin: round }"""
"""Medium tones without a background are legible on light and on dark pages."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the chart: its name, its style, and its values, which are positive."""

    name: str
    colour: str
    dashes: str
    values: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Axis:
    """A logarithmic axis between two powers of ten, over a span of the chart."""

    low: int
    high: int
    start: float
    end: float

    def at(self, value: float) -> float:
        """Return the position of a value."""
        fraction = (math.log10(value) - self.low) / (self.high - self.low)
        return self.start + fraction * (self.end - self.start)

    def powers(self) -> Iterator[float]:
        """Yield the powers of ten on the axis."""
        yield from (10.0**power for power in range(self.low, self.high + 1))


def write(path: Path, points: Sequence[Point]) -> None:
    """Draw the chart."""
    path.write_text("\n".join(_svg_lines(points)) + "\n", encoding="utf-8")


def _svg_lines(points: Sequence[Point]) -> Iterator[str]:
    times = (
        Line("first build", "#2f81f7", "", tuple(point.cold for point in points)),
        Line("one more paper", "#c8701a", "8 4", tuple(point.added for point in points)),
        Line("no change", "#2b9a4a", "2 4", tuple(point.unchanged for point in points)),
    )
    memory = Line(
        "peak memory, on the right", "#a068e8", "10 4 2 4", tuple(point.memory for point in points)
    )
    across = _axis([point.papers for point in points], _LEFT, _WIDTH - _RIGHT)
    up = _axis([value for line in times for value in line.values], _HEIGHT - _BOTTOM, _TOP)
    low = math.floor(math.log10(min(memory.values) or 1))
    bytes_up = Axis(low, low + up.high - up.low, up.start, up.end)
    yield f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img">'
    yield f"<title>{_TITLE}</title>\n<style>\n{_STYLE}\n</style>"
    yield from _grid(across, up, bytes_up)
    drawn = [*((line, up) for line in times), (memory, bytes_up)]
    for x, (line, axis) in zip(_KEYS, drawn, strict=True):
        if all(line.values):  # some systems do not report memory
            ends = zip(points, line.values, strict=True)
            yield _path(line, [(across.at(point.papers), axis.at(value)) for point, value in ends])
            yield _path(line, [(x, _TOP - 25), (x + 28, _TOP - 25)])
            yield f'<text x="{x + 34}" y="{_TOP - 21}">{line.name}</text>'
    yield "</svg>"


def _axis(values: Sequence[float], start: float, end: float) -> Axis:
    low, high = math.floor(math.log10(min(values))), math.ceil(math.log10(max(values)))
    return Axis(low, max(high, low + 1), start, end)


def _grid(across: Axis, up: Axis, bytes_up: Axis) -> Iterator[str]:
    for value in across.powers():
        x = across.at(value)
        yield f'<path class="grid" d="M{x:.1f} {up.start}V{up.end}"/>'
        label = f"{value:,.0f}"
        yield f'<text x="{x:.1f}" y="{up.start + 20}" text-anchor="middle">{label}</text>'
    for value, size in zip(up.powers(), bytes_up.powers(), strict=True):
        y = up.at(value)
        yield f'<path class="grid" d="M{across.start} {y:.1f}H{across.end}"/>'
        yield f'<text x="{across.start - 8}" y="{y + 4:.1f}" text-anchor="end">{value:,g} s</text>'
        yield f'<text x="{across.end + 8}" y="{y + 4:.1f}">{_bytes(size)}</text>'
    middle = (across.start + across.end) / 2
    yield f'<text x="{middle:.1f}" y="{_HEIGHT - 12}" text-anchor="middle">papers</text>'


def _path(line: Line, points: Sequence[tuple[float, float]]) -> str:
    coordinates = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    style = f'stroke="{line.colour}" stroke-dasharray="{line.dashes or "none"}"'
    return f'<polyline class="line" {style} points="{coordinates}"/>'


def _bytes(count: float) -> str:
    if count >= 1e9:  # noqa: PLR2004 (a gigabyte)
        return f"{count / 1e9:,g} GB"
    return f"{count / 1e6:,g} MB"
