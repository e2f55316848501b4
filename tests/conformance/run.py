"""Run the query tests of a checkout of the W3C SPARQL test suite through `kg query`.

    python -m tests.conformance.run PATH

PATH holds manifests, as https://github.com/w3c/rdf-tests does below sparql/. Each test gets a store
of its own data in a home of its own, and its query goes through the command line. What SERVICE asks
is answered by Oxigraph's own server on loopback. A test that fails is asked of the engine alone as
well: the command line must not lose one that the engine passes.
"""

import argparse
import contextlib
import csv
import io
import json
import logging
import re
import shutil
import sys
import tempfile
import urllib.request
import warnings
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

import pyoxigraph
import rdflib
from click.testing import CliRunner
from rdflib.collection import Collection
from rdflib.compare import isomorphic
from rdflib.namespace import RDF, Namespace
from rdflib.query import Result

from kg import landscape
from kg.cli.main import cli
from kg.store.reading import form_of
from kg.store.tokens import tokens
from kg.vocabulary import PREFIXES
from tests.store import servers

MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
MFX = Namespace("http://jena.hpl.hp.com/2005/05/test-manifest-extra#")
QT = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-query#")
RS = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/result-set#")
SD = Namespace("http://www.w3.org/ns/sparql-service-description#")
EVALUATION = {MF.QueryEvaluationTest, MF.CSVResultFormatTest, None}
POSITIVE = {MF.PositiveSyntaxTest, MF.PositiveSyntaxTest11, MFX.TestSyntax}
NEGATIVE = {MF.NegativeSyntaxTest, MF.NegativeSyntaxTest11, MFX.TestBadSyntax}
PASSED, FAILED, LOST, OUT = "passed", "engine fails", "LOST", "not applicable"
NUMBERS = frozenset(
    (
        *("integer", "decimal", "double", "float", "int", "long", "short", "byte"),
        *("nonNegativeInteger", "nonPositiveInteger", "positiveInteger", "negativeInteger"),
        *("unsignedInt", "unsignedLong", "unsignedShort", "unsignedByte"),
    )
)
READERS = {".srx": "xml", ".srj": "json", ".tsv": "tsv", ".csv": "csv"}


@dataclass(frozen=True)
class Test:
    """A test of a manifest: its name, its kind, and the nodes that say what to do."""

    manifest: Path
    name: str
    kind: object
    query: Path
    data: tuple[Path, ...]
    named: tuple[Path, ...]
    services: tuple[tuple[str, Path], ...]
    result: Path | None
    regime: bool


def main() -> None:
    """Print the counts by folder and every test that is not passed; exit 1 when one is lost."""
    warnings.simplefilter("ignore")  # rdflib on its own deprecations,
    logging.disable()  # and on literals that no value has
    reading = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    reading.add_argument("path", type=Path)
    path = reading.parse_args().path.resolve()
    counts: dict[str, Counter[str]] = {}
    for manifest in sorted(path.rglob("manifest*.ttl")):
        for test in read_manifest(manifest):
            verdict = run(test)
            folder = str(test.manifest.parent.relative_to(path))
            counts.setdefault(folder, Counter())[verdict] += 1
            if verdict in (FAILED, LOST):
                print(f"{verdict:14}{folder}/{test.query.name}: {test.name}")
    total: Counter[str] = sum(counts.values(), Counter())
    names = (PASSED, FAILED, LOST, OUT)
    print(f"\n{'':34}" + "".join(f"{name:>16}" for name in names))
    for folder, found in [*counts.items(), ("all", total)]:
        print(f"{folder:34}" + "".join(f"{found[name]:16}" for name in names))
    sys.exit(1 if total[LOST] or not total[PASSED] else 0)


