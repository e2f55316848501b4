"""A network as a file that other tools read: GraphML, GEXF, node-link JSON, CSV, Oligrapher."""

import csv
import io
import json
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any
from xml.etree import ElementTree

import networkx

from kg.draw.colours import colour_of, colours_of, red_green_blue
from kg.draw.layout import layout, radius
from kg.draw.measured import guarded

Network = Any  # networkx.MultiDiGraph, or the networkx.MultiGraph of a projection
Cite = Callable[[str], str]

# What XML 1.0 cannot hold, not even as a reference (section 2.2), and lone halves of characters.
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_FILL = 14.0  # the radius that Oligrapher draws at scale 0.6
_HEADS = {"id": "Id", "label": "Label", "source": "Source", "target": "Target", "weight": "Weight"}


def plain(network: Network, cite: Cite) -> Network:
    """Return a copy whose attributes are texts and numbers, as files hold them.

    Parallel links are kept. Nodes keep their IRIs; links get the keys e0, e1 …, for some tools
    merge links of the same key. What is not known is left out. Colours are those of the pages.
    Measures stand with the nodes that `measured.with_measures` gave them.
    """
    copy = network.__class__()
    themes = network.graph.get("themes", {})
    for iri, node in network.nodes(data=True):
        copy.add_node(clean(iri), **_known(_node(node, themes, network.degree(iri))))
    for number, (one, other, edge) in enumerate(network.edges(data=True)):
        copy.add_edge(clean(one), clean(other), key=f"e{number}", **_known(_edge(edge, cite)))
    return copy


def _node(node: Mapping[str, Any], themes: Mapping[str, str], links: int) -> dict[str, Any]:
    return {
        "label": node["label"],
        "type": node["type"],
        "family": node["family"],
        "first_year": node["first_year"],
        "last_year": node["last_year"],
        "themes": "; ".join(themes.get(theme, theme) for theme in node["themes"]),
        "planned": node["planned"],
        "links": links,
        "colour": colours_of(node["family"])[0],
        **node.get("measures", {}),
    }


def _edge(edge: Mapping[str, Any], cite: Cite) -> dict[str, Any]:
    return {
        "label": edge["label"],
        "back": edge["back"],
        "relation": edge["relation"],
        "family": edge["group"],
        "weight": edge.get("weight", 1.0),
        "newman": edge.get("newman"),
        "through": " ".join(edge["through"]) if "through" in edge else None,
        "first_year": edge.get("first_year"),
        "last_year": edge.get("last_year"),
        "inferred": edge["inferred"],
        "provisional": edge["status"] != "",
        "status": edge["status"] or None,
        "passages": "; ".join(cite(passage) for passage in edge["passages"]),
        "passage_iris": " ".join(edge["passages"]),
        "colour": colour_of(edge["group"]),
    }


def _known(values: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: clean(value) if isinstance(value, str) else value
        for name, value in values.items()
        if value is not None
    }


def clean(text: str) -> str:
    """Return a text without the characters that no XML file can hold."""
    return _NOT_XML.sub("", text)


def as_graphml(network: Network, cite: Cite) -> bytes:
    """Return a network as GraphML: U. Brandes and others (2002), doi:10.1007/3-540-45848-4_59."""
    lines = networkx.generate_graphml(plain(network, cite), named_key_ids=True)
    text = "\n".join(lines)
    return f"<?xml version='1.0' encoding='utf-8'?>\n{text}\n".encode()


