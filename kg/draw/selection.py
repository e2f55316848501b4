"""Which part of the landscape is drawn, measured or written: what a person asked for, found."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kg.ask.classes import find_class
from kg.ask.names import Names
from kg.draw.network import between, landscape_network, neighbourhood, strongest
from kg.draw.places import is_place, with_place
from kg.draw.queries import view_query
from kg.errors import BadInput, NotFound
from kg.store.interface import Store

if TYPE_CHECKING:
    import networkx

YES, SILENT, NO = "yes", "silent", "no"
WHOLE = "the landscape"


@dataclass(frozen=True)
class Wanted:
    """What a person asked for, as typed; what is None sets no bound.

    `focus` and `theme` are names or IRIs, `kind` is a class, `first` and `last` are years, `query`
    is the text of a query whose answer takes the place of the landscape.
    """

    focus: str | None = None
    steps: int = 2
    theme: str | None = None
    kind: str | None = None
    first: int | None = None
    last: int | None = None
    top: int | None = None
    query: str | None = None


@dataclass(frozen=True)
class Selected:
    """The part that was asked for.

    `there` is how many things it had before those with the fewest links were left out; `words` says
    in a phrase what was asked for; `remarks` are for the person who asked.
    """

    graph: "networkx.MultiDiGraph[str]"
    there: int
    focus: str | None
    words: str
    remarks: tuple[str, ...]


def select(store: Store, names: Names, wanted: Wanted) -> Selected:
    """Return the part of the landscape, or of a query's answer, that a person asked for.

    A filter keeps what matches and what is linked to it and says nothing against: an organisation
    has neither themes nor dates. The neighbourhood of the thing in focus is taken of what the
    filters leave, and the `top` things with most links of that. Raise NotFound when nothing is
    left, or for a name that nothing has, with the nearest names.
    """
    if wanted.query is None:
        whole, remarks = landscape_network(store, names), tuple[str, ...]()
    else:
        from kg.draw.asked import asked_network  # late: few bring a query of their own

        whole, remarks = asked_network(store, names, wanted.query)
    focus = names.find(wanted.focus).value if wanted.focus else None
    if focus and is_place(names, focus):
        whole, more = with_place(store, names, whole, focus)
        remarks += more
    bounds = _bounds(store, names, wanted)
    words = _words(names, wanted, focus, bounds)
    graph = _filtered(whole, names, bounds)
    if focus and focus in whole and focus not in graph:
        raise NotFound(
            f"{names.label(focus)} is not among what is left of "
            f"{_words(names, wanted, None, bounds)}; try without a filter or without --focus"
        )
    near = neighbourhood(graph, focus, wanted.steps) if focus and len(graph) else graph
    if len(near) == 0:
        raise NotFound(_nothing(whole, words, wanted))
    few = wanted.top is None or len(near) <= wanted.top
    part = near if few else strongest(near, wanted.top or 0, keep=focus)
    if len(part) == 0:
        raise NotFound(
            f"the {wanted.top} things with most links have none among themselves; a larger"
            " --top shows more"
        )
    return Selected(part, len(near), focus, words, remarks)


@dataclass(frozen=True)
class _Bounds:
    """The filters, with everything looked up."""

    themes: frozenset[str]
    theme: str
    kind: str
    first: int
    last: int

    @property
    def of_years(self) -> bool:
        return self.first > 0 or self.last < _NEVER

    def years(self) -> str:
        if self.first == self.last:
            return f"in {self.first}"
        return " ".join(
            [f"from {self.first}"] * (self.first > 0) + [f"to {self.last}"] * (self.last < _NEVER)
        )


_NEVER = 10_000


def _bounds(store: Store, names: Names, wanted: Wanted) -> _Bounds:
    theme = names.find(wanted.theme, "Theme").value if wanted.theme else ""
    narrower = {
        narrow.value
        for general, narrow in (store.select(view_query("themes")) if theme else ())
        if general is not None and narrow is not None and general.value == theme
    }
    first, last = wanted.first or 0, wanted.last or _NEVER
    if first > last:
        raise BadInput(f"--from {first} --to {last}: the first year comes after the last")
    kind = find_class(names, wanted.kind) if wanted.kind else ""
    return _Bounds(frozenset({theme, *narrower} - {""}), theme, kind, first, last)


def _filtered(
    graph: "networkx.MultiDiGraph[str]", names: Names, bounds: _Bounds
) -> "networkx.MultiDiGraph[str]":
    dated = any("first_year" in edge for *_, edge in graph.edges(data=True))
    if bounds.of_years and dated:
        graph = _dated(graph, bounds)
    if not (bounds.themes or bounds.kind or (bounds.of_years and not dated)):
        return graph
    verdicts = {
        iri: _verdict(node, names.classes.get(iri, frozenset()), bounds, by_years=not dated)
        for iri, node in graph.nodes(data=True)
    }
    beside = graph.to_undirected(as_view=True)
    kept = {
        iri
        for iri, verdict in verdicts.items()
        if verdict == YES
        or (verdict == SILENT and any(verdicts[other] == YES for other in beside[iri]))
    }
    return between(graph, kept)


def _dated(graph: "networkx.MultiDiGraph[str]", bounds: _Bounds) -> "networkx.MultiDiGraph[str]":
    """Keep the links that a query dates within the years, and what they join."""
    part = graph.copy()
    part.remove_edges_from(
        [
            (a, b, key)
            for a, b, key, edge in graph.edges(keys=True, data=True)
            if not _within(edge.get("first_year"), edge.get("last_year"), bounds)
        ]
    )
    part.remove_nodes_from([iri for iri, degree in list(part.degree) if degree == 0])
    return part


def _within(first: int | None, last: int | None, bounds: _Bounds) -> bool:
    return first is not None and last is not None and last >= bounds.first and first <= bounds.last


def _verdict(
    node: Mapping[str, Any], classes: frozenset[str], bounds: _Bounds, *, by_years: bool
) -> str:
    """Return whether the filters keep a thing: yes, no, or it says nothing on the matter."""
    answers: list[bool] = []
    asked = bool(bounds.themes) + (bounds.of_years and by_years)
    if bounds.themes and node["themes"]:
        answers.append(not bounds.themes.isdisjoint(node["themes"]))
    if bounds.of_years and by_years and node["first_year"] is not None:
        answers.append(_within(node["first_year"], node["last_year"], bounds))
    if False in answers:
        return NO
    is_a = not bounds.kind or bounds.kind in classes
    return YES if is_a and (answers or not asked) else SILENT


def _words(names: Names, wanted: Wanted, focus: str | None, bounds: _Bounds) -> str:
    """Return what was asked for as a phrase."""
    whole = "the query's answer" if wanted.query else WHOLE
    said = []
    if bounds.kind:
        said.append(f"type {names.label(bounds.kind)}")
    if bounds.theme:
        said.append(f"theme {names.label(bounds.theme)}")
    if bounds.of_years:
        said.append(bounds.years())
    if focus:
        links = "one link" if wanted.steps == 1 else f"{wanted.steps} links"
        said.append(f"at most {links} away from {names.label(focus)}")
    return f"{whole} ({'; '.join(said)})" if said else whole


def _nothing(whole: "networkx.MultiDiGraph[str]", words: str, wanted: Wanted) -> str:
    if len(whole) == 0:
        return "the query gives no links, so there is nothing to draw"
    given = {
        "--theme": wanted.theme,
        "--type": wanted.kind,
        "--from": wanted.first,
        "--to": wanted.last,
    }
    options = " or ".join(option for option, value in given.items() if value is not None)
    return f"nothing is left of {words}; try without {options}"
