"""The outlines of a picture: signs of families, links that bend apart, and their arrowheads."""

import math
import re
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path

_SCRIPT = Path(__file__).parent / "template" / "shapes.js"
# Corners, the turn of the first one, how far they reach, and how far the middle is moved down.
_REGULAR: dict[str, tuple[int, float, tuple[float, ...], float]] = {
    "diamond": (4, -0.5, (1.26,), 0.0),
    "square": (4, 0.25, (1.25,), 0.0),
    "hexagon": (6, 0.0, (1.1,), 0.0),
    "pentagon": (5, -0.5, (1.15,), 0.0),
    "up": (3, -0.5, (1.5,), 0.18),
    "down": (3, 0.5, (1.5,), -0.18),
    "drop": (24, -0.5, (1.0,), -0.1),
    "star": (10, -0.5, (1.45, 0.66), 0.0),
}
_HEAD = 6.0
_BEND = 0.18

Point = tuple[float, float]


@cache
def shapes() -> dict[str, str]:
    """Return the shape of each family's sign, as the script of the pages lists them."""
    listed = re.search(r"const SHAPES = \{(.*?)\}", _SCRIPT.read_text(encoding="utf-8"), re.DOTALL)
    return dict(re.findall(r"(\w+): \"(\w+)\"", listed[1] if listed else ""))


def corners(family: str, x: float, y: float, size: float) -> str:
    """Return the corners of a family's sign as SVG points; nothing for a circle."""
    if shapes()[family] == "circle":
        return ""
    count, turn, reaches, down = _REGULAR[shapes()[family]]
    points = []
    for number in range(count):
        angle = math.pi * (turn + 2 * number / count)
        reach = reaches[number % len(reaches)] * size
        across, along = reach * math.cos(angle), reach * math.sin(angle)
        if shapes()[family] == "drop":
            across, along = _pointed(across / size, along / size, size)
        points.append((x + across, y + along + down * size))
    return _points(points)


def _pointed(x: float, y: float, size: float) -> Point:
    """Draw the lower half of a circle out into a point."""
    narrowed = max(1 - y, 0.0) ** 0.7 if y > 0 else 1.0
    return 1.05 * x * narrowed * size, y * size * (1.3 if y > 0 else 1.0)


def link(
    start: Point, end: Point, sizes: Point, bend: float
) -> tuple[str, str, Callable[[float], Point]]:
    """Return the path of a link from rim to rim, its arrowhead, and the point at a share of it.

    `bend` is how far the line leaves the straight, as a share of its length; to the left of its
    way where it is positive.
    """
    (x1, y1), (x2, y2) = start, end
    across, down = x2 - x1, y2 - y1
    control = (x1 + x2) / 2 + down * bend * 2, (y1 + y2) / 2 - across * bend * 2
    first = _towards(start, control, sizes[0])
    tip = _towards(end, control, sizes[1] + 2)
    neck = _towards(tip, control, _HEAD * 0.8)

    def point(share: float) -> Point:
        rest = 1 - share
        weights = (rest * rest, 2 * rest * share, share * share)
        x, y = (
            sum(
                weight * place[axis]
                for weight, place in zip(weights, (start, control, end), strict=True)
            )
            for axis in (0, 1)
        )
        return x, y

    way = (
        f"M{_pair(first)} L{_pair(neck)}"
        if bend == 0
        else f"M{_pair(first)} Q{_pair(control)} {_pair(neck)}"
    )
    return way, _head(tip, control), point


def bends(count: int) -> Sequence[float]:
    """Return how far each of some parallel links bends, so that all can be seen."""
    return [(position - (count - 1) / 2) * _BEND for position in range(count)]


def _head(tip: Point, source: Point) -> str:
    angle = math.atan2(tip[1] - source[1], tip[0] - source[0])
    back = [
        (tip[0] - _HEAD * math.cos(angle + turn), tip[1] - _HEAD * math.sin(angle + turn))
        for turn in (0.4, -0.4)
    ]
    return _points([tip, *back])


def _towards(start: Point, end: Point, far: float) -> Point:
    length = math.dist(start, end) or 1.0
    share = min(far / length, 1.0)
    return start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share


def _points(points: Sequence[Point]) -> str:
    return " ".join(_pair(point) for point in points)


def _pair(point: Point) -> str:
    return f"{point[0]:.1f},{point[1]:.1f}"
