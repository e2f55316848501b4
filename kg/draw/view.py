"""From the store to a page or a picture: which things are drawn, and what is said of the others."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kg.ask.names import Names
from kg.ask.passages import read_passages
from kg.draw.layout import layout
from kg.draw.page import Caption, Sibling
from kg.draw.queries import view_query
from kg.draw.selection import Selected, Wanted, select
from kg.errors import BadInput
from kg.store.interface import Store
from kg.store.origin import Origin

if TYPE_CHECKING:
    import networkx

    from kg.draw.picture import Form

# Measured: a person reads 100 to 300 labelled things; 2,000 are a hairball in every renderer.
_MANY = 1000
_TOO_MANY = 2000


@dataclass(frozen=True)
class Composed:
    """What is to be drawn, before it is decided how.

    The network, its caption, the thing in focus, and what a person should know.
    """

    graph: "networkx.MultiDiGraph[str]"
    caption: Caption
    focus: str | None
    remarks: tuple[str, ...]


@dataclass(frozen=True)
class Drawn:
    """A finished page, and what a person should know who asked for it."""

    html: str
    remarks: tuple[str, ...]

    @property
    def content(self) -> bytes:
        """The bytes of the file."""
        return self.html.encode("utf-8")


@dataclass(frozen=True)
class DrawnPicture:
    """A finished picture, and what a person should know who asked for it."""

    content: bytes
    remarks: tuple[str, ...]


def draw_landscape(
    store: Store,
    names: Names,
    origin: Origin,
    wanted: Wanted,
    siblings: Iterable[Sibling] = (),
) -> Drawn:
    """Draw who funds or participates in what as a page, or the part that is wanted.

    Raise BadInput when there would be more things than anybody can read.
    """
    from kg.draw.facts import read_facts  # late: a picture needs no cards
    from kg.draw.page import draw_page

    composed = compose(store, names, origin, wanted)
    graph = composed.graph
    facts = read_facts(store, names, graph.nodes)
    sources = cited_sources(store, (source for source, _, _ in facts.passages))
    caption = replace(composed.caption, sources=sources)
    page = draw_page(graph, layout(graph), facts, caption, composed.focus, siblings)
    return Drawn(page, composed.remarks)


def draw_landscape_picture(
    store: Store, names: Names, origin: Origin, wanted: Wanted, form: "Form"
) -> DrawnPicture:
    """Draw the same as a picture for a paper; `form` is svg, png or pdf."""
    from kg.draw.picture import draw_picture

    composed = compose(store, names, origin, wanted)
    graph, passages = composed.graph, read_passages(store)
    links = (passages.get(iri) for *_, edge in graph.edges(data=True) for iri in edge["passages"])
    caption = replace(
        composed.caption, sources=cited_sources(store, (one.source for one in links if one))
    )
    content = draw_picture(graph, layout(graph), caption, composed.focus, form)
    return DrawnPicture(content, composed.remarks)


def cited_sources(store: Store, cited: Iterable[str]) -> tuple[str, ...]:
    """Return sources by their names, each with its date, those that are cited most often first."""
    counted = Counter(cited)
    dated = {
        label.value: f"{label.value} ({issued.value})"
        for label, issued in store.select(view_query("sources"))
        if label is not None and issued is not None
    }
    return tuple(
        dated.get(source, source) for source in sorted(counted, key=lambda s: (-counted[s], s))
    )


def read_sources(store: Store) -> list[str]:
    """Return the sources of the landscape, each with its date."""
    return [
        f"{label.value} ({issued.value})" if issued else label.value
        for label, issued in store.select(view_query("sources"))
        if label is not None
    ]


def compose(store: Store, names: Names, origin: Origin, wanted: Wanted) -> Composed:
    """Select what is wanted and say what it is, but for its sources.

    Raise BadInput when nobody could read it.
    """
    selected = select(store, names, wanted)
    drawn = len(selected.graph)
    remarks = _remarks(selected)
    if drawn > _TOO_MANY:
        raise BadInput(
            f"{drawn:,} things cannot be read in one picture: take --top {_MANY} or less, "
            "or --focus THING --steps 1, --theme, --type, --from and --to; `kg view funding`, "
            "`kg view matrix` and `kg view participation` sum up what nobody could read one by one"
        )
    caption = Caption(
        heading=_heading(names, selected, wanted),
        summary=_summary(names, selected, wanted),
        sources=(),
        version=origin.version,
        left_out=remarks[0] if drawn < selected.there else "",
    )
    return Composed(selected.graph, caption, selected.focus, remarks + selected.remarks)


def _remarks(selected: Selected) -> tuple[str, ...]:
    drawn, there = len(selected.graph), selected.there
    remarks = []
    if drawn < there:
        remarks.append(
            f"Drawn are {drawn:,} of the {there:,} linked things of {selected.words}, those with "
            f"the most links; --top {there} draws all."
        )
    if drawn > _MANY:
        remarks.append(
            f"{drawn:,} things are hard to read in one picture; "
            "--top 300 or --focus THING shows more clearly."
        )
    return tuple(remarks)


def _heading(names: Names, selected: Selected, wanted: Wanted) -> str:
    if selected.focus is not None:
        return f"{names.label(selected.focus)} and what is linked to it"
    if wanted.query is not None:
        return "Security in public spaces: the answer to a query"
    return "Security in public spaces: who funds or takes part in what"


def _summary(names: Names, selected: Selected, wanted: Wanted) -> str:
    if any((wanted.theme, wanted.kind, wanted.first, wanted.last)):
        return f"What matches in {selected.words}, with what is linked to it."
    if wanted.query is not None and selected.focus is None:
        return "The links that a query gives."
    if selected.focus is None:
        return (
            "Organisations, projects, funds, networks, documents and events, "
            "and the links between them that the sources state."
        )
    far = "one link" if wanted.steps == 1 else f"{wanted.steps} links"
    return f"{names.label(selected.focus)} and everything at most {far} away from it."
