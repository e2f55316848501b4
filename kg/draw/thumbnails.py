"""A small picture of each page for the index: lines, marks and boxes on a sheet of 320 by 180."""

from collections import Counter
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, TypeAlias

from kg.draw.families import FAMILIES
from kg.draw.layout import Positions

if TYPE_CHECKING:
    import networkx

    Graph: TypeAlias = networkx.MultiDiGraph[str]

WIDTH, HEIGHT = 320, 180
_EDGE = 12
Thumbnail = dict[str, list[Any]]


def thumbnail_of_network(graph: "Graph", positions: Positions) -> tuple[Thumbnail, str]:
    """Return the network as dots and lines, and how much there is."""
    xs = [x for x, _ in positions.values()]
    ys = [y for _, y in positions.values()]
    wide, tall = WIDTH - 2 * _EDGE, HEIGHT - 2 * _EDGE
    scale = min(wide / max(max(xs) - min(xs), 1), tall / max(max(ys) - min(ys), 1))
    left = (WIDTH - (max(xs) - min(xs)) * scale) / 2
    top = (HEIGHT - (max(ys) - min(ys)) * scale) / 2
    spot = {
        iri: (round(left + (x - min(xs)) * scale, 1), round(top + (y - min(ys)) * scale, 1))
        for iri, (x, y) in positions.items()
    }
    lines = [[*spot[a], *spot[b], edge["group"]] for a, b, edge in graph.edges(data=True)]
    marks = [
        [*spot[iri], round(1.1 + 0.35 * graph.degree(iri) ** 0.5, 1), node["family"]]
        for iri, node in graph.nodes(data=True)
    ]
    return {"lines": lines, "marks": marks}, f"{len(graph)} things, {len(graph.edges)} links"


def _participation(graph: "Graph", _chart: Any) -> tuple[Thumbnail, str]:
    agents = sorted({b for _, b in graph.edges()}, key=lambda iri: (-graph.degree(iri), iri))
    joined = sorted({a for a, _ in graph.edges()}, key=lambda iri: (-graph.degree(iri), iri))
    most = 18
    y = {("a", iri): i for i, iri in enumerate(agents[:most])}
    y |= {("i", iri): i for i, iri in enumerate(joined[:most])}
    step = (HEIGHT - 2 * _EDGE) / most
    lines = [
        [110, _EDGE + step * y["a", b], 210, _EDGE + step * y["i", a], edge["group"]]
        for a, b, edge in graph.edges(data=True)
        if ("a", b) in y and ("i", a) in y
    ]
    marks = [
        [110 if side == "a" else 210, _EDGE + step * at, 3, graph.nodes[iri]["family"]]
        for (side, iri), at in y.items()
    ]
    return {"lines": lines, "marks": marks}, f"{len(agents)} take part in {len(joined)}"


def _funding(_graph: "Graph", chart: Mapping[str, Any]) -> tuple[Thumbnail, str]:
    top, funded = chart["top"], chart["funded"]
    pairs = Counter((top.get(call, call), call) for _, calls in funded for call in calls)
    funds = sorted({fund for fund, _ in pairs}, key=lambda one: (-_of(pairs, one), one))
    lines, boxes, y = [], [], float(_EDGE)
    gap = min(6.0, (HEIGHT - 2 * _EDGE) / 2 / max(len(pairs), 1))
    scale = (HEIGHT - 2 * _EDGE - gap * len(pairs)) / max(pairs.total(), 1)
    for fund in funds:
        calls = sorted((pair for pair in pairs if pair[0] == fund), key=lambda p: (-pairs[p], p))
        from_y = y
        for pair in calls:
            tall = pairs[pair] * scale
            boxes.append([220, round(y, 1), 7, round(tall, 1), "funding"])
            lines.append(
                [
                    87,
                    round(from_y + tall / 2, 1),
                    220,
                    round(y + tall / 2, 1),
                    "money",
                    round(tall, 1),
                ]
            )
            from_y += tall
            y += tall + gap
        boxes.append(
            [
                80,
                round(from_y - _of(pairs, fund) * scale, 1),
                7,
                round(_of(pairs, fund) * scale, 1),
                "funding",
            ]
        )
    return {
        "lines": lines,
        "boxes": boxes,
    }, f"{len(funded)} funded initiatives, {len(chart['sums'])} sums of money"