def read_manifest(path: Path) -> Iterator[Test]:
    """Give the query tests of one manifest in its order; updates and protocols are left out."""
    graph = rdflib.Graph().parse(path, format="turtle", publicID=path.as_uri())
    for entries in graph.objects(None, MF.entries):
        for node in Collection(graph, entries):
            kind = graph.value(node, RDF.type)
            action = graph.value(node, MF.action)
            about = graph.value(action, QT.query) or (
                action if isinstance(action, rdflib.URIRef) else None
            )
            if (
                about is None
                or _path(about).suffix != ".rq"
                or kind not in EVALUATION | POSITIVE | NEGATIVE
            ):
                continue
            yield Test(
                manifest=path,
                name=str(graph.value(node, MF.name)),
                kind=kind,
                query=_path(about),
                data=tuple(map(_path, graph.objects(action, QT.data))),
                named=tuple(map(_path, graph.objects(action, QT.graphData))),
                services=tuple(
                    (str(graph.value(service, QT.endpoint)), _path(graph.value(service, QT.data)))
                    for service in graph.objects(action, QT.serviceData)
                ),
                result=_path(found) if (found := graph.value(node, MF.result)) else None,
                regime=graph.value(action, SD.entailmentRegime) is not None
                or graph.value(node, SD.entailmentRegime) is not None,
            )


def run(test: Test) -> str:
    """Return what became of a test."""
    if test.regime:
        return OUT
    with served(test, read_query(test)) as query, home_of(test, query) as home:
        if passes(test, query, lambda form: by_command(home, query, form)):
            return PASSED
        graph = next(home.rglob("graph"))
        return LOST if passes(test, query, lambda form: by_engine(graph, query, form)) else FAILED


def read_query(test: Test) -> str:
    """Return the text of the query with the base that its relative IRIs have."""
    text = test.query.read_text(encoding="utf-8")
    return f"BASE <{test.query.as_uri()}>\n{text}"


@contextmanager
def served(test: Test, query: str) -> Iterator[str]:
    """Give the query with the addresses of servers that answer its SERVICE.

    A test of syntax names servers that are none: they get one without data.
    """
    stream = list(tokens(query))
    named = {
        of.text[1:-1]: None
        for number, token in enumerate(stream)
        for of in stream[number + 1 : number + 3]
        if token.word == "SERVICE" and of.kind == "IRIREF" and test.kind in POSITIVE
    }
    with ExitStack() as running:
        for endpoint, data in (named | dict(test.services)).items():
            server = running.enter_context(servers.oxigraph())
            if data is not None:
                body, headers = data.read_bytes(), {"Content-Type": "text/turtle"}
                put = urllib.request.Request(
                    f"{server.graph_store}?default", body, headers, method="PUT"
                )
                urllib.request.urlopen(put).close()
            query = query.replace(f"<{endpoint}>", f"<{server.endpoint}>")
        yield query


@contextmanager
def home_of(test: Test, query: str) -> Iterator[Path]:
    """Give a home whose current store holds the data of a test."""
    folder = Path(tempfile.mkdtemp())
    try:
        stores = folder / "stores"
        directory = stores / "test"
        directory.mkdir(parents=True)
        store = pyoxigraph.Store(str(directory / "graph"))
        for path in test.data:
            load(store, path, None)
        for path in (*test.named, *from_clauses(query, test)):
            load(store, path, pyoxigraph.NamedNode(path.as_uri()))
        store.flush()
        del store
        (directory / "manifest.json").write_text("{}")
        landscape._remember(stores, directory, landscape._listing(folder))
        yield folder
    finally:
        shutil.rmtree(folder)


def load(store: pyoxigraph.Store, path: Path, graph: pyoxigraph.NamedNode | None) -> None:
    form = pyoxigraph.RdfFormat.from_extension(path.suffix[1:]) or pyoxigraph.RdfFormat.TURTLE
    # A label of a blank node means another node in each file.
    quads = pyoxigraph.parse(
        path=str(path), format=form, base_iri=path.as_uri(), rename_blank_nodes=True
    )
    for quad in quads:
        store.add(pyoxigraph.Quad(*list(quad.triple), graph) if graph else quad)