def as_gexf(network: Network, cite: Cite) -> bytes:
    """Return a network as GEXF 1.2, with colours, sizes, places and years, as Gephi reads them.

    A thing with years is there from the first to the last; the others are always there.
    """
    from networkx.readwrite.gexf import GEXFWriter

    copy = plain(network, cite)
    places = layout(network)
    for iri, (x, y) in places.items():
        node = copy.nodes[clean(iri)]
        node["viz"] = {
            "color": _colour(node.pop("colour")),
            "size": radius(node["links"]),
            "position": {"x": x, "y": -y, "z": 0.0},  # up is up in Gephi, down on a page
        }
    for *_, key, edge in copy.edges(keys=True, data=True):
        edge |= {"id": key, "viz": {"color": _colour(edge.pop("colour")), "thickness": 1.0}}
    for _, of in [*copy.nodes(data=True), *(((a, b), e) for a, b, e in copy.edges(data=True))]:
        if "first_year" in of:
            of |= {"start": f"{of['first_year']}-01-01", "end": f"{of['last_year']}-12-31"}
            copy.graph["mode"] = "dynamic"
    writer = GEXFWriter(encoding="utf-8", version="1.2draft")
    writer.add_graph(copy)
    # networkx writes the day on which it runs, and years as strings (3.6).
    meta = writer.xml.find("meta")
    if meta is not None:
        del meta.attrib["lastmodifieddate"]
    if copy.graph.get("mode") == "dynamic":
        writer.graph_element.set("timeformat", "date")
    ElementTree.indent(writer.xml)
    body = ElementTree.tostring(writer.xml, encoding="unicode")
    return f"<?xml version='1.0' encoding='utf-8'?>\n{body}\n".encode()


def _colour(colour: str) -> dict[str, Any]:
    red, green, blue = red_green_blue(colour)
    return {"r": red, "g": green, "b": blue, "a": 1.0}


def as_json(network: Network, cite: Cite) -> bytes:
    """Return a network as node-link JSON, in the form of `networkx.node_link_graph`."""
    copy = plain(network, cite)
    value = {
        "directed": copy.is_directed(),
        "multigraph": True,
        "graph": {},
        "nodes": [{"id": iri, **node} for iri, node in copy.nodes(data=True)],
        "edges": [
            {"source": one, "target": other, "key": key, **edge}
            for one, other, key, edge in copy.edges(keys=True, data=True)
        ],
    }
    return json.dumps(value, indent=1, ensure_ascii=False).encode() + b"\n"


def as_csv(network: Network, cite: Cite) -> tuple[bytes, bytes]:
    """Return the nodes and the edges of a network as two CSV files, with the headings of Gephi."""
    copy = plain(network, cite)
    nodes = [{"id": iri, **node} for iri, node in copy.nodes(data=True)]
    kind = "Directed" if copy.is_directed() else "Undirected"
    edges = [
        {"source": one, "target": other, "Type": kind, "id": key, **edge}
        for one, other, key, edge in copy.edges(keys=True, data=True)
    ]
    return _table(nodes), _table(edges)


def _table(records: Iterable[Mapping[str, Any]]) -> bytes:
    rows = list(records)
    names = list(dict.fromkeys(name for row in rows for name in row))
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([_HEADS.get(name, name) for name in names])
    for row in rows:
        writer.writerow([_cell(row.get(name)) for name in names])
    return text.getvalue().encode("utf-8")


def _cell(value: Any) -> Any:
    return str(value).lower() if isinstance(value, bool) else guarded(value)


def as_oligrapher(network: Network, cite: Cite) -> bytes:
    """Return a network as a graph of LittleSis' Oligrapher, each link with its passages.

    The form is that of its `graph` (https://github.com/public-accountability/oligrapher): nodes and
    edges by their ids.
    """
    copy = plain(network, cite)
    places = {clean(iri): place for iri, place in layout(network).items()}
    number = {iri: f"n{position}" for position, iri in enumerate(copy.nodes)}
    nodes = {
        number[iri]: {
            "id": number[iri],
            "name": node["label"],
            "description": node["type"],
            "url": iri,
            "x": round(places[iri][0] * 2.2, 1),  # its things are larger and have their names below
            "y": round(places[iri][1] * 2.2, 1),
            "scale": round(max(0.6, radius(node["links"]) / _FILL), 1),
            "color": node["colour"],
        }
        for iri, node in copy.nodes(data=True)
    }
    edges = {
        key: {
            "id": key,
            "node1_id": number[one],
            "node2_id": number[other],
            "label": edge["label"],
            "arrow": "1->2" if copy.is_directed() else False,
            "dash": edge["provisional"],
            "scale": 1,
            "url": edge["passage_iris"].partition(" ")[0],
            "notes": edge["passages"],
        }
        for one, other, key, edge in copy.edges(keys=True, data=True)
    }
    graph = {"nodes": nodes, "edges": edges, "captions": {}}
    return json.dumps(graph, indent=1, ensure_ascii=False).encode() + b"\n"
