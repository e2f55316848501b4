"""The legend of a still picture: what its signs and lines mean, in rows."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from kg.draw import labels, signs
from kg.draw.colours import colour_of, colours, colours_of
from kg.draw.families import FAMILIES, RELATIONS

MARGIN = 24.0
DASHES = {"listed": "2 4"}
_ROW = 21.0


def legend(network: Any, wide: float, top: float) -> tuple[list[dict[str, Any]], float]:
    """Return what the signs mean, in rows, and how high the rows are together."""
    items = list(_meanings(network))
    x, y = MARGIN, top
    for item in items:
        needed = 26 + labels.width(item["text"], 12) + 22
        if x > MARGIN and x + needed > wide - MARGIN:
            x, y = MARGIN, y + _ROW
        item |= {"x": x, "y": y}
        if family := item.get("family"):
            fill, edge = colours_of(family)
            planned = item.get("planned", False)
            item["sign"] = {
                "x": x + 10,
                "y": y,
                "size": 5.6,
                "points": signs.corners(family, x + 10, y, 5.6),
                "fill": colours()["paper"] if planned else fill,
                "edge": edge,
                "dashes": "3 2.5" if planned else "",
            }
        x += needed
    return items, y - top + _ROW


def _meanings(network: Any) -> Iterator[dict[str, Any]]:
    there = Counter(node["family"] for _, node in network.nodes(data=True))
    for family in FAMILIES:
        if there[family.key]:
            text = f"{family.label} ({there[family.key]})"
            yield {"family": family.key, "text": text, "sign": None}
    drawn = Counter(edge["group"] for *_, edge in network.edges(data=True))
    for group in RELATIONS:
        if drawn[group.key]:
            yield {
                "text": f"{group.label} ({drawn[group.key]})",
                "colour": colour_of(group.key),
                "dashes": DASHES.get(group.key, ""),
                "sign": None,
            }
    if any(edge["status"] for *_, edge in network.edges(data=True)):
        colour = colour_of("part")
        text = "provisional or planned, says the source"
        yield {"text": text, "colour": colour, "dashes": "7 4", "sign": None}
    if any(node["planned"] for _, node in network.nodes(data=True)):
        text = "planned when the source appeared"
        yield {"family": "event", "planned": True, "text": text, "sign": None}
