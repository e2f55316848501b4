"""The open landscape: store, names, catalogue and folders together."""

import io
import os
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from kg import folders
from kg.ask.catalogue import Catalogue
from kg.errors import BadInput
from kg.store.deadline import NO_LIMITS, Limits, Watch
from kg.store.embedded import EmbeddedStore
from kg.store.interface import WholeStore, as_sparql

if TYPE_CHECKING:
    import networkx
    import rdflib

    from kg.ask.card import Card
    from kg.ask.conflicts import Discrepancy
    from kg.ask.names import Names
    from kg.ask.search import Hit
    from kg.compare.check import Check, Checker
    from kg.compare.proposal import Proposal
    from kg.store.interface import Answer
    from kg.store.origin import Origin


class Endpoint(NamedTuple):
    """The address of a SPARQL endpoint.

    With the graph that stands for its default graph, on servers that would take all together.
    """

    url: str
    default_graph: str | None = None


@dataclass(frozen=True, eq=False)
class Landscape:
    """A store that is ready to be asked, with what is needed to ask it in a person's words.

    Asked is the store in `directory`, or the endpoint where there is one. With a `watch`, a query
    that passes its limits ends this process; without, only the query. A query may ask other servers
    by SERVICE only when that is allowed. `announce` is told in a sentence when an IRI that is asked
    for is retired: its place takes what replaces it.
    """

    home: Path
    directory: Path | None
    catalogue: Catalogue
    endpoint: Endpoint | None = None
    limits: Limits = NO_LIMITS
    watch: Watch | None = None
    allow_service: bool = False
    announce: Callable[[str], None] | None = None

    @cached_property
    def store(self) -> WholeStore:
        """The store, opened when it is first asked."""
        if self.endpoint is not None:
            from kg.store.endpoint import EndpointStore  # late: 50 ms, and a network

            url, graph = self.endpoint
            return EndpointStore(url, graph, self.limits.seconds, allow_service=self.allow_service)
        if self.directory is None or self.watch is not None or self.limits == NO_LIMITS:
            return self.embedded()
        from kg.store.worker import WorkerStore  # late: starts processes

        return WorkerStore(self.directory / "graph", self.limits, allow_service=self.allow_service)

    def embedded(self) -> EmbeddedStore:
        """Return the store on disk; there is none behind an endpoint."""
        if self.directory is None:
            raise BadInput("an endpoint has no store on disk")
        return EmbeddedStore(self.directory / "graph", self.watch, allow_service=self.allow_service)

    @property
    def origin(self) -> "Origin":
        """Where the answers come from."""
        from kg.store.origin import Origin, read_origin

        if self.endpoint is not None or self.directory is None:
            return Origin(self.endpoint.url if self.endpoint else "")
        return read_origin(self.directory)

    @cached_property
    def names(self) -> "Names":
        """What things are called, read when the first name is looked up."""
        from kg.ask.names import Names

        return Names(self.store, self.announce)

    def query(self, source: str, **parameters: str) -> "Answer":
        """Answer a catalogue name or the text of a query.

        Parameters are given as a person would type them.
        """
        from kg.ask.question import prepare

        return self.store.ask(prepare(self.catalogue, lambda: self.names, source, parameters))

    def show(self, thing: str) -> "Card":
        """Return everything the graph says of a thing, each fact with its passages."""
        from kg.ask.card import read_card

        return read_card(self.store, self.names, self.names.find(thing))

    def describe(self, thing: str) -> "Answer":
        """Return the triples that begin with a thing."""
        return self.store.ask(f"DESCRIBE {as_sparql(self.names.find(thing))}")

    def conflicts(self, thing: str | None = None) -> "list[Discrepancy]":
        """Return what sources say differently, about one thing or in all."""
        from kg.ask.conflicts import read_discrepancies
        from kg.ask.passages import read_passages

        subject = self.names.find(thing) if thing is not None else None
        return read_discrepancies(self.store, self.names, read_passages(self.store), subject)

    def find(self, text: str, kind: str = "") -> "list[Hit]":
        """Return the things whose names or descriptions match, best first; all, or of one class."""
        from kg.ask.search import search

        return search(self.store, self.names, text, kind)

    def check(
        self, proposal: "str | Path | Proposal", *, top: int = 10, model: str | Path | None = None
    ) -> "Check":
        """Return whether a proposal exists already: its band, the nearest initiatives, coverage.

        The proposal is a text, a `pathlib.Path` of a file as `kg check` reads it, or a
        `kg.compare.proposal.Proposal` with fields. `model` is "multilingual", or the directory of a
        sentence-embedding model; without one, wording alone is compared. `.matches` holds up to
        `top` initiatives, best first, each with a verdict for every axis and the evidence.
        """
        from kg.compare.proposal import Proposal, read_proposal

        if isinstance(proposal, Path):
            asked = read_proposal(proposal, {})
        else:
            asked = proposal if isinstance(proposal, Proposal) else Proposal(text=proposal)
        return self.checker(model).check(asked.checked(), top)

    def checker(
        self, model: str | Path | None = None, announce: Callable[[str], None] | None = None
    ) -> "Checker":
        """Return what checks one proposal after the other, opened when the first is asked.

        `announce` is told in a sentence when something takes long.
        """
        from kg.compare.check import Checker
        from kg.compare.embedder import open_embedder

        if model not in self._checkers:
            # What is wrong with a model is told before anything is read.
            chosen = open_embedder(model) if model else None
            self._checkers[model] = Checker(
                store=lambda: self.store,
                names=lambda: self.names,
                home=self.home,
                key=self.directory.name if self.directory else "",
                model=chosen,
                announce=announce,
            )
        return self._checkers[model]

    @cached_property
    def _checkers(self) -> "dict[str | Path | None, Checker]":
        return {}

    def graph(self) -> "rdflib.Dataset":
        """Return the whole landscape as an rdflib data set: closure, passages and rules."""
        import rdflib  # late: 0.1 s, and only those who want it

        whole = io.BytesIO()
        self.store.dump(whole)
        return rdflib.Dataset().parse(data=whole.getvalue(), format="nquads")

    def network(self) -> "networkx.MultiDiGraph[str]":
        """Return who funds or participates in what, as a networkx graph."""
        from kg.draw.network import landscape_network

        return landscape_network(self.store, self.names)


