"""A still picture of a network, for papers: SVG by our own template, and PNG or PDF of it."""

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Literal

import networkx

from kg.draw import labels, signs
from kg.draw.colours import colour_of, colours, colours_of
from kg.draw.files import clean
from kg.draw.layout import Positions, radius
from kg.draw.legend import DASHES, MARGIN, legend
from kg.draw.page import Caption
from kg.errors import BadInput

_TEMPLATE = Path(__file__).parent / "template"
# Pixels at 96 to the inch: room for each thing, room at the sides for labels, and the least width.
_ROOM = 3900.0
_BESIDE, _ABOVE = 105.0, 30.0
_NARROWEST = 680.0
_LARGEST = 1.8
_FEW = 25  # a picture of few things has more room for each
_FEW_LINKS = 45  # so few links have their words beside them
_MANY_LINKS = 400  # so many step back behind signs and names
_HUBS, _STRONG = 14, 8
_NAMED = 12
_DOTS_PER_INCH = 220
_WIDTHS = {"money": 1.7, "listed": 0.9}

Form = Literal["svg", "png", "pdf"]
_Graph = Any  # networkx.MultiDiGraph[str]


def draw_picture(
    network: "networkx.MultiDiGraph[str]",
    positions: Positions,
    caption: Caption,
    focus: str | None,
    form: Form,
) -> bytes:
    """Return a picture of a network as svg, png or pdf, with its legend, sources and version."""
    svg = _as_svg(network, positions, caption, focus)
    return svg.encode("utf-8") if form == "svg" else _converted(svg, caption.heading, form)


def _converted(svg: str, title: str, form: Literal["png", "pdf"]) -> bytes:
    try:
        import typst  # late: an extra, and 70 MB
    except ModuleNotFoundError as problem:
        raise BadInput(
            f"a picture as {form.upper()} needs the library typst:"
            " pip install 'urban-security-kg[pictures]'; a name that ends in .svg needs nothing"
        ) from problem
    made: bytes = typst.compile(
        (_TEMPLATE / "picture.typ").read_bytes(),
        format=form,
        ppi=_DOTS_PER_INCH,
        sys_inputs={"svg": svg, "title": clean(title)},
    )
    return made


def _as_svg(network: _Graph, positions: Positions, caption: Caption, focus: str | None) -> str:
    places, scale, wide, high = _fitted(positions)
    sizes = {
        iri: max(radius(network.degree(iri)) * min(max(scale, 0.5), 1.0), 3.2) for iri in network
    }
    heading_lines = labels.wrap(clean(caption.heading), wide - 2 * MARGIN, 17, strong=True)
    rims = {iri: _ring(size) if iri == focus else size for iri, size in sizes.items()}
    spots = labels.give_way(list(_spots(network, places, rims, focus)), wide, high)
    places = {iri: (spot.x, spot.y) for iri, spot in zip(network, spots, strict=True)}
    links = list(_links(network, places, rims))
    lines = [link["point"](share) for link in links for share in _shares(link)]
    placed, taken = labels.place_labels(spots, lines, wide, high)
    texts = [*_texts(placed), *_words(links, taken)]
    top = 20 + 22 * len(heading_lines)
    meanings, legend_height = legend(network, wide, top + high + 26)
    said = labels.wrap(clean(_said(caption)), wide - 2 * MARGIN, 11)
    caption_top = top + high + 26 + legend_height + 8
    drawn: str = _template().render(
        width=round(wide),
        height=round(caption_top + 15 * len(said) + 4),
        family=labels.FAMILY,
        colour=colours(),
        heading=clean(caption.heading),
        heading_lines=heading_lines,
        top=top,
        links=links,
        strength=1 if len(links) <= _MANY_LINKS else 0.7,
        signs=[_sign(network, iri, places[iri], sizes[iri], focus) for iri in network],
        texts=texts,
        legend=meanings,
        legend_top=top + high + 4,
        caption=said,
        caption_top=caption_top,
    )
    return drawn


@cache
def _template() -> Any:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(_TEMPLATE), autoescape=True, undefined=StrictUndefined
    )
    return environment.get_template("picture.svg")


def _fitted(positions: Positions) -> tuple[Positions, float, float, float]:
    """Return places on the picture, how much they were scaled, and its width and height."""
    xs, ys = [x for x, _ in positions.values()], [y for _, y in positions.values()]
    across, down = max(max(xs) - min(xs), 1.0), max(max(ys) - min(ys), 1.0)
    shape = min(max(across / down, 0.9), 2.2)
    room = _ROOM * (1 + 3 * _FEW / (len(positions) + _FEW))
    wide = max(math.sqrt(room * len(positions) * shape), _NARROWEST)
    scale = min((wide - 2 * _BESIDE) / across, _LARGEST)
    left = (wide - across * scale) / 2
    places = {
        iri: (
            round(left + (x - min(xs)) * scale, 1),
            round(_ABOVE + (y - min(ys)) * scale, 1),
        )
        for iri, (x, y) in positions.items()
    }
    return places, scale, wide, down * scale + 2 * _ABOVE


