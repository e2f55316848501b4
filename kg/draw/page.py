"""One self-contained page: pyvis and our template, style and scripts."""

import base64
import hashlib
import json
from dataclasses import asdict, dataclass
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import networkx

from kg.draw.facts import Facts
from kg.draw.families import FAMILIES, RELATIONS
from kg.draw.layout import Positions, radius
from kg.vocabulary import BASE

_TEMPLATE = Path(__file__).parent / "template"
# The order in which the parts of the script stand on the page.
_SCRIPTS = ("data", "shapes", "picture", "labels", "focus", "card", "panels", "export", "page")
_VIS = "lib/vis-9.1.2/vis-network.min.js"


@dataclass(frozen=True)
class Caption:
    """What a page says of itself; `left_out` names what it does not show."""

    heading: str
    summary: str
    sources: tuple[str, ...]
    version: str
    left_out: str = ""


@dataclass(frozen=True)
class Page:
    """The texts of style and scripts, and their hashes: nothing else runs on the page."""

    caption: Caption

    @cached_property
    def style(self) -> str:
        """The style sheet."""
        return _read(_TEMPLATE / "page.css")

    @cached_property
    def vis(self) -> str:
        """The library vis-network, from pyvis' own files, without the address of its source map."""
        found = find_spec("pyvis")
        if found is None or found.origin is None:
            raise ModuleNotFoundError("pyvis is not installed")
        return _read(Path(found.origin).parent / _VIS).partition("//# sourceMappingURL=")[0]

    @cached_property
    def script(self) -> str:
        """Our own script, its parts one after the other."""
        return "\n".join(_read(_TEMPLATE / f"{name}.js") for name in _SCRIPTS)

    @cached_property
    def policy(self) -> str:
        """The content security policy: our style and scripts by their hashes, and nothing else."""
        scripts = f"{_hash(self.vis)} {_hash(self.script)}"
        return (
            f"default-src 'none'; script-src {scripts}; style-src {_hash(self.style)}; "
            "img-src data: blob:; base-uri 'none'; form-action 'none'; "
            "require-trusted-types-for 'script'; trusted-types 'none'"
        )


def draw_page(
    network: "networkx.MultiDiGraph[str]",
    positions: Positions,
    facts: Facts,
    caption: Caption,
    focus: str | None = None,
) -> str:
    """Return the page of a network as HTML: one file that asks nothing of anyone.

    `facts` holds the cards of the network's nodes, in their order. `focus` is the IRI of the thing
    shown first.
    """
    from pyvis.network import Network  # late: it loads IPython, which takes longer than the drawing

    drawing = Network(directed=True, heading=caption.heading)
    drawing.options = {"physics": {"enabled": False}}
    themes = sorted(
        {theme for _, node in network.nodes(data=True) for theme in node["themes"]},
        key=network.graph["themes"].get,
    )
    relations = {
        relation: edge
        for *_, relation, edge in sorted(network.edges(keys=True, data=True), key=_by_relation)
    }
    # Set directly: add_node and add_edge search all nodes and edges each time (pyvis 0.3.2).
    drawing.nodes = [
        _node(network, positions, number, iri, themes) for number, iri in enumerate(network.nodes)
    ]
    drawing.edges = _edges(network, list(relations), facts)
    drawing.set_template_dir(str(_TEMPLATE), "page.html")
    drawing.templateEnv.filters["embedded"] = embedded
    drawing.templateEnv.globals.update(
        page=Page(caption),
        legend={
            "families": [{"key": family.key, "label": family.label} for family in FAMILIES],
            "groups": [{"key": group.key, "label": group.label} for group in RELATIONS],
            "relations": [
                {"label": edge["label"], "back": edge["back"], "group": edge["group"]}
                for edge in relations.values()
            ],
            "themes": [network.graph["themes"][theme] for theme in themes],
        },
        facts={"texts": facts.texts, "passages": facts.passages, "cards": facts.cards},
        first={"focus": _key(focus) if focus else "", "caption": asdict(caption)},
    )
    html: str = drawing.generate_html()
    return html


def embedded(value: Any) -> str:
    """Return a value as JSON for a script element: nothing in it can end the element or a line."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text


def _node(
    network: "networkx.MultiDiGraph[str]",
    positions: Positions,
    number: int,
    iri: str,
    themes: list[str],
) -> dict[str, Any]:
    node = network.nodes[iri]
    x, y = positions[iri]
    years = [] if node["first_year"] is None else [node["first_year"], node["last_year"]]
    drawn = {
        "id": number,
        "key": _key(iri),
        "label": node["label"],
        "type": node["type"],
        "family": node["family"],
        "x": x,
        "y": y,
        "size": radius(network.degree(iri)),
        "years": years,
        "themes": [themes.index(theme) for theme in node["themes"]],
        "planned": node["planned"],
    }
    return {key: value for key, value in drawn.items() if value is not False and value != []}


def _edges(
    network: "networkx.MultiDiGraph[str]", relations: list[str], facts: Facts
) -> list[dict[str, Any]]:
    number_of = {iri: number for number, iri in enumerate(network.nodes)}
    relation_of = {relation: number for number, relation in enumerate(relations)}
    drawn = []
    for number, (subject, thing, relation, edge) in enumerate(network.edges(keys=True, data=True)):
        cited = [facts.passage_number(passage) for passage in edge["passages"]]
        link = {
            "id": number,
            "from": number_of[subject],
            "to": number_of[thing],
            "relation": relation_of[relation],
            "passages": [passage for passage in cited if passage is not None],
            "inferred": edge["inferred"],
            "provisional": edge["provisional"],
        }
        drawn.append(
            {key: value for key, value in link.items() if value is not False and value != []}
        )
    return drawn


def _by_relation(link: tuple[str, str, str, dict[str, Any]]) -> tuple[int, str, str]:
    *_, relation, edge = link
    return [group.key for group in RELATIONS].index(edge["group"]), edge["label"], relation


def _key(iri: str) -> str:
    """Return the short form of an IRI that stands in the page's address."""
    return iri.removeprefix(BASE + "id/")


def _read(path: Path) -> str:
    # As the browser reads it: HTML turns every line end into \n before anything is hashed.
    return path.read_text(encoding="utf-8").replace("\r\n", "\n").replace("\r", "\n")


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