def open_landscape(
    home: Path | None = None,
    announce: Callable[[str], None] | None = None,
    *,
    endpoint: Endpoint | None = None,
    limits: Limits | None = None,
    watch: Watch | None = None,
    allow_service: bool = False,
) -> Landscape:
    """Open the landscape of the shipped files and the user's imports, or of an endpoint.

    Build its store if there is none yet. `announce` is told in a sentence when a store has to be
    built first (for an endpoint, none is), and later when a retired IRI is asked for.
    """
    where = folders.home(home)
    directory = None
    if endpoint is None:
        directory = _known_store(where) or build_store(where, announce=announce)
    catalogue = Catalogue(folders.shipped("queries"))
    return Landscape(
        where, directory, catalogue, endpoint, limits or NO_LIMITS, watch, allow_service, announce
    )


def build_store(
    home: Path, *, force: bool = False, announce: Callable[[str], None] | None = None
) -> Path:
    """Return the directory of the store that the files give now.

    Built if it is not there or if `force` asks for it.
    """
    from kg.curate.build import build, gather, key  # late: most commands find their store finished

    stores = home / "stores"
    listing = _listing(home)  # before the files are read: a later change is noticed next time
    inputs = gather(*input_folders(home))
    directory = stores / key(inputs)
    try:
        if force or not (directory / "manifest.json").is_file():
            if announce is not None:
                announce("Building the store from the landscape's files (once, a few seconds) …")
            directory = build(inputs, stores, replace=force)
        _remember(stores, directory, listing)
    except OSError as problem:
        raise BadInput(
            f"{stores}: the store cannot be written here ({problem.strerror});"
            " choose a folder with --home"
        ) from problem
    return directory


def input_folders(home: Path) -> tuple[Path, Path, Path, Path]:
    """Return the folders that a store is built from.

    Ontology, data, rules and the user's imports.
    """
    return (
        folders.shipped("ontology"),
        folders.shipped("data"),
        folders.shipped("queries") / "rules",
        home / "imports",
    )


def _known_store(home: Path) -> Path | None:
    """Return the store last opened for files of exactly these paths, sizes and times.

    The files are not read: their listing is compared with the one that stands in `current`.
    """
    stores = home / "stores"
    try:
        name, _, listing = (stores / "current").read_text(encoding="utf-8").partition("\n")
    except (OSError, UnicodeDecodeError):
        return None
    known = listing == _listing(home) and (stores / name / "manifest.json").is_file()
    return stores / name if known else None


def _listing(home: Path) -> str:
    lines = []
    for folder in input_folders(home):
        if folder.is_dir():
            for entry in sorted(os.scandir(folder), key=lambda entry: entry.name):
                about = entry.stat()
                lines.append(f"{entry.path}\t{about.st_size}\t{about.st_mtime_ns}\n")
    return "".join(lines)


def _remember(stores: Path, directory: Path, listing: str) -> None:
    unfinished = stores / f".current-{os.getpid()}"
    unfinished.write_text(f"{directory.name}\n{listing}", encoding="utf-8")
    unfinished.replace(stores / "current")
