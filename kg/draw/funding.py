"""Where money goes: what is funded under which instrument, and the sums that sources state."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias

from kg.ask.names import Names
from kg.draw.queries import view_query
from kg.store.interface import Iri, Store
from kg.vocabulary import BASE, USK

if TYPE_CHECKING:
    import networkx

    Graph: TypeAlias = networkx.MultiDiGraph[str]

_FUND = USK + "Fund"


@dataclass
class _Sum:
    """One sum of money as a source states it."""

    sources: list[str] = field(default_factory=list)
    targets: list[str] = field(default_factory=list)
    amount: float | None = None
    currency: str = ""
    words: str = ""


def funding_chart(store: Store, names: Names, graph: "Graph") -> "tuple[Graph, Any]":
    """Return instruments and what they fund, and the three things that the page counts.

    `funded`: an initiative, the narrowest instruments that fund it. `offered`: the narrowest
    instruments themselves. `sums`: amounts with where they come from and what for. Themes stand as
    indices of the list `themes`; `top` gives each instrument the fund that it is part of.
    """
    wider, funded = _links(store)
    instruments = {
        iri for iri in graph.nodes if USK + "FundingInstrument" in names.classes.get(iri, ())
    }
    sums = [one for one in _sums(store) if _shown(one, graph)]
    told = {iri for one in sums for iri in (*one.sources, *one.targets) if iri in graph}
    kept = instruments | {iri for iri in funded if iri in graph} | told
    part: Graph = graph.copy()
    part.remove_nodes_from([iri for iri in graph.nodes if iri not in kept])
    number = {iri: i for i, iri in enumerate(part.nodes)}
    labels: dict[str, str] = {}
    chart = {
        "top": {
            number[iri]: number[_top(iri, wider, names, number)]
            for iri in part.nodes
            if iri in instruments
        },
        "funded": [
            [number[iri], [number[one] for one in _narrowest(under, wider) if one in number]]
            for iri, under in sorted(funded.items())
            if iri in number
        ],
        "offered": sorted(
            number[iri] for iri in instruments - {w for of in wider.values() for w in of}
        ),
        "sums": [_packed(one, number, part, names, labels) for one in sums],
    }
    chart["words"] = list(labels.values())
    return part, chart


def _links(store: Store) -> tuple[Mapping[str, set[str]], Mapping[str, set[str]]]:
    """Return for each instrument the wider ones, and for each initiative what funds it."""
    wider: dict[str, set[str]] = {}
    funded: dict[str, set[str]] = {}
    for thing, relation, instrument in store.select(view_query("money")):
        if isinstance(thing, Iri) and relation is not None and isinstance(instrument, Iri):
            found = wider if relation.value == USK + "partOfInstrument" else funded
            found.setdefault(thing.value, set()).add(instrument.value)
    return wider, funded


def _narrowest(instruments: Iterable[str], wider: Mapping[str, set[str]]) -> list[str]:
    """Return the instruments that none of the others is part of."""
    every = set(instruments)
    return sorted(every - {around for one in every for around in wider.get(one, ())})


def _top(iri: str, wider: Mapping[str, set[str]], names: Names, number: Mapping[str, int]) -> str:
    """Return the fund around an instrument, or the widest instrument; itself if nothing is."""
    around = [one for one in wider.get(iri, ()) if one in number]
    if not around:
        return iri
    return min(
        around,
        key=lambda one: (
            len([w for w in wider.get(one, ()) if w in number]),
            _FUND not in names.classes.get(one, ()),
            one,
        ),
    )


def _sums(store: Store) -> list[_Sum]:
    """Return the sums that sources state; the same sum in two sources counts once."""
    found: dict[str, _Sum] = {}
    for record, prop, value in store.select(view_query("allocations")):
        if record is None or prop is None or value is None:
            continue
        one = found.setdefault(record.value, _Sum())
        match prop.value.removeprefix(USK):
            case "allocatedFrom":
                one.sources.append(value.value)
            case "allocatedFor" | "allocatedTo":
                one.targets.append(value.value)
            case "amount":
                one.amount = float(value.value)
            case "currency":
                one.currency = value.value
            case "asWritten":
                one.words = one.words or value.value
    same = {
        (one.amount, one.currency, tuple(sorted(one.sources)), tuple(sorted(one.targets))): one
        for _, one in sorted(found.items(), reverse=True)
    }
    return [one for one in same.values() if one.amount is not None]


def _shown(one: _Sum, graph: "Graph") -> bool:
    return any(iri in graph for iri in (*one.sources, *one.targets))


def _packed(
    one: _Sum,
    number: Mapping[str, int],
    graph: "Graph",
    names: Names,
    labels: dict[str, str],
) -> dict[str, Any]:
    """Return a sum with numbers for things, and themes as labels."""
    things = [iri for iri in one.targets if iri in number]
    themes = [iri for iri in one.targets if iri.startswith(f"{BASE}theme/")]
    sources = [iri for iri in one.sources if iri in number]
    money = [iri for iri in sources if graph.nodes[iri]["family"] == "funding"]
    for theme in themes:
        labels.setdefault(theme, names.label(theme))
    return {
        "from": [number[iri] for iri in (money or sources)],
        "for": [number[iri] for iri in things],
        "themes": [list(labels).index(theme) for theme in themes],
        "amount": one.amount,
        "currency": one.currency,
        "words": one.words,
    }
