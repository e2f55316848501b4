"""Make kg/draw/template/europe.json from countries-50m.json of the npm package world-atlas 2.0.2."""

import json
import math
import sys
from itertools import pairwise
from pathlib import Path

# Lambert's azimuthal equal-area projection, centred as in EPSG:3035; the frame in kilometres.
LAT, LON, RADIUS = math.radians(52), math.radians(10), 6371.0
LEFT, RIGHT, TOP, BOTTOM = -2250, 2350, 2250, -1980
BEYOND, TOLERANCE, SMALLEST = 250, 5.0, 90.0
# Natural Earth draws who holds a territory. These are claimed by others, so they belong to nobody here.
CLAIMED = {"Kosovo", "N. Cyprus", "Crimea"}
CRIMEA = (32.0, 44.2, 37.0, 46.4)

Point = tuple[float, float]


def project(lon: float, lat: float) -> Point:
    """Return kilometres east and north of the centre."""
    a, b = math.radians(lat), math.radians(lon) - LON
    cosine = math.sin(LAT) * math.sin(a) + math.cos(LAT) * math.cos(a) * math.cos(b)
    k = math.sqrt(2 / max(1 + cosine, 1e-9))
    return (
        RADIUS * k * math.cos(a) * math.sin(b),
        RADIUS * k * (math.cos(LAT) * math.sin(a) - math.sin(LAT) * math.cos(a) * math.cos(b)),
    )


def simplify(points: list[Point]) -> list[Point]:
    """Drop points within the tolerance (Douglas and Peucker)."""
    if len(points) < 3:
        return points
    (ax, ay), (bx, by) = points[0], points[-1]
    length = math.hypot(bx - ax, by - ay)
    far = [
        abs((bx - ax) * (ay - y) - (ax - x) * (by - ay)) / length
        if length
        else math.hypot(x - ax, y - ay)
        for x, y in points
    ]
    at = max(range(len(points)), key=far.__getitem__)
    if far[at] <= TOLERANCE:
        return [points[0], points[-1]]
    return simplify(points[: at + 1])[:-1] + simplify(points[at:])


def clip(ring: list[Point]) -> list[Point]:
    """Cut a ring at the frame and a margin (Sutherland and Hodgman)."""
    for axis, bound, sign in (
        (0, LEFT - BEYOND, 1), (0, RIGHT + BEYOND, -1), (1, BOTTOM - BEYOND, 1), (1, TOP + BEYOND, -1),
    ):  # fmt: skip
        kept: list[Point] = []
        for one, other in zip(ring, ring[1:] + ring[:1], strict=True):
            inside, next_inside = (sign * (p[axis] - bound) >= 0 for p in (one, other))
            if inside:
                kept.append(one)
            if inside != next_inside:
                share = (bound - one[axis]) / (other[axis] - one[axis])
                kept.append(
                    (one[0] + share * (other[0] - one[0]), one[1] + share * (other[1] - one[1]))
                )
        ring = kept
    return ring


def area(ring: list[Point]) -> float:
    """Return the area of a ring in square kilometres."""
    return (
        abs(sum(a * d - b * c for (a, b), (c, d) in zip(ring, ring[1:] + ring[:1], strict=True)))
        / 2
    )


def written(points: list[Point], end: str) -> str:
    """Return a path: from the top left corner of the frame, in kilometres, each step from the last."""
    steps = [(round(x - LEFT), round(TOP - y)) for x, y in points]
    moves = [(steps[0][0], steps[0][1])]
    moves += [(c - a, d - b) for (a, b), (c, d) in pairwise(steps) if (a, b) != (c, d)]
    if len(moves) < 2:
        return ""
    x, y = moves[0]
    return f"M{x} {y}l" + " ".join(f"{a} {b}" for a, b in moves[1:]).replace(" -", "-") + end


