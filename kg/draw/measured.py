"""The measures of a network as one table: for reading, as CSV and as JSON."""

import csv
import io
from collections import Counter
from dataclasses import dataclass
from typing import Any

from kg.draw import measures
from kg.draw.communities import SEEDS, Communities, communities

_DIGITS = 6
# What a file holds of each thing besides what it holds of it anyway.
_WRITTEN = (
    *("neighbours", "betweenness", "pagerank", "eigenvector", "core", "community"),
    *("community_stability", "constraint", "bridges"),
)
_TWO_MODE = (
    "Two-mode: links go from one kind of thing to the other, and betweenness is divided by the most"
    " that a thing of its side can have (Borgatti and Everett 1997)."
)
_AS_LINKED = (
    "Measured is the network as it is linked, organisations and initiatives together;"
    " --project organisations or initiatives measures a one-mode projection."
)


@dataclass(frozen=True)
class Measured:
    """The things of a network with their measures, those between most others first.

    Each thing is a record of the keys that docs/json.md lists. `remarks` say how to read it.
    """

    things: tuple[dict[str, Any], ...]
    bridges: tuple[tuple[str, str], ...]
    communities: Communities
    two_mode: bool
    remarks: tuple[str, ...]


def measure(network: measures.Graph) -> Measured:
    """Measure a network or a projection of one.

    When no thing has links both from it and to it, the network is taken as two-mode, and
    betweenness is divided by the most that its side allows.
    """
    graph = measures.simple(network)
    sides = _sides(network)
    between = measures.betweenness(graph, sides)
    rank = measures.pagerank(network)
    eigen = measures.eigenvector(graph)
    core = measures.cores(graph)
    split = communities(graph)
    bridges = measures.bridges(graph)
    ends = Counter(end for bridge in bridges for end in bridge)
    holes = measures.constraint(graph)
    things = [
        {
            "iri": iri,
            "label": node["label"],
            "type": node["type"],
            "neighbours": graph.degree(iri),
            "links": network.degree(iri),
            "links_by_relation": _by_relation(network, iri),
            "betweenness": _round(between[iri]),
            "pagerank": _round(rank[iri]),
            "eigenvector": _round(eigen[iri]),
            "core": core[iri],
            "community": split.number[iri],
            "community_stability": _round(split.stability[iri]),
            "constraint": _round(holes[iri]),
            "bridges": ends[iri],
        }
        for iri, node in network.nodes(data=True)
    ]
    things.sort(key=lambda row: (-row["betweenness"], -row["links"], row["label"], row["iri"]))
    remarks = _remarks(network, split, two_mode=sides is not None)
    return Measured(tuple(things), tuple(bridges), split, sides is not None, remarks)


def with_measures(network: measures.Graph, measured: Measured) -> measures.Graph:
    """Return a copy of a network whose nodes have their measures, as `files.plain` writes them."""
    copy = network.copy()
    for row in measured.things:
        copy.nodes[row["iri"]]["measures"] = {name: row[name] for name in _WRITTEN}
    return copy


def _sides(network: measures.Graph) -> tuple[set[str], set[str]] | None:
    """Return the two sides of a two-mode network: what links come from, and what they go to."""
    if not network.is_directed() or network.number_of_edges() == 0:
        return None
    sources = {one for one, _ in network.edges()}
    targets = {other for _, other in network.edges()}
    return (
        None if sources & targets or len(sources | targets) < len(network) else (sources, targets)
    )


def _by_relation(network: measures.Graph, iri: str) -> dict[str, int]:
    """Return the number of links by their words, as they read from the thing."""
    if not network.is_directed():
        return dict(Counter(edge["label"] for *_, edge in network.edges(iri, data=True)))
    words = [edge["label"] for *_, edge in network.out_edges(iri, data=True)]
    words += [edge["back"] for *_, edge in network.in_edges(iri, data=True)]
    return dict(sorted(Counter(words).items()))


def _round(value: float | None) -> float | None:
    # What is shown must not depend on the order in which a platform adds.
    return None if value is None else round(value, _DIGITS) + 0.0


def _remarks(network: measures.Graph, split: Communities, *, two_mode: bool) -> tuple[str, ...]:
    unsure = sum(bool(edge.get("status")) for *_, edge in network.edges(data=True))
    of = f"{unsure:,} of {network.number_of_edges():,} links"
    caveat = (f"Only provisional or planned, and counted like all others: {of}.",) if unsure else ()
    steady = (
        f"{split.count} communities, modularity {split.modularity:.2f}; over"
        f" {SEEDS} seeds the divisions agree by an adjusted Rand index of"
        f" {split.agreement:.2f} (1 is the same each time)."
    )
    if two_mode:
        return _TWO_MODE, *caveat, steady
    return (_AS_LINKED, *caveat, steady) if network.is_directed() else (steady,)


def as_json(measured: Measured) -> dict[str, Any]:
    """Return measures as JSON values, in the shape that docs/json.md describes."""
    split = measured.communities
    return {
        "two_mode": measured.two_mode,
        "communities": {
            "count": split.count,
            "modularity": _round(split.modularity),
            "agreement": _round(split.agreement),
            "seeds": SEEDS,
        },
        "bridges": [list(bridge) for bridge in measured.bridges],
        "things": list(measured.things),
    }


def as_csv(measured: Measured) -> str:
    """Return measures as CSV, a row for each thing, a column for each relation at the end."""
    relations = sorted({words for row in measured.things for words in row["links_by_relation"]})
    plain = [name for name in measured.things[0] if name != "links_by_relation"]
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([*plain, *(f"links: {words}" for words in relations)])
    for row in measured.things:
        cells = [guarded(row[name]) for name in plain]
        writer.writerow([*cells, *(row["links_by_relation"].get(words, 0) for words in relations)])
    return text.getvalue()


def guarded(value: Any) -> Any:
    """Return a cell of a CSV file; a text that a spreadsheet would run gets an apostrophe first."""
    if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r"):
        return f"'{value}"
    return "" if value is None else value


def as_rows(measured: Measured, top: int) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """Return the columns and the first rows of a table for reading."""
    columns = ("name", "what it is", "links", "between", "PageRank", "eigenv.", "core", "comm.")
    rows = [
        (
            row["label"],
            row["type"],
            str(row["links"]),
            *(_shown(row[name]) for name in ("betweenness", "pagerank", "eigenvector")),
            str(row["core"]),
            str(row["community"]),
            _shown(row["constraint"]),
        )
        for row in measured.things[:top]
    ]
    return (*columns, "constr."), rows


def _shown(value: float | None) -> str:
    return "" if value is None else f"{value:.3f}"
