"""How many matches each triple pattern of a query has alone: why an answer is empty."""

import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from kg.errors import BadQuery
from kg.store.interface import Store
from kg.store.reading import name_unknown_prefix, refuse_update
from kg.vocabulary import PREFIXES


@dataclass(frozen=True)
class Pattern:
    """A triple pattern as it would be written, and its matches.

    None for a path from anywhere to anywhere, and for what SERVICE asks another server: they are
    not counted.
    """

    text: str
    matches: int | None


def explain(store: Store, query: str) -> list[Pattern]:
    """Return the triple patterns of a query in their order, each counted alone.

    Raise BadQuery for a mistake, with its place, and for what SPARQL 1.1 does not have, such as
    LATERAL: rdflib reads the patterns.
    """
    refuse_update(query)
    name_unknown_prefix(query)
    found = []
    for text, countable in dict.fromkeys(_patterns(query)):
        matches = None
        if countable:
            ((count,),) = store.select(f"SELECT (COUNT(*) AS ?matches) {{ {text} }}")
            matches = int(count.value) if count is not None else 0
        found.append(Pattern(text, matches))
    return found


def as_text(patterns: list[Pattern]) -> str:
    """Return one line for each pattern, its matches in front."""
    if not patterns:
        return "The query has no triple pattern."
    counts = ["not counted" if p.matches is None else f"{p.matches:,}" for p in patterns]
    widest = max([len("matches"), *map(len, counts)])
    lines = [f"{'matches':>{widest}}  of each pattern alone"]
    lines += [f"{c:>{widest}}  {p.text}" for c, p in zip(counts, patterns, strict=True)]
    return "\n".join(lines)


def _patterns(query: str) -> Iterator[tuple[str, bool]]:
    from pyparsing import ParseException  # late: a third of a second, and only those who ask why
    from rdflib import Graph
    from rdflib.namespace import NamespaceManager
    from rdflib.plugins.sparql.algebra import translatePath, translatePName, traverse
    from rdflib.plugins.sparql.parser import parseQuery

    # It says of a literal such as "x"^^xsd:date, with a traceback, that it has no value.
    logging.getLogger("rdflib.term").setLevel(logging.ERROR)
    try:
        declared, form = parseQuery(query)
        form = traverse(form, visitPost=partial(translatePName, prologue=_prologue(declared)))
        form = traverse(form, visitPost=translatePath)
    except (ParseException, RecursionError) as problem:
        from kg.store.mistakes import misplaced

        raise misplaced(query) or BadQuery(
            f"--explain reads SPARQL 1.1 only, and this query holds more: {problem}"
        ) from problem
    manager = NamespaceManager(Graph(), bind_namespaces="none")
    for prefix, iri in PREFIXES.items():
        manager.bind(prefix, iri)
    blank: dict[str, str] = {}  # rdflib's labels of blank nodes, and shorter ones
    for around, triple in _triples(form, ()):
        text = " ".join(_written(term, manager) for term in triple)
        for word, term in reversed(around):
            text = f"{word} {_written(term, manager)} {{ {text} }}"
        for label in re.findall(r"_:N[0-9a-f]{32}", text):
            text = text.replace(label, blank.setdefault(label, f"_:b{len(blank) + 1}"))
        elsewhere = any(word == "SERVICE" for word, _ in around)
        yield text, not elsewhere and not _is_endless(triple)


def _prologue(declared: Any) -> Any:
    """Return what completes the names of a query.

    rdflib's own forgets a prefix when another one is declared for the same namespace (7.6).
    """
    from rdflib import URIRef
    from rdflib.plugins.sparql.sparql import Prologue

    known = dict(PREFIXES)

    class _Known(Prologue):
        def resolvePName(self, prefix: str | None, localname: str | None) -> URIRef:  # noqa: N802
            if (prefix or "") not in known:  # written in escapes, or else it was found before
                raise BadQuery(
                    f"the prefix '{prefix}:' is not known; declare it with PREFIX {prefix}: <…>"
                )
            return URIRef(known[prefix or ""] + (localname or ""))

    prologue = _Known()
    for line in declared:
        if line.name == "Base":
            prologue.base = str(line.iri)
        elif line.name == "PrefixDecl":
            known[line.prefix or ""] = str(prologue.absolutize(line.iri))
    return prologue


# The GRAPH and SERVICE clauses around a pattern, the outermost first: the word and its term.
_Around = tuple[tuple[str, Any], ...]


def _triples(node: Any, around: _Around) -> Iterator[tuple[_Around, tuple[Any, Any, Any]]]:
    """Walk rdflib's parse tree in the order of the text; a triples block is one flat list."""
    name = getattr(node, "name", None)
    if name == "TriplesBlock":
        for block in node.triples:
            flat = list(block)
            yield from ((around, triple) for triple in zip(*[iter(flat)] * 3, strict=True))
    elif name in ("GraphGraphPattern", "ServiceGraphPattern"):
        word = name.removesuffix("GraphPattern").upper()
        yield from _triples(node.graph, (*around, (word, node.term)))
    else:
        for part in _parts(node):
            yield from _triples(part, around)


def _parts(node: Any) -> list[Any]:
    if isinstance(node, dict):  # what a CONSTRUCT writes is no pattern
        return [part for key, part in node.items() if key != "template"]
    return [] if isinstance(node, str) or not hasattr(node, "__iter__") else list(node)


def _written(term: Any, manager: Any) -> str:
    try:
        return str(term.n3(manager))
    except TypeError:
        return str(term.n3())


def _is_endless(triple: tuple[Any, Any, Any]) -> bool:
    from rdflib.paths import MulPath
    from rdflib.term import BNode, Variable

    open_ends = all(isinstance(end, (BNode, Variable)) for end in (triple[0], triple[2]))
    return open_ends and isinstance(triple[1], MulPath)
