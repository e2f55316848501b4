"""What there is on which theme: the rows of a matrix, and when each thing ends."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeAlias

from kg.ask.names import Names
from kg.draw.queries import view_query
from kg.draw.timeline import read_spans
from kg.store.interface import Store
from kg.vocabulary import BASE, USK

if TYPE_CHECKING:
    import networkx

    Graph: TypeAlias = networkx.MultiDiGraph[str]

_COLUMNS = ("project", "funding", "body", "policy", "event", "knowledge")
# Broad themes first, then what cuts across, and what the sources leave to others at the end.
_LAST = (
    f"{BASE}theme/cross-cutting-issues",
    f"{BASE}theme/further-subjects",
    f"{BASE}theme/out-of-scope",
)


def matrix_chart(store: Store, names: Names, graph: "Graph") -> "tuple[Graph, Any]":
    """Return the things that address themes, and the rows of the matrix.

    A row has the label of a theme, those of the group it stands under, and its number among the
    page's themes (None if nothing addresses it). `last` gives each thing the last year that a
    source states for it; a document is not over when it is published.
    """
    part: Graph = graph.copy()
    part.remove_nodes_from(
        [
            iri
            for iri, node in graph.nodes(data=True)
            if not node["themes"] or node["family"] not in _COLUMNS
        ]
    )
    used = {theme for _, node in part.nodes(data=True) for theme in node["themes"]}
    order = sorted(used, key=part.graph["themes"].get)
    spans = read_spans(store)
    return part, {
        "columns": list(_COLUMNS),
        "rows": [
            {"label": label, "group": group, "theme": order.index(theme) if theme in used else None}
            for group, label, theme in _rows(store, names)
        ],
        "last": [_last(iri, names, spans) for iri in part.nodes],
    }


def _rows(store: Store, names: Names) -> list[tuple[str, str, str]]:
    """Return group, label and IRI of each theme, the group's own theme before those below it."""
    above: dict[str, tuple[str, str]] = {}
    for theme, group, label in store.select(view_query("theme-groups")):
        if theme is not None:
            named = (group.value, label.value) if group is not None and label is not None else None
            above.setdefault(theme.value, named or ("", ""))
    heads = {group for group, _ in above.values()}
    rows = []
    for iri, (around, words) in above.items():
        own = iri in heads
        head = iri if own else around
        name = names.label(iri)
        title = name if own else words or "Other themes"
        rank = _LAST.index(head) + 1 if head in _LAST else 0
        text = f"{name} in general" if own else name
        rows.append(((rank, title, not own, name), (title, text, iri)))
    return [row for _, row in sorted(rows)]


def _last(iri: str, names: Names, spans: Mapping[str, Any]) -> int | None:
    """Return the last year of a thing that can be over, or None."""
    lasting = {USK + kind for kind in ("Document", "KnowledgeResource")}
    span = spans.get(iri)
    if span is None or (span.point and not lasting.isdisjoint(names.classes.get(iri, ()))):
        return None
    return int(span.end[1] - 0.001) if span.end else None
