"""Shapes and check queries in, located findings out."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pyoxigraph as engine

from kg.curate.build import Inputs, read
from kg.curate.checks import Fault, read_checks, run
from kg.curate.closure import close
from kg.curate.locate import Places
from kg.curate.shapes import describe_shapes, find_misfits, node_shapes, read_shapes
from kg.errors import BadInput
from kg.findings import Report

Progress = Callable[[int, int, str], None]
"""Told how many steps are done, of how many, and the name of the next one."""


@dataclass(frozen=True)
class Rulebook:
    """The folders that say what is a fault: check queries and shapes."""

    checks: Path
    shapes: Path


def validate(
    inputs: Inputs,
    rulebook: Rulebook,
    files: Sequence[Path] = (),
    progress: Progress | None = None,
) -> Report:
    """Check the inputs, or only these files together with them, and return what was found.

    A file takes the place of an input of the same name. Of the findings those remain that a triple
    of a given file is to blame for.
    """
    whole = with_files(inputs, files)
    asserted = list(read(whole))
    checks, shapes = read_checks(rulebook.checks), read_shapes(rulebook.shapes)
    stores = {"asserted": asserted_store(asserted), "closure": close(asserted, whole.rules)}
    faults: list[Fault] = []
    steps: list[tuple[str, Callable[[], Iterator[Fault]]]] = [
        ("shapes", partial(find_misfits, asserted, shapes)),
        *((check.name, partial(run, check, stores)) for check in checks),
    ]
    for done, (name, find) in enumerate(steps):
        if progress is not None:
            progress(done, len(steps), name)
        faults.extend(find())
    if progress is not None:
        progress(len(steps), len(steps), "")
    findings = set()
    if faults:
        places = Places((*whole.ontology, *whole.data))
        found = (places.locate(fault, files) for fault in faults)
        findings = {finding for finding in found if finding is not None}
    described = describe_shapes(shapes)
    return Report(
        tuple(sorted(findings)),
        tuple(check.name for check in (*described, *checks)),
        triples=len({(q.subject, q.predicate, q.object) for q in asserted}),
        shapes=node_shapes(shapes),
        queries=len(checks),
    )


def with_files(inputs: Inputs, files: Sequence[Path]) -> Inputs:
    """Return the inputs with these files, each in the place of an input of its name."""
    for path in files:
        if path.suffix not in {".trig", ".nq", ".ttl"}:
            raise BadInput(
                f"{path}: data are checked as .trig or .nq files, the ontology as .ttl files"
            )
    names = {path.name for path in files}
    kept = [path for path in inputs.ontology if path.name not in names]
    data = [path for path in inputs.data if path.name not in names]
    return Inputs(
        (*kept, *(path for path in files if path.suffix == ".ttl")),
        (*data, *(path for path in files if path.suffix != ".ttl")),
        inputs.rules,
    )


def asserted_store(asserted: Sequence[engine.Quad]) -> engine.Store:
    """Return a store in memory: the graphs as given, the default graph with all their triples."""
    store = engine.Store()
    store.bulk_extend(asserted)
    store.bulk_extend([engine.Quad(q.subject, q.predicate, q.object) for q in asserted])
    return store