def _sign(
    network: _Graph, iri: str, place: signs.Point, size: float, focus: str | None
) -> dict[str, Any]:
    node, (x, y) = network.nodes[iri], place
    fill, edge = colours_of(node["family"])
    return {
        "x": x,
        "y": y,
        "size": round(size, 1),
        "points": signs.corners(node["family"], x, y, size),
        "fill": colours()["paper"] if node["planned"] else fill,
        "edge": edge,
        "dashes": "3 2.5" if node["planned"] else "",
        "ring": _ring(size) if iri == focus else 0,
    }


def _links(network: _Graph, places: Positions, rims: dict[str, float]) -> Iterator[dict[str, Any]]:
    between: defaultdict[tuple[str, str], list[Any]] = defaultdict(list)
    for one, other, edge in network.edges(data=True):
        if one != other:
            between[min(one, other), max(one, other)].append((one, other, edge))
    few = network.number_of_edges() <= _FEW_LINKS
    for (first, _), same in between.items():
        for bend, (one, other, edge) in zip(signs.bends(len(same)), same, strict=True):
            way, head, point = signs.link(
                places[one],
                places[other],
                (rims[one], rims[other] * 1.1),
                bend if one == first else -bend,
            )
            yield {
                "path": way,
                "arrow": head,
                "colour": colour_of(edge["group"]),
                "width": _WIDTHS.get(edge["group"], 1.1),
                "dashes": "7 4" if edge["status"] else DASHES.get(edge["group"], ""),
                "words": clean(edge["label"]) if few else "",
                "point": point,
            }


def _spots(
    network: _Graph, places: Positions, rims: dict[str, float], focus: str | None
) -> Iterator[labels.Spot]:
    ranked = sorted(network, key=lambda iri: (-network.degree(iri), network.nodes[iri]["label"]))
    hubs = {iri for iri in ranked[:_HUBS] if network.degree(iri) >= _STRONG}
    for iri, node in network.nodes(data=True):
        yield labels.Spot(
            *places[iri],
            rims[iri],
            clean(node["label"]),
            rank=10**6 if iri == focus else network.degree(iri),
            strong=iri == focus or iri in hubs,
        )


def _shares(link: dict[str, Any]) -> Iterator[float]:
    count = max(2, int(math.dist(link["point"](0.0), link["point"](1.0)) / labels.DOT))
    return (number / count for number in range(count + 1))


def _texts(placed: Iterable[labels.Label]) -> Iterator[dict[str, Any]]:
    for label in placed:
        for number, line in enumerate(label.lines):
            yield {
                "x": round(label.x, 1),
                "y": round(label.y + number * labels.LINE + 4.2, 1),
                "line": line,
                "anchor": label.anchor,
                "size": 13 if label.strong else 12,
                "strong": label.strong,
                "words": False,
            }


def _words(links: list[dict[str, Any]], taken: labels.Taken) -> Iterator[dict[str, Any]]:
    """Give the words of links that find room on their lines, as near the middle as they do."""
    for link in links:
        half = labels.width(link["words"], 10.5) / 2
        for x, y in (link["point"](share) for share in (0.5, 0.6, 0.4, 0.7, 0.3)):
            box = (x - half - 2, y - 6, x + half + 2, y + 6)
            if link["words"] and not taken.count(box):
                taken.add(box)
                yield {
                    "x": round(x, 1),
                    "y": round(y + 3.6, 1),
                    "line": link["words"],
                    "anchor": "middle",
                    "size": 10.5,
                    "strong": False,
                    "words": True,
                }
                break


def _ring(size: float) -> float:
    return round(size * 1.3 + 5, 1)


def _cited(sources: Sequence[str]) -> str:
    """Name the sources: all if they are few, otherwise those cited most."""
    named = "; ".join(sources if len(sources) <= _NAMED + 1 else sources[:_NAMED])
    if len(sources) > _NAMED + 1:
        return f"{len(sources)} sources, most often: {named}."
    return f"Sources: {named}." if named else ""


def _said(caption: Caption) -> str:
    return " ".join(
        part
        for part in (
            caption.summary,
            f"{caption.left_out.partition(';')[0]}." if caption.left_out else "",
            _cited(caption.sources),
            f"Urban Security Policy Knowledge Graph, {caption.version}; data CC BY 4.0.",
        )
        if part
    )
