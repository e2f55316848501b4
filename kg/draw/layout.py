"""A network in, positions out."""

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import networkx
import numpy as np
import rustworkx

# Lengths are those of the picture at full size, in CSS pixels.
_LINK = 78.0
_GAP = 14.0
_CELL = 34.0
_NEGLIGIBLE = 0.5
_SEED = 7
# Rounds of the springs. More than 200 make links no shorter and cross no fewer of them. One costs
# as the square of the nodes: where there are many, fewer show the shape (2,000 nodes: 1.9 s with 70
# rounds, links 1.03 times as long as with 117).
_ROUNDS, _LEAST_ROUNDS, _ROUNDS_BY_NODES = 200, 30, 140_000
_MANY = 400
_ASPECT = 1.4
# How far a crowd is drawn out where there are many nodes: 0 leaves it, 1 makes all steps even.
_EVENED = 0.9
# Labels are wider than tall.
_STRETCH = 1.2
_ROUNDS_ASIDE, _ASIDE = 25, 3.0

Positions = dict[str, tuple[float, float]]
_Points = np.ndarray[tuple[int, ...], np.dtype[Any]]


def radius(degree: int) -> float:
    """Return the radius in pixels of a thing with this many links: its area grows with them."""
    return round(5.0 + 2.6 * math.sqrt(degree), 1)


def layout(graph: "networkx.MultiDiGraph[str]") -> Positions:
    """Return a place for every node: no two overlap, and the same network gives the same places.

    Each connected part is laid out by itself (Fruchterman and Reingold's springs,
    doi:10.1002/spe.4380211102, as in rustworkx), turned to lie flat and packed beside the others
    into the shape of a screen.
    """
    apart = networkx.weakly_connected_components
    if not graph.is_directed():  # a one-mode projection
        apart = networkx.connected_components
    parts = [sorted(part) for part in apart(graph)]
    parts.sort(key=lambda part: (-len(part), part))
    placed = [_lay_out(graph, part) for part in parts]
    return {
        iri: (round(float(x), 1), round(float(y), 1))
        for part, points in zip(parts, _pack(graph, parts, placed), strict=True)
        for iri, (x, y) in zip(part, points, strict=True)
    }


