"""Where the labels of a picture go: the largest things first, none over a sign or another label."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from kg.draw.layout import out_of

LINE = 14.0
FAMILY = "Helvetica, Arial, 'Liberation Sans', Arimo, 'DejaVu Sans', sans-serif"
# Widths in thousandths of the size, from the metrics of Helvetica, which Arial and Liberation Sans
# share; characters from the space to the tilde (Adobe Core 14 AFM).
_WIDTHS = (
    "278 278 355 556 556 889 667 191 333 333 389 584 278 333 278 278 556 556 556 556 556 556 556"
    " 556 556 556 278 278 584 584 584 556 1015 667 667 722 722 667 611 778 722 278 500 667 556 833"
    " 722 778 667 778 722 667 611 722 667 944 667 667 611 278 278 278 469 556 333 556 556 500 556"
    " 556 278 556 556 222 222 500 222 833 556 556 556 556 333 500 278 556 500 722 500 500 500 334"
    " 260 334 584"
)
_WIDTH = dict(zip(map(chr, range(32, 127)), map(int, _WIDTHS.split()), strict=True))
_OTHER = 600
_WIDE = 1000
_BOLD = 1.09
_ACRONYM = re.compile(r"\(([^\W\d_][^()\s]{1,17})\)\s*$")
_CELL = 64.0
_EDGE = 2.0
_COVERED = 2  # signs that the label of a hub may cover; those of the foremost, any
_FOREMOST = 7
DOT = 6.0

Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Spot:
    """A thing in the picture: its place, its radius, its name, and how much it matters."""

    x: float
    y: float
    size: float
    text: str
    rank: int
    strong: bool


@dataclass(frozen=True)
class Label:
    """Lines of text: where the first one's middle is, and to which side they are set."""

    x: float
    y: float
    lines: tuple[str, ...]
    anchor: str
    strong: bool


@dataclass
class Taken:
    """The boxes that are taken, found by the cells of a grid that they touch."""

    cells: dict[tuple[int, int], list[Box]] = field(default_factory=dict)

    def add(self, box: Box) -> None:
        """Take a box."""
        for cell in _cells(box):
            self.cells.setdefault(cell, []).append(box)

    def count(self, box: Box, besides: Box | None = None) -> int:
        """Return how many taken boxes a box would cover, besides one."""
        near = {other for cell in _cells(box) for other in self.cells.get(cell, ())}
        return sum(1 for other in near if other != besides and _meet(box, other))


@dataclass(frozen=True)
class Crossed:
    """Where lines run, by the cells of a fine grid."""

    dots: frozenset[tuple[int, int]]

    def count(self, box: Box) -> int:
        """Return over how much of lines a box lies."""
        left, top = _dot(box[0], box[1])
        right, bottom = _dot(box[2], box[3])
        return sum(
            (x, y) in self.dots for x in range(left, right + 1) for y in range(top, bottom + 1)
        )


