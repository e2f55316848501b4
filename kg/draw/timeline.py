"""What happened when, as precisely as the sources say."""

import datetime
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias

from kg.ask.names import Names
from kg.draw.queries import view_query
from kg.store.interface import Store
from kg.vocabulary import USK

if TYPE_CHECKING:
    import networkx

    Graph: TypeAlias = networkx.MultiDiGraph[str]

_DATE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")
_DECEMBER = 12
Stretch = tuple[float, float]


@dataclass
class Span:
    """When a thing began and ended, in years; each end is the stretch in which it lies.

    A `point` took place at one time; several sources may each say another.
    """

    starts: list[Stretch] = field(default_factory=list)
    ends: list[Stretch] = field(default_factory=list)
    points: list[Stretch] = field(default_factory=list)

    @property
    def point(self) -> bool:
        """Whether only one time is stated, not a beginning or an end."""
        return not self.starts and not self.ends

    @property
    def start(self) -> Stretch | None:
        """The stretch in which it began, over all sources."""
        return _over(self.starts or self.points)

    @property
    def end(self) -> Stretch | None:
        """The stretch in which it ended, over all sources."""
        return _over(self.ends or (self.points if self.point else []))


def read_spans(store: Store) -> dict[str, Span]:
    """Return when each thing with a date began and ended."""
    spans: dict[str, Span] = {}
    for thing, prop, value in store.select(view_query("dates")):
        if thing is None or prop is None or value is None:
            continue
        if stretch := as_stretch(value.value):
            span = spans.setdefault(thing.value, Span())
            match prop.value.removeprefix(USK):
                case "startDate":
                    span.starts.append(stretch)
                case "endDate":
                    span.ends.append(stretch)
                case _:
                    span.points.append(stretch)
    return spans


def as_stretch(text: str) -> Stretch | None:
    """Return the stretch of time, in years, that a year, a month or a day covers.

    None for anything else.
    """
    found = _DATE.match(text)
    if found is None:
        return None
    year, month, day = (int(part) if part else None for part in found.groups())
    assert year is not None  # noqa: S101 (the pattern begins with it)
    if month is None:
        return float(year), float(year + 1)
    first = datetime.date(year, month, day or 1)
    after = (
        first + datetime.timedelta(days=1)
        if day
        else datetime.date(year + month // _DECEMBER, month % _DECEMBER + 1, 1)
    )
    return _in_years(first), _in_years(after)


def timeline_chart(store: Store, _names: Names, graph: "Graph") -> "tuple[Graph, Any]":
    """Return the things with a date, and a bar for each.

    A bar has the stretches in which the thing began and ended, each None if not stated, and whether
    it is a point in time.
    """
    spans = read_spans(store)
    part: Graph = graph.copy()
    part.remove_nodes_from([iri for iri in graph.nodes if iri not in spans])
    bars = [_bar(spans[iri]) for iri in part.nodes]
    return part, {"bars": bars, "undated": _undated(graph, spans)}


def _undated(graph: "Graph", spans: Mapping[str, Span]) -> int:
    """Return how many initiatives and events have no date."""
    lasting = {"organisation", "office", "other"}
    return sum(
        node["family"] not in lasting and iri not in spans for iri, node in graph.nodes(data=True)
    )


def _bar(span: Span) -> list[Any]:
    return [span.start, span.end, int(span.point)]


def _over(stretches: Iterable[Stretch]) -> Stretch | None:
    several = list(stretches)
    if not several:
        return None
    return min(first for first, _ in several), max(after for _, after in several)


def _in_years(day: datetime.date) -> float:
    first = datetime.date(day.year, 1, 1)
    length = datetime.date(day.year + 1, 1, 1) - first
    return round(day.year + (day - first) / length, 4)
