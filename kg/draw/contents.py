"""What a page knows, as numbers and short lists: things, links, legend and cards."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kg.draw.facts import Facts
from kg.draw.families import FAMILIES, RELATIONS
from kg.draw.layout import Positions, radius
from kg.vocabulary import BASE

if TYPE_CHECKING:
    import networkx


@dataclass(frozen=True)
class Contents:
    """Things, links, legend and cards, ready to be written as JSON; things and links by number."""

    nodes: list[dict[str, Any]]
    edges: list[dict[str, Any]]
    legend: dict[str, Any]
    facts: dict[str, Any]


def contents(
    network: "networkx.MultiDiGraph[str]", facts: Facts, positions: Positions | None = None
) -> Contents:
    """Return what a page knows of a network; `facts` holds its cards in the order of its nodes."""
    themes = sorted(
        {theme for _, node in network.nodes(data=True) for theme in node["themes"]},
        key=network.graph["themes"].get,
    )
    relations = {
        relation: edge
        for *_, relation, edge in sorted(network.edges(keys=True, data=True), key=_by_relation)
    }
    legend = {
        "families": [{"key": family.key, "label": family.label} for family in FAMILIES],
        "groups": [{"key": group.key, "label": group.label} for group in RELATIONS],
        "relations": [
            {"label": edge["label"], "back": edge["back"], "group": edge["group"]}
            for edge in relations.values()
        ],
        "themes": [network.graph["themes"][theme] for theme in themes],
    }
    nodes = [
        _node(network, number, iri, themes, positions) for number, iri in enumerate(network.nodes)
    ]
    said = {
        **_passages(facts),
        "texts": facts.texts,
        "kinds": facts.kinds,
        "cards": facts.cards,
    }
    return Contents(nodes, _edges(network, list(relations), facts), legend, said)


def _passages(facts: Facts) -> dict[str, Any]:
    """Return sources, each with the beginning of its passages' IRIs, and passages by source."""
    split = [
        (source, iri[: iri.find("/") + 1], label, iri[iri.find("/") + 1 :])
        for source, label, iri in facts.passages
    ]
    place = {source: i for i, source in enumerate(dict.fromkeys(one[:2] for one in split))}
    return {
        "sources": list(place),
        "passages": [[place[source, of], label, rest] for source, of, label, rest in split],
    }


def key_of(iri: str) -> str:
    """Return the short form of an IRI that stands in the page's address."""
    return iri.removeprefix(BASE + "id/")


def _node(
    network: "networkx.MultiDiGraph[str]",
    number: int,
    iri: str,
    themes: list[str],
    positions: Positions | None,
) -> dict[str, Any]:
    node = network.nodes[iri]
    years = [] if node["first_year"] is None else [node["first_year"], node["last_year"]]
    drawn = {
        "id": number,
        "key": key_of(iri),
        "label": node["label"],
        "type": node["type"],
        "family": node["family"],
        "years": years,
        "themes": [themes.index(theme) for theme in node["themes"]],
        "planned": node["planned"],
    }
    if positions is not None:
        x, y = positions[iri]
        drawn |= {"x": x, "y": y, "size": radius(network.degree(iri))}
    return {key: value for key, value in drawn.items() if value is not False and value != []}


def _edges(
    network: "networkx.MultiDiGraph[str]", relations: list[str], facts: Facts
) -> list[dict[str, Any]]:
    number_of = {iri: number for number, iri in enumerate(network.nodes)}
    relation_of = {relation: number for number, relation in enumerate(relations)}
    drawn = []
    for subject, thing, relation, edge in network.edges(keys=True, data=True):
        cited = [facts.passage_number(passage) for passage in edge["passages"]]
        link = {
            "from": number_of[subject],
            "to": number_of[thing],
            "relation": relation_of[relation],
            "passages": [passage for passage in cited if passage is not None],
            "inferred": edge["inferred"],
            "provisional": edge["status"] != "",
            "planned": edge["status"] == "planned",
        }
        drawn.append(
            {key: value for key, value in link.items() if value is not False and value != []}
        )
    return drawn


def _by_relation(link: tuple[str, str, str, dict[str, Any]]) -> tuple[int, str, str]:
    *_, relation, edge = link
    return [group.key for group in RELATIONS].index(edge["group"]), edge["label"], relation