def _dot(x: float, y: float) -> tuple[int, int]:
    return int(x // DOT), int(y // DOT)


def _cells(box: Box) -> Iterator[tuple[int, int]]:
    left, top, right, bottom = (int(side // _CELL) for side in box)
    return ((x, y) for x in range(left, right + 1) for y in range(top, bottom + 1))


def _meet(one: Box, other: Box) -> bool:
    return one[0] < other[2] and one[2] > other[0] and one[1] < other[3] and one[3] > other[1]


def width(text: str, size: float, *, strong: bool = False) -> float:
    """Return the width of a text in pixels, in Helvetica and what has its metrics."""
    plain = unicodedata.normalize("NFKD", text)
    total = sum(
        _WIDTH.get(c) or (_WIDE if unicodedata.east_asian_width(c) in "WF" else _OTHER)
        for c in plain
        if not unicodedata.combining(c)
    )
    return total * size / 1000 * (_BOLD if strong else 1.0)


def wrap(text: str, room: float, size: float, *, strong: bool = False) -> list[str]:
    """Break a text into lines of at most this width; a longer word has a line of its own."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and width(longer, size, strong=strong) <= room:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def place_labels(
    spots: Sequence[Spot], lines: Iterable[tuple[float, float]], wide: float, high: float
) -> tuple[list[Label], Taken]:
    """Return the labels that find room, and everything that is taken after them.

    Of several free places, the one over the fewest points of `lines` is taken. A strong thing gets
    a label even where it covers the signs of others, never another label.
    """
    crossed = Crossed(frozenset(_dot(x, y) for x, y in lines))
    signs, labels = Taken(), Taken()
    for spot in spots:
        signs.add(_sign(spot))
    placed = []
    ranked = sorted(spots, key=lambda spot: (-spot.rank, spot.text))
    for number, spot in enumerate(ranked):
        most = _COVERED if number >= _FOREMOST else len(spots)
        found = _place(spot, signs, labels, crossed, (wide, high), most)
        if found:
            label, box = found
            labels.add(box)
            placed.append(label)
    for spot in spots:
        labels.add(_sign(spot))
    return placed, labels


def give_way(spots: Sequence[Spot], wide: float, high: float) -> list[Spot]:
    """Return the spots, those moved aside that the label of a strong one would cover."""
    strong = sorted(
        (spot for spot in spots if spot.strong and spot.text.strip()),
        key=lambda s: (-s.rank, s.text),
    )
    weak = [number for number, spot in enumerate(spots) if not spot.strong]
    if not strong or not weak:
        return list(spots)
    signs, kept = Taken(), Taken()
    for spot in spots:
        (kept if spot.strong else signs).add(_sign(spot))
    boxes = [_sign(spot) for spot in strong]
    for spot in strong:
        lines = next(_tries(spot, 13.0))
        longest = max(width(line, 13.0, strong=True) for line in lines)
        around = [box for _, box in _around(spot, lines, longest) if _inside(box, (wide, high))]
        free = [box for box in around if kept.count(box, besides=_sign(spot)) == 0]
        if free:
            boxes.append(min(free, key=signs.count))
            kept.add(boxes[-1])
    places = out_of(boxes, [(spots[n].x, spots[n].y, spots[n].size + 1) for n in weak])
    moved = list(spots)
    for number, (x, y) in zip(weak, places, strict=True):
        moved[number] = replace(spots[number], x=x, y=y)
    return moved


def _sign(spot: Spot) -> Box:
    reach = spot.size + 1
    return spot.x - reach, spot.y - reach, spot.x + reach, spot.y + reach


def _place(
    spot: Spot,
    signs: Taken,
    labels: Taken,
    crossed: Crossed,
    room: tuple[float, float],
    most: int,
) -> tuple[Label, Box] | None:
    if not spot.text.strip():
        return None
    size = 13.0 if spot.strong else 12.0
    over: list[tuple[int, Label, Box]] = []
    for lines in _tries(spot, size):
        longest = max(width(line, size, strong=spot.strong) for line in lines)
        free = []
        for number, (label, box) in enumerate(_around(spot, lines, longest)):
            if not _inside(box, room) or labels.count(box):
                continue
            covered = signs.count(box, besides=_sign(spot))
            over.append((covered, label, box))
            if covered == 0:
                free.append((crossed.count(box), number, label, box))
        if free:
            return min(free, key=lambda choice: choice[:2])[2:]
    least = min(over, key=lambda choice: choice[0], default=None) if spot.strong else None
    return least[1:] if least and least[0] <= most else None


def _inside(box: Box, room: tuple[float, float]) -> bool:
    return (
        box[0] > _EDGE and box[1] > _EDGE and box[2] < room[0] - _EDGE and box[3] < room[1] - _EDGE
    )


def _tries(spot: Spot, size: float) -> Iterator[list[str]]:
    """Give the label in fewer and fewer characters: whole, narrower, its acronym, its beginning."""
    for room, most in ((165.0, 2), (115.0, 3)):
        lines = wrap(spot.text, room, size, strong=spot.strong)
        if len(lines) <= most:
            yield lines
    if (acronym := _ACRONYM.search(spot.text)) and acronym[1][0].isupper():
        yield [acronym[1]]
    yield _begun(spot.text, 150.0, size, strong=spot.strong)


def _begun(text: str, room: float, size: float, *, strong: bool) -> list[str]:
    """Return as many words of a text as fit into two lines, with an ellipsis if not all do."""
    words = text.split()
    for count in range(len(words), 0, -1):
        part = " ".join(words[:count]).rstrip(",:;–-")  # noqa: RUF001 # the dash of titles
        lines = wrap(part if count == len(words) else f"{part} …", room, size, strong=strong)
        if len(lines) <= 2:  # noqa: PLR2004 # two lines
            return lines
    return [text]


def _around(spot: Spot, lines: list[str], longest: float) -> Iterable[tuple[Label, Box]]:
    """Give the places beside a sign, best first: right, left, below, above."""
    tall, gap = len(lines) * LINE, spot.size + 4
    middle = spot.y - tall / 2
    for x, top, anchor in (
        (spot.x + gap, middle, "start"),
        (spot.x - gap, middle, "end"),
        (spot.x, spot.y + gap - 2, "middle"),
        (spot.x, spot.y - gap + 2 - tall, "middle"),
    ):
        left = x - longest * {"start": 0.0, "end": 1.0, "middle": 0.5}[anchor]
        box = (left - 2, top - 1, left + longest + 2, top + tall + 1)
        yield Label(x, top + LINE / 2, tuple(lines), anchor, spot.strong), box
