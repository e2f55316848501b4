"""What there is where: places with their things, and the outlines of Europe's countries."""

import json
import math
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from kg.ask.names import Names, normalise
from kg.draw.network import describe, network, read_labels
from kg.draw.queries import view_query
from kg.store.interface import Iri, Store
from kg.vocabulary import USK

if TYPE_CHECKING:
    import networkx

    Graph: TypeAlias = networkx.MultiDiGraph[str]

_EUROPE = Path(__file__).parent / "template" / "europe.json"
# Names that Natural Earth writes in another way.
_OTHERWISE = {
    "Bosnia and Herz.": "Bosnia and Herzegovina",
    "Czechia": "Czech Republic",
    "Macedonia": "North Macedonia",
    "United Kingdom": "UK",
}
# Lambert's azimuthal equal-area projection centred as in EPSG:3035 (Snyder, "Map projections: a
# working manual", USGS 1987, p. 185), in kilometres, as tests/draw/europe.py draws the outlines.
_LATITUDE, _LONGITUDE, _RADIUS = math.radians(52), math.radians(10), 6371.0


def with_places(store: Store, names: Names, graph: "Graph") -> "Graph":
    """Return places and what is linked to them, and the links between those things."""
    rows = store.select(view_query("where"))
    links = network(
        [row for row in rows if isinstance(row[0], Iri) and row[0].value in graph],
        read_labels(store),
    )
    part: Graph = graph.copy()
    part.remove_nodes_from([iri for iri in graph.nodes if iri not in links])
    part.add_edges_from(links.edges(keys=True, data=True))
    describe(part, store, names)
    return part


def map_chart(store: Store, names: Names, graph: "Graph") -> Any:
    """Return where each place lies on the map, and the outlines beneath.

    A place has its number, its kind, its spot in kilometres from the top left corner of the map
    (None without coordinates or outside the frame), the number of the country's outline (None for
    other places), and the larger places around it, by number.
    """
    europe = _europe()
    outlines = {
        normalise(name): i
        for i, country in enumerate(europe["countries"])
        for name in (country["name"], _OTHERWISE.get(country["name"], country["name"]))
    }
    number = {iri: i for i, iri in enumerate(graph.nodes)}
    places: dict[str, dict[str, Any]] = {}
    for place, latitude, longitude, around in store.select(view_query("coordinates")):
        if place is None or place.value not in number:
            continue
        known = places.setdefault(place.value, _place(names, place.value, number, outlines))
        if latitude is not None and longitude is not None:
            known["spot"] = _within(europe, float(latitude.value), float(longitude.value))
            known["placed"] = True
        if around is not None and around.value in number:
            known["around"] = sorted({*known["around"], number[around.value]})
    return {"places": list(places.values()), "europe": europe}


def _place(
    names: Names, place: str, number: Mapping[str, int], outlines: Mapping[str, int]
) -> dict[str, Any]:
    """Return a place without coordinates; a territory that is claimed by others is a disc."""
    outline = _outline(names, place, outlines)
    country = None if outline is None else _europe()["countries"][outline]
    claimed = country is not None and bool(country.get("claimed"))
    return {
        "id": number[place],
        "kind": "territory" if claimed else _kind(names, place),
        "spot": country["middle"] if country is not None and claimed else None,
        "outline": None if claimed else outline,
        "around": [],
    }


def project(latitude: float, longitude: float) -> tuple[float, float]:
    """Return kilometres east and north of the centre of the projection."""
    a, b = math.radians(latitude), math.radians(longitude) - _LONGITUDE
    cosine = math.sin(_LATITUDE) * math.sin(a) + math.cos(_LATITUDE) * math.cos(a) * math.cos(b)
    scale = _RADIUS * math.sqrt(2 / max(1 + cosine, 1e-9))
    north = math.cos(_LATITUDE) * math.sin(a) - math.sin(_LATITUDE) * math.cos(a) * math.cos(b)
    return scale * math.cos(a) * math.sin(b), scale * north


def _within(europe: dict[str, Any], latitude: float, longitude: float) -> list[float] | None:
    east, north = project(latitude, longitude)
    x, y = east - europe["left"], europe["top"] - north
    inside = 0 <= x <= europe["width"] and 0 <= y <= europe["height"]
    return [round(x, 1), round(y, 1)] if inside else None


def _kind(names: Names, place: str) -> str:
    classes = names.classes.get(place, ())
    return next(
        (kind.lower() for kind in ("Country", "City", "Region", "Venue") if USK + kind in classes),
        "place",
    )


def _outline(names: Names, place: str, outlines: Mapping[str, int]) -> int | None:
    if USK + "Country" not in names.classes.get(place, ()):
        return None
    own = (normalise(name.text) for name in names.all if name.thing == place)
    return next((outlines[name] for name in own if name in outlines), None)


@cache
def _europe() -> dict[str, Any]:
    outlines: dict[str, Any] = json.loads(_EUROPE.read_text(encoding="utf-8"))
    return outlines