def read_arcs(world) -> list[list[Point]]:
    """Return the arcs of a TopoJSON file in degrees."""
    (sx, sy), (tx, ty) = world["transform"]["scale"], world["transform"]["translate"]
    arcs = []
    for arc in world["arcs"]:
        x = y = 0
        line = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            line.append((x * sx + tx, y * sy + ty))
        arcs.append(line)
    return arcs


def in_kilometres(line: list[Point]) -> list[Point]:
    """Project an arc and drop what cannot be seen; far from Europe, most of it."""
    near = any(-45 < lon < 75 and 18 < lat < 84 for lon, lat in line)
    return (
        simplify([project(*p) for p in line])
        if near
        else [project(*p) for p in line[::9] + line[-1:]]
    )


def owner_of(name: str, lons: list[float], lats: list[float]) -> str:
    """Return whose a polygon is; the data give Crimea to Russia."""
    west, south, east, north = CRIMEA
    inside = west < min(lons) and max(lons) < east and south < min(lats) and max(lats) < north
    return "Crimea" if name == "Russia" and inside else name


def outlines(country, raw, arcs, users) -> list[dict]:
    """Return the outlines of a country, or of the territories in it, and note who uses which arc."""
    name = country["properties"]["name"]
    polygons = country["arcs"] if country["type"] == "MultiPolygon" else [country["arcs"]]
    parts: dict[str, list[tuple[float, Point, str]]] = {}
    for polygon in polygons:
        outer = [p for a in polygon[0] for p in raw[max(a, ~a)]]
        lons, lats = [p[0] for p in outer], [p[1] for p in outer]
        if max(lons) < -45 or min(lons) > 75 or max(lats) < 18:
            continue
        owner = owner_of(name, lons, lats)
        for ring in polygon:
            for a in ring:
                users.setdefault(max(a, ~a), []).append(owner)
            cut = clip([p for a in ring for p in (arcs[a] if a >= 0 else arcs[~a][::-1])[:-1]])
            if len(cut) >= 3 and (area(cut) >= SMALLEST or len(polygons) == 1):
                middle = (sum(p[0] for p in cut) / len(cut), sum(p[1] for p in cut) / len(cut))
                parts.setdefault(owner, []).append((area(cut), middle, written(cut, "z")))
    return [outline(owner, of) for owner, of in parts.items()]


def outline(owner: str, parts: list[tuple[float, Point, str]]) -> dict:
    """Return an outline with the middle of its largest part."""
    _, (x, y), _ = max(parts)
    claimed = {"claimed": True} if owner in CLAIMED else {}
    path = "".join(text for *_, text in parts)
    return {"name": owner, "path": path, "middle": [round(x - LEFT), round(TOP - y)], **claimed}


def border(line: list[Point]) -> str:
    """Return the part of an arc within the frame and a margin."""
    inside = [
        (x, y) for x, y in line
        if LEFT - BEYOND < x < RIGHT + BEYOND and BOTTOM - BEYOND < y < TOP + BEYOND
    ]  # fmt: skip
    return written(inside, "") if len(inside) > 1 else ""


def main() -> None:
    world = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    raw = read_arcs(world)
    arcs = [in_kilometres(line) for line in raw]
    users: dict[int, list[str]] = {}
    countries = [
        one
        for country in world["objects"]["countries"]["geometries"]
        for one in outlines(country, raw, arcs, users)
    ]
    shared = {arc: set(owners) for arc, owners in sorted(users.items()) if len(owners) > 1}
    made = {
        "width": RIGHT - LEFT, "height": TOP - BOTTOM, "left": LEFT, "top": TOP,
        "countries": sorted(countries, key=lambda one: one["name"]),
        "borders": "".join(border(arcs[arc]) for arc, of in shared.items() if of.isdisjoint(CLAIMED)),
        "disputed": "".join(border(arcs[arc]) for arc, of in shared.items() if not of.isdisjoint(CLAIMED)),
    }  # fmt: skip
    text = json.dumps(made, ensure_ascii=False, separators=(",", ":"))
    Path(sys.argv[2]).write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
