"""Ontology, data and imports in, a finished store directory out."""

import hashlib
import json
import shutil
import tempfile
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as engine

from kg import __version__
from kg.curate.closure import close, without_blank_nodes
from kg.errors import BadInput
from kg.vocabulary import BASE, ONTOLOGY


@dataclass(frozen=True)
class Inputs:
    """The files that a store is built from.

    Ontology and data files, and the folder of the rules.
    """

    ontology: tuple[Path, ...]
    data: tuple[Path, ...]
    rules: Path

    def files(self) -> tuple[Path, ...]:
        """Return every file whose content decides what the store holds."""
        return (*self.ontology, *self.data, *sorted(self.rules.glob("*.rq")))


def gather(ontology: Path, data: Path, rules: Path, imports: Path | None = None) -> Inputs:
    """Return the inputs in these folders, in the order of their names.

    Shapes are not loaded into the graph.
    """
    imported = sorted(imports.glob("*.trig")) + sorted(imports.glob("*.nq")) if imports else []
    return Inputs(
        tuple(sorted(ontology.glob("*.ttl"))), (*sorted(data.glob("*.trig")), *imported), rules
    )


def key(inputs: Inputs) -> str:
    """Return the name of the store that these inputs give.

    A hash of their content and of the builder's versions.
    """
    digest = hashlib.sha256(f"{__version__} {engine.__version__}".encode())
    for path in inputs.files():
        content = path.read_bytes()
        digest.update(f"{path.name} {len(content)}\n".encode())
        digest.update(content)
    return digest.hexdigest()[:20]


def read(inputs: Inputs) -> Iterator[engine.Quad]:
    """Give every asserted quad: the ontology in graphs of its own.

    The data in the graph of its passage.
    """
    for path in inputs.ontology:
        graph = engine.NamedNode(
            ONTOLOGY if path.stem == "landscape" else BASE + _graph_of_scheme(path.stem)
        )
        triples = list(_parse(path))
        yield from without_blank_nodes(
            (engine.Quad(q.subject, q.predicate, q.object, graph) for q in triples), path.stem
        )
    for path in inputs.data:
        yield from _parse(path)


def quads(inputs: Inputs) -> list[str]:
    """Return the finished landscape as N-Quads lines in one order.

    The same inputs give the same lines.
    """
    return _lines(close(read(inputs), inputs.rules))


def build(inputs: Inputs, stores: Path, *, replace: bool = False) -> Path:
    """Build the store of these inputs below `stores` and return its directory.

    The store grows in a directory of its own and is renamed when it is finished: a killed build
    leaves nothing that could be mistaken for a store, and of several builds at once the first one
    stays, unless it is to be replaced.
    """
    finished = stores / key(inputs)
    stores.mkdir(parents=True, exist_ok=True)
    _sweep(stores)
    unfinished = Path(tempfile.mkdtemp(prefix=".building-", dir=stores))
    try:
        lines = quads(inputs)
        text = "".join(f"{line} .\n" for line in lines).encode()
        store = engine.Store(str(unfinished / "graph"))
        store.bulk_load(text, engine.RdfFormat.N_QUADS)
        store.optimize()
        store.flush()
        del store
        manifest = {
            "built_with": {"kg": __version__, "pyoxigraph": engine.__version__},
            "inputs": [path.name for path in inputs.files()],
            "quads": len(lines),
            "sha256": hashlib.sha256(text).hexdigest(),
        }
        (unfinished / "manifest.json").write_text(
            json.dumps(manifest, indent=2) + "\n", encoding="utf-8"
        )
        _rename(unfinished, finished, replace=replace)
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)
    return finished


def _graph_of_scheme(stem: str) -> str:
    return {"themes": "theme", "lists": "list"}.get(stem, f"ontology/{stem}")


def _parse(path: Path) -> Iterator[engine.Quad]:
    try:
        yield from engine.parse(path=str(path))
    except (SyntaxError, ValueError) as problem:
        line = f":{problem.lineno}" if isinstance(problem, SyntaxError) and problem.lineno else ""
        raise BadInput(
            f"{path}{line}: {problem.msg if isinstance(problem, SyntaxError) else problem}"
        ) from problem


def _lines(quads: Iterable[engine.Quad]) -> list[str]:
    return sorted(str(quad) for quad in quads)


def _rename(unfinished: Path, finished: Path, *, replace: bool) -> None:
    if replace and finished.is_dir():
        aside = Path(tempfile.mkdtemp(prefix=".replaced-", dir=finished.parent))
        finished.rename(aside / finished.name)
        shutil.rmtree(aside, ignore_errors=True)
    try:
        unfinished.rename(finished)
    except OSError:
        if not finished.is_dir():  # another process was first, or the disk failed
            raise


_UNUSED_FOR = 24 * 3600.0


def _sweep(stores: Path) -> None:
    """Remove stores and left-over builds that are a day old.

    The newest ones may be open in another process.
    """
    for path in stores.iterdir():
        if path.is_dir() and time.time() - path.stat().st_mtime > _UNUSED_FOR:
            shutil.rmtree(path, ignore_errors=True)