def from_clauses(query: str, test: Test) -> list[Path]:
    """Return the files that FROM and FROM NAMED name, which the test harness has to load."""
    stream = list(tokens(query))
    found = []
    for number, token in enumerate(stream):
        if token.word == "FROM":
            iri = stream[number + 1 + (stream[number + 1].word == "NAMED")]
            path = test.query.parent / iri.text[1:-1]
            if iri.kind == "IRIREF" and path.is_file() and path not in test.named:
                found.append(path.resolve())
    return list(dict.fromkeys(found))


def passes(test: Test, query: str, ask) -> bool:
    """Return whether an answer is what the test expects; an error is an answer to bad syntax."""
    try:
        if test.kind in NEGATIVE | POSITIVE:
            graph = form_of(query) in ("CONSTRUCT", "DESCRIBE")
            return (ask("nt" if graph else "json") is not None) == (test.kind in POSITIVE)
        return all(evaluates(test, query, ask))
    except Exception as problem:  # whatever a reader says of it, it is not passed
        print(f"    {type(problem).__name__}: {str(problem)[:160]}")
        return False


def evaluates(test: Test, query: str, ask) -> Iterator[bool]:
    """Compare the answer with the expected one, in each format that the test is about."""
    assert test.result is not None
    suffix = test.result.suffix
    form = form_of(query)
    if form in ("CONSTRUCT", "DESCRIBE"):
        expected = rdflib.Graph().parse(test.result, publicID=test.result.as_uri())
        found = rdflib.Graph().parse(data=ask("nt"), format="nt")
        yield isomorphic(plain(expected), plain(found))
    elif test.kind == MF.CSVResultFormatTest:
        yield rows_of_csv(ask("csv")) == rows_of_csv(test.result.read_bytes())
    elif suffix in (".ttl", ".rdf", ".n3"):
        expected = rdflib.Graph().parse(test.result, publicID=test.result.as_uri())
        truth = next(expected.objects(None, RS.boolean), None)
        if truth is not None:
            yield json.loads(ask("json"))["boolean"] == truth.toPython()
        else:
            yield same(from_result_set(expected), from_rdflib(ask("json"), "json"), query)
    elif form == "ASK":
        expected = Result.parse(test.result.open("rb"), format=READERS[suffix])
        yield json.loads(ask("json"))["boolean"] == expected.askAnswer
    else:
        # service07.srx holds bindings without a value, which no reader of the format takes.
        text = re.sub(rb'<binding name="\w+"></binding>', b"", test.result.read_bytes())
        expected = from_rdflib(text, READERS[suffix])
        for output_format in ("json", "xml") if suffix != ".tsv" else ("tsv",):
            yield same(expected, from_rdflib(ask(output_format), output_format), query)


def by_command(home: Path, query: str, form: str) -> bytes | None:
    arguments = ["--home", str(home), "query", "-", "-f", form, "--raw", "--allow-service"]
    done = CliRunner().invoke(cli, arguments, input=query.encode())
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done.stdout_bytes if done.exit_code == 0 else None


def by_engine(graph: Path, query: str, form: str) -> bytes | None:
    """Return what the engine alone answers, with no more than its own serialisers."""
    store = pyoxigraph.Store.read_only(str(graph))
    try:
        found = store.query(query, prefixes=PREFIXES)
        if isinstance(found, pyoxigraph.QueryTriples):
            return found.serialize(None, pyoxigraph.RdfFormat.N_TRIPLES)
        extension = {"json": "srj", "xml": "srx"}.get(form, form)
        return found.serialize(None, pyoxigraph.QueryResultsFormat.from_extension(extension))
    except (OSError, SyntaxError, RuntimeError):
        return None


# A solution: for each variable a term in a form that can be compared.
Solutions = list[dict[str, rdflib.URIRef | rdflib.BNode]]


