"""One self-contained page: pyvis and our template, style and scripts."""

import base64
import hashlib
import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

from kg.draw.contents import Contents, contents, key_of
from kg.draw.facts import Facts
from kg.draw.families import FAMILIES, RELATIONS
from kg.draw.layout import Positions

if TYPE_CHECKING:
    import jinja2
    import networkx

_TEMPLATE = Path(__file__).parent / "template"
# The order in which the parts of the script stand on the page.
_NETWORK = (
    *("data", "text", "shapes", "palette", "picture", "labels", "focus", "card", "state", "panels"),
    *("csv", "export", "page", "start"),
)
_OVERVIEW = ("data", "text", "shapes", "palette", "card", "state", "panels", "csv", "board")
# How often a text must come again on the average to stand in a list of its own.
_COMES_AGAIN = 4
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
class Sibling:
    """A page beside this one: its file, its name in the menu, and whether it is this one."""

    file: str
    label: str
    here: bool = False


@dataclass(frozen=True)
class Page:
    """The texts of style and scripts, and their hashes: nothing else runs on the page."""

    scripts: tuple[str, ...]
    with_vis: bool = False
    siblings: tuple[Sibling, ...] = ()

    @cached_property
    def style(self) -> str:
        """The style sheet."""
        return _lean(_read(_TEMPLATE / "page.css"))

    @cached_property
    def vis(self) -> str:
        """The library vis-network, from pyvis' own files, without the address of its source map."""
        if not self.with_vis:
            return ""
        found = find_spec("pyvis")
        if found is None or found.origin is None:
            raise ModuleNotFoundError("pyvis is not installed")
        return _read(Path(found.origin).parent / _VIS).partition("//# sourceMappingURL=")[0]

    @cached_property
    def script(self) -> str:
        """Our own script, its parts one after the other."""
        return "".join(_lean(_read(_TEMPLATE / f"{name}.js")) for name in self.scripts)

    @cached_property
    def policy(self) -> str:
        """The content security policy: our style and scripts by their hashes, and nothing else."""
        scripts = " ".join(_hash(text) for text in (self.vis, self.script) if text)
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
    siblings: Iterable[Sibling] = (),
) -> str:
    """Return the page of a network as HTML: one file that asks nothing of anyone.

    `facts` holds the cards of the network's nodes, in their order. `focus` is the IRI of the thing
    shown first.
    """
    drawing = _pyvis().Network(directed=True, heading=caption.heading)
    drawing.options = {"physics": {"enabled": False}}
    known = contents(network, facts, positions)
    # Set directly: add_node and add_edge search all nodes and edges each time (pyvis 0.3.2).
    drawing.nodes, drawing.edges = known.nodes, known.edges
    drawing.set_template_dir(str(_TEMPLATE), "network.html")
    drawing.templateEnv.filters.update(_FILTERS)
    drawing.templateEnv.globals.update(
        page=Page(_NETWORK, with_vis=True, siblings=tuple(siblings)),
        legend=known.legend,
        facts=known.facts,
        chart={},
        first={
            "page": "landscape",
            "focus": key_of(focus) if focus else "",
            "caption": asdict(caption),
        },
    )
    html: str = drawing.generate_html()
    return html


def draw_overview(
    name: str,
    known: Contents,
    chart: Any,
    caption: Caption,
    focus: str | None = None,
    siblings: Iterable[Sibling] = (),
) -> str:
    """Return the page of an overview, which its own part of the script draws.

    `name` is that of its template and script; `chart` is what it draws besides things and links.
    """
    html: str = (
        _environment()
        .get_template(f"{name}.html")
        .render(
            page=Page((*_OVERVIEW, name, "start"), siblings=tuple(siblings)),
            heading=caption.heading,
            nodes=known.nodes,
            edges=known.edges,
            legend=known.legend,
            facts=known.facts,
            chart=chart,
            first={
                "page": name,
                "focus": key_of(focus) if focus else "",
                "caption": asdict(caption),
            },
        )
    )
    return html


def draw_index_page(
    tiles: Iterable[dict[str, Any]],
    singles: Iterable[dict[str, str]],
    caption: Caption,
    siblings: Iterable[Sibling],
) -> str:
    """Return the index of the pages beside it: a tile each, and links to single things."""
    shown = list(tiles)
    html: str = (
        _environment()
        .get_template("index.html")
        .render(
            page=Page(("palette", "index"), siblings=tuple(siblings)),
            heading=caption.heading,
            tiles=shown,
            thumbnails=[tile["thumbnail"] for tile in shown],
            singles=list(singles),
            caption=caption,
            families=[{"key": family.key} for family in FAMILIES],
            groups=[{"key": group.key} for group in RELATIONS],
        )
    )
    return html


def embedded(value: Any) -> str:
    """Return a value as JSON for a script element: nothing in it can end the element or a line."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text


def _pyvis() -> Any:
    """Return pyvis' module of networks without IPython, which it loads for notebooks only (0.3.2).

    In a notebook IPython is there already; elsewhere it is loaded when somebody asks for a frame.
    """
    late = ModuleType("IPython.display")
    vars(late)["IFrame"] = _frame
    stand_ins = {"IPython": ModuleType("IPython"), "IPython.display": late}
    if "IPython" in sys.modules:
        stand_ins = {}
    sys.modules.update(stand_ins)
    try:
        from pyvis import network
    finally:
        for name in stand_ins:
            del sys.modules[name]
    return network


def _frame(*given: Any, **named: Any) -> Any:
    return import_module("IPython.display").IFrame(*given, **named)


def columns(records: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Return records as columns, in which each name stands once; what one lacks is null.

    Of what is true or lacking, `where` says in which records it is true. Texts of which most come
    again and again stand once: `of` lists them, and `at` says where in that list each is.
    """
    names = dict.fromkeys(name for record in records for name in record)
    return {name: _column([record.get(name) for record in records]) for name in names}


def _column(values: list[Any]) -> Any:
    if any(one is True for one in values):
        return {"where": [number for number, one in enumerate(values) if one]}
    if not all(isinstance(one, str) for one in values):
        return values
    place = {text: number for number, text in enumerate(dict.fromkeys(values))}
    if len(place) * _COMES_AGAIN > len(values):
        return values
    return {"of": list(place), "at": [place[one] for one in values]}


_FILTERS = {"embedded": embedded, "columns": columns}


def _environment() -> "jinja2.Environment":
    import jinja2  # late: only those who draw need it

    # Nothing is escaped by itself: style and scripts must stay as they are hashed. The templates
    # escape everything else, as those do that pyvis renders.
    environment = jinja2.Environment(loader=jinja2.FileSystemLoader(_TEMPLATE), autoescape=False)  # noqa: S701
    environment.filters.update(_FILTERS)
    return environment


def _read(path: Path) -> str:
    # As the browser reads it: HTML turns every line end into \n before anything is hashed.
    return path.read_text(encoding="utf-8").replace("\r\n", "\n").replace("\r", "\n")


def _lean(text: str) -> str:
    """Return a script or style without its comments on lines of their own and its indents."""
    lines = (line.strip() for line in text.splitlines())
    return "".join(f"{line}\n" for line in lines if line and not line.startswith(("//", "/*")))


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