def _of(pairs: Counter[tuple[int, int]], fund: int) -> int:
    return sum(count for (one, _), count in pairs.items() if one == fund)


def _matrix(graph: "Graph", chart: Mapping[str, Any]) -> tuple[Thumbnail, str]:
    order = sorted(
        {theme for _, node in graph.nodes(data=True) for theme in node["themes"]},
        key=graph.graph["themes"].get,
    )
    counts = Counter(
        (order.index(theme), node["family"])
        for _, node in graph.nodes(data=True)
        for theme in node["themes"]
    )
    rows, columns = chart["rows"], chart["columns"]
    wide, tall = (WIDTH - 90) / len(columns), (HEIGHT - 2 * _EDGE) / max(len(rows), 1)
    most = max(counts.values(), default=1)
    boxes = [
        [round(45 + wide * c, 1), round(_EDGE + tall * r, 2),
         round(wide * 0.9 * count / most + 1, 1), round(tall * 0.8, 2), kind]
        for r, row in enumerate(rows)
        for c, kind in enumerate(columns)
        if row["theme"] is not None and (count := counts[row["theme"], kind])
    ]  # fmt: skip
    empty = len(rows) * len(columns) - len(boxes)
    return {
        "boxes": boxes
    }, f"{len(rows)} themes, {empty} of {len(rows) * len(columns)} cells empty"


def _timeline(graph: "Graph", chart: Mapping[str, Any]) -> tuple[Thumbnail, str]:
    families = [family.key for family in FAMILIES]
    bars = []
    for (start, end, _), node in zip(chart["bars"], graph.nodes.values(), strict=True):
        first, last = (start or end)[0], (end or (start[0], start[1] + 1))[1]
        bars.append((families.index(node["family"]), first, last, node))
    firsts = sorted(first for _, first, _, _ in bars)
    low = firsts[len(firsts) // 10]
    high = max(last for *_, last, _ in bars)
    scale = (WIDTH - 2 * _EDGE) / max(high - low, 1)
    shown = sorted((bar for bar in bars if bar[2] > low), key=lambda bar: bar[:3])
    tall = (HEIGHT - 2 * _EDGE) / max(len(shown), 1)
    boxes = [
        [round(_EDGE + (max(first, low) - low) * scale, 1), round(_EDGE + tall * i, 2),
         round(max((last - max(first, low)) * scale, 2.5), 1), round(max(tall * 0.75, 1), 2),
         node["family"]]
        for i, (_, first, last, node) in enumerate(shown)
    ]  # fmt: skip
    return {"boxes": boxes}, f"{len(bars)} things with a date"


def _map(graph: "Graph", chart: Mapping[str, Any]) -> tuple[Thumbnail, str]:
    europe = chart["europe"]
    scale = HEIGHT / europe["height"]
    left = (WIDTH - europe["width"] * scale) / 2
    places = list(graph.nodes)
    held = Counter(
        b for _, b in {(a, b) for a, b, e in graph.edges(data=True) if e["group"] == "place"}
    )
    marks = [
        [round(left + place["spot"][0] * scale, 1), round(place["spot"][1] * scale, 1),
         round(1.6 + 0.7 * held[places[place["id"]]] ** 0.5, 1), "place"]
        for place in chart["places"]
        if place["spot"]
    ]  # fmt: skip
    tinted = {place["outline"] for place in chart["places"] if held[places[place["id"]]]}
    land = [[country["path"], int(i in tinted)] for i, country in enumerate(europe["countries"])]
    thumbnail = {"marks": marks, "land": land, "at": [round(left, 1), round(scale, 4)]}
    return thumbnail, f"{sum(count > 0 for count in held.values())} places"


THUMBNAILS: Mapping[str, Callable[["Graph", Any], tuple[Thumbnail, str]]] = {
    "participation": _participation,
    "funding": _funding,
    "matrix": _matrix,
    "timeline": _timeline,
    "map": _map,
}