def from_rdflib(found: bytes | None, output_format: str) -> Solutions:
    result = Result.parse(io.BytesIO(found or b""), format=output_format)
    return [{str(k): comparable(v) for k, v in row.items()} for row in result.bindings]


def from_result_set(graph: rdflib.Graph) -> Solutions:
    """Read a result in the vocabulary of DAWG, by its index where there is one."""
    found = []
    for solution in graph.objects(None, RS.solution):
        row = {
            str(graph.value(binding, RS.variable)): comparable(graph.value(binding, RS.value))
            for binding in graph.objects(solution, RS.binding)
        }
        index = graph.value(solution, RS["index"])
        found.append((index.toPython() if index is not None else 0, row))
    return [row for _, row in sorted(found, key=lambda pair: pair[0])]


def same(expected: Solutions, found: Solutions, query: str) -> bool:
    """Return whether two results are the same up to the labels of blank nodes.

    The order counts where the query asks for one. REDUCED may leave out what is there twice.
    """
    words = {token.word for token in tokens(query)}
    if "REDUCED" in words:
        expected, found = without_twins(expected), without_twins(found)
    if "ORDER" in words and not any(map(has_blank, expected)):
        return expected == found
    if any(map(has_blank, expected)):
        return len(expected) == len(found) and isomorphic(as_graph(expected), as_graph(found))
    return counted(expected) == counted(found)


def has_blank(row: dict[str, rdflib.URIRef | rdflib.BNode]) -> bool:
    return any(isinstance(term, rdflib.BNode) for term in row.values())


def counted(rows: Solutions) -> Counter[tuple[tuple[str, str], ...]]:
    return Counter(tuple(sorted((name, str(term)) for name, term in row.items())) for row in rows)


def without_twins(rows: Solutions) -> Solutions:
    return [dict(row) for row in dict.fromkeys(tuple(sorted(row.items())) for row in rows)]


def as_graph(rows: Solutions) -> rdflib.Graph:
    """Return solutions as a graph, so that blank nodes can be compared."""
    graph = rdflib.Graph()
    for row in rows:
        solution = rdflib.BNode()
        graph.add((solution, RDF.type, RS.solution))
        for name, term in row.items():
            graph.add((solution, RS[name], term))
    return graph


def comparable(term: object) -> rdflib.URIRef | rdflib.BNode:
    """Return a term so that literals of one value are equal: Oxigraph keeps values (0.5.13)."""
    if not isinstance(term, rdflib.Literal):
        assert isinstance(term, rdflib.URIRef | rdflib.BNode)
        return term
    datatype = str(term.datatype or PREFIXES["xsd"] + "string").removeprefix(PREFIXES["xsd"])
    text = str(term)
    if datatype in NUMBERS:
        with contextlib.suppress(ValueError):
            text = f"{float(text):.12g}"
    elif datatype == "boolean":
        text = {"1": "true", "0": "false"}.get(text, text)
    return rdflib.URIRef(
        f"literal:{quote(text)}:{quote(datatype)}:{(term.language or '').casefold()}"
    )


def plain(graph: rdflib.Graph) -> rdflib.Graph:
    found = rdflib.Graph()
    for s, p, o in graph:
        found.add((s, p, comparable(o)))
    return found


def rows_of_csv(text: bytes | None) -> Counter[tuple[str, ...]]:
    """Return the rows of CSV; a blank node is any blank node, and a number its value."""
    rows = csv.reader(io.StringIO((text or b"").decode(), newline=""))
    return Counter(tuple(cell_of_csv(cell) for cell in row) for row in rows)


def cell_of_csv(cell: str) -> str:
    try:
        return f"{float(cell):.12g}"
    except ValueError:
        return "_:" if cell.startswith("_:") else cell


def _path(iri: object) -> Path:
    return Path(unquote(urlsplit(str(iri)).path))


if __name__ == "__main__":
    main()