def _lay_out(graph: "networkx.MultiDiGraph[str]", part: Sequence[str]) -> _Points:
    if len(part) == 1:
        return np.zeros((1, 2))
    number = {iri: i for i, iri in enumerate(part)}
    springs = rustworkx.PyGraph(multigraph=False)
    springs.add_nodes_from(list(part))
    links = sorted(
        {
            (min(number[a], number[b]), max(number[a], number[b]))
            for a, b in graph.subgraph(part).edges()
            if a != b
        }
    )
    springs.add_edges_from([(a, b, 1.0) for a, b in links])
    rounds = max(min(_ROUNDS, _ROUNDS_BY_NODES // len(part)), _LEAST_ROUNDS)
    found = rustworkx.spring_layout(springs, num_iter=rounds, adaptive_cooling=False, seed=_SEED)
    points = np.array([found[i] for i in range(len(part))], dtype=np.float64)
    lengths = np.linalg.norm(points[[a for a, _ in links]] - points[[b for _, b in links]], axis=1)
    spread = float(np.sqrt(np.ptp(points[:, 0]) * np.ptp(points[:, 1])))
    points *= max(
        _LINK / max(float(np.median(lengths)), 1e-9),
        _LINK * 0.8 * math.sqrt(len(part)) / max(spread, 1e-3 * len(part)),
    )
    radii = np.array([radius(graph.degree(iri)) for iri in part])
    return _apart(_evened(_flat(points)) * [_STRETCH, 1.0], radii)


def _flat(points: _Points) -> _Points:
    """Turn points so that they spread from left to right."""
    x, y = (points - points.mean(axis=0)).T
    # The axis along which they spread most, written out: what solves equations for numpy starts
    # threads, which wait for more at full speed.
    angle = math.atan2(2 * float((x * y).sum()), float((x * x - y * y).sum())) / 2
    along, across = math.cos(angle), math.sin(angle)
    turned = np.column_stack([along * x + across * y, along * y - across * x])
    # The signs of an axis are arbitrary; the third moment fixes them.
    signs = np.where((turned**3).sum(axis=0) < 0, -1.0, 1.0)
    return np.asarray(turned * signs)


def _evened(points: _Points) -> _Points:
    """Move points along each axis towards even steps: a crowd gets room from what is empty."""
    least, most = points.min(axis=0), points.max(axis=0)
    ranks = points.argsort(axis=0, kind="stable").argsort(axis=0, kind="stable")
    even = least + ranks / max(len(points) - 1, 1) * (most - least)
    share = _EVENED * min(len(points) / _MANY, 1.0)
    return np.asarray(points * (1 - share) + even * share)


def _apart(points: _Points, radii: _Points) -> _Points:
    """Push nodes that touch apart, in a picture that grows a little each time, until none does."""
    while True:
        first, second = _near(points, 2 * float(radii.max()) + _GAP)
        between = points[first] - points[second]
        distance = np.maximum(np.hypot(between[:, 0], between[:, 1]), 1e-6)
        lacking = radii[first] + radii[second] + _GAP - distance
        touching = lacking > _NEGLIGIBLE
        if not touching.any():
            return points
        push = between[touching] / distance[touching, None] * lacking[touching, None] * 0.5
        np.add.at(points, first[touching], push)
        np.add.at(points, second[touching], -push)
        points = points * 1.005


def _near(points: _Points, within: float) -> tuple[_Points, _Points]:
    """Return the pairs of points that are nearer than this both across and down, each once."""
    order = np.argsort(points[:, 0], kind="stable")
    sorted_x = points[order, 0]
    ends = np.searchsorted(sorted_x, sorted_x + within)
    counts = ends - np.arange(len(points)) - 1
    first = np.repeat(np.arange(len(points)), counts)
    second = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts) + first + 1
    close = np.abs(points[order[first], 1] - points[order[second], 1]) < within
    return order[first[close]], order[second[close]]


def out_of(
    boxes: Sequence[tuple[float, float, float, float]],
    circles: Sequence[tuple[float, float, float]],
) -> Sequence[tuple[float, float]]:
    """Return places for circles out of boxes, moved the shortest way, and apart from each other."""
    table = np.array(circles, dtype=np.float64)
    points, radii = table[:, :2], table[:, 2]
    for _ in range(_ROUNDS_ASIDE):
        first, second = _near(points, 2 * float(radii.max()) + _ASIDE)
        between = points[first] - points[second]
        distance = np.maximum(np.hypot(between[:, 0], between[:, 1]), 1e-6)
        lacking = np.maximum(radii[first] + radii[second] + _ASIDE - distance, 0.0)
        push = between / distance[:, None] * lacking[:, None] * 0.5
        np.add.at(points, first, push)
        np.add.at(points, second, -push)
        covered = False
        for left, top, right, bottom in boxes:
            x, y = points[:, 0], points[:, 1]
            ways = np.array(
                [left - radii - x, right + radii - x, top - radii - y, bottom + radii - y]
            )
            inside = (ways[0] < 0) & (ways[1] > 0) & (ways[2] < 0) & (ways[3] > 0)
            covered |= bool(inside.any())
            for number in np.flatnonzero(inside):
                way = int(np.abs(ways[:, number]).argmin())
                points[number, way // 2] += ways[way, number]
        if not covered:
            break
    return [(round(float(x), 1), round(float(y), 1)) for x, y in points]


def _pack(
    graph: "networkx.MultiDiGraph[str]", parts: Sequence[Sequence[str]], placed: Iterable[_Points]
) -> list[_Points]:
    """Put each part as near to the middle as it fits; no two parts share a cell of a grid."""
    if len(parts) == 1:
        return list(placed)
    taken: set[tuple[int, int]] = set()
    packed = []
    for part, points in zip(parts, placed, strict=True):
        cells = _cells(graph, part, points)
        across, down = next(
            (x, y) for x, y in _outwards() if not any((a + x, b + y) in taken for a, b in cells)
        )
        taken |= {(a + x, b + y) for a, b in cells for x, y in [(across, down)]}
        packed.append(points + np.array([across, down]) * _CELL)
    return packed


def _cells(
    graph: "networkx.MultiDiGraph[str]", part: Sequence[str], points: _Points
) -> set[tuple[int, int]]:
    """Return the cells of a part's nodes and links, with room around for labels."""
    place: Mapping[str, tuple[float, float]] = dict(zip(part, points, strict=True))
    spots = list(points)
    for a, b in graph.subgraph(part).edges():
        steps = max(2, int(math.dist(place[a], place[b]) / _CELL) + 1)
        spots += list(np.linspace(place[a], place[b], steps))
    inner = {(round(x / _CELL), round(y / _CELL)) for x, y in spots}
    return {
        (x + across, y + down)
        for x, y in inner
        for across in (-2, -1, 0, 1, 2)
        for down in (-1, 0, 1)
    }


def _outwards() -> Iterable[tuple[int, int]]:
    """Give grid places from the middle outwards, in rings of the shape of a screen."""
    yield 0, 0
    ring = 0
    while True:
        ring += 1
        wide = round(ring * _ASPECT)
        yield from ((x, y) for y in (ring, -ring) for x in sorted(range(-wide, wide + 1), key=abs))
        edges = {wide, -wide} if wide > round((ring - 1) * _ASPECT) else set()
        inner = range(-ring + 1, ring)
        yield from ((x, y) for x in sorted(edges, reverse=True) for y in sorted(inner, key=abs))
