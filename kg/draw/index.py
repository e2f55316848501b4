"""The index: every page beside it with a small picture of it, and pages on single things."""

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeAlias

from kg.ask.names import Names
from kg.draw.contents import key_of
from kg.draw.layout import layout
from kg.draw.overviews import OVERVIEWS, draw_overview_page, gather
from kg.draw.page import Caption, Sibling, draw_index_page
from kg.draw.selection import Wanted, select
from kg.draw.thumbnails import THUMBNAILS, thumbnail_of_network
from kg.draw.view import Drawn, draw_landscape, read_sources
from kg.store.interface import Store
from kg.store.origin import Origin

if TYPE_CHECKING:
    import networkx

    Graph: TypeAlias = networkx.MultiDiGraph[str]

_HUBS = 12
_MENU = {
    "index": "All pages",
    "landscape": "Network",
    "participation": "Taking part",
    "funding": "Funding",
    "matrix": "Themes",
    "timeline": "Timeline",
    "map": "Map",
}


def draw_all(
    store: Store, names: Names, origin: Origin, wanted: Wanted, first: str = "index.html"
) -> dict[str, Drawn]:
    """Draw every page and the index that links them, by the names of their files.

    `first` is the name of the index. With a thing in focus, there is a page on it besides.
    """
    files = {name: first if name == "index" else f"{name}.html" for name in _MENU}
    whole = Wanted(
        theme=wanted.theme, kind=wanted.kind, first=wanted.first, last=wanted.last, top=wanted.top
    )
    menu = {
        name: tuple(Sibling(files[other], label, other == name) for other, label in _MENU.items())
        for name in _MENU
    }
    drawn = {
        files["landscape"]: draw_landscape(store, names, origin, whole, menu["landscape"]),
        **{
            files[name]: draw_overview_page(name, store, names, origin, whole, menu[name])
            for name in OVERVIEWS
        },
    }
    focus = {}
    if wanted.focus is not None:
        iri = names.find(wanted.focus).value
        file = f"focus-{key_of(iri).replace('/', '-')}.html"
        near = draw_landscape(store, names, origin, wanted, menu["landscape"])
        focus = {file: (names.label(iri), near)}
        drawn[file] = near
    page = _index(store, names, origin, whole, files, menu["index"], focus)
    remarks = tuple(dict.fromkeys(remark for one in drawn.values() for remark in one.remarks))
    silent = {file: replace(one, remarks=()) for file, one in drawn.items()}
    return {files["index"]: replace(page, remarks=remarks), **silent}


def _index(
    store: Store,
    names: Names,
    origin: Origin,
    wanted: Wanted,
    files: Mapping[str, str],
    menu: tuple[Sibling, ...],
    focus: Mapping[str, tuple[str, Drawn]],
) -> Drawn:
    graph = gather(store, names)
    linked = select(store, names, wanted).graph
    thumbnail, counts = thumbnail_of_network(linked, layout(linked))
    tiles = [_tile(files["landscape"], "Who funds or takes part in what", counts, thumbnail)]
    for name, overview in OVERVIEWS.items():
        part, chart = overview.chart(store, names, graph)
        thumbnail, counts = THUMBNAILS[name](part, chart)
        title = overview.title[0].upper() + overview.title[1:]
        tiles.append(_tile(files[name], title, counts, thumbnail))
    hubs = sorted(linked.nodes, key=lambda iri: (-linked.degree(iri), names.label(iri)))[:_HUBS]
    singles = [
        *({"label": label, "file": file} for file, (label, _) in focus.items()),
        *(
            {"label": names.label(iri), "file": f"{files['landscape']}#focus={key_of(iri)}"}
            for iri in hubs
            if names.label(iri) not in {label for label, _ in focus.values()}
        ),
    ]
    caption = Caption(
        heading="Security in public spaces: the landscape in pictures",
        summary="Each page is one file that needs no network; keep them in one folder.",
        sources=tuple(read_sources(store)),
        version=origin.version,
    )
    return Drawn(draw_index_page(tiles, singles, caption, menu), ())


def _tile(file: str, title: str, counts: str, thumbnail: Any) -> dict[str, Any]:
    return {"file": file, "title": title, "counts": counts, "thumbnail": thumbnail}
