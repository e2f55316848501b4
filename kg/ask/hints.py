"""Why an answer may be empty: terms and things in the query that the landscape does not have."""

from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import TYPE_CHECKING

from kg.ask.catalogue import command_query
from kg.errors import KgError
from kg.store.interface import Iri, Store
from kg.store.tokens import Token, tokens
from kg.vocabulary import BASE, PREFIXES, USK, compact

if TYPE_CHECKING:
    from kg.ask.names import Names


def hints(store: Store, query: str, names: "Callable[[], Names]") -> list[str]:
    """Return a sentence for each IRI of the project in the query that the graph does not have.

    Ask for it when the answer is empty; `names` is called only when a thing is named.
    """
    said = []
    for iri in dict.fromkeys(_iris(query)):
        if iri.startswith(USK) and not _is_used(store, iri):
            said.append(f"no data uses {compact(iri)}{_nearest_term(store, iri)}")
        elif iri.startswith(f"{BASE}id/"):
            try:
                names().find(iri)
            except KgError as unknown:
                said.append(str(unknown).replace(iri, compact(iri)))
    return said


def _iris(query: str) -> Iterator[str]:
    """Give every IRI of the project that stands in the query, in full."""
    stream = list(tokens(query))
    prefixes = PREFIXES | {
        name.prefix: iri.text[1:-1]
        for word, (name, iri) in zip(stream, pairwise(stream[1:]), strict=False)
        if word.word == "PREFIX" and name.prefix is not None
    }
    in_prologue: Token | None = None
    for token in stream:
        if token.word == "PREFIX" or (in_prologue is not None and in_prologue.word == "PREFIX"):
            in_prologue = token
            continue
        declared = in_prologue is not None and in_prologue.prefix is not None
        in_prologue = None
        if declared:
            continue
        iri = _expanded(token, prefixes)
        if iri.startswith(BASE):
            yield iri


def _expanded(token: Token, prefixes: dict[str, str]) -> str:
    if token.kind == "IRIREF":
        return token.text[1:-1]
    if token.prefix is None:
        return ""
    local = token.text.partition(":")[2].replace("\\", "")
    return prefixes.get(token.prefix, "") + local


def _is_used(store: Store, iri: str) -> bool:
    ((used,),) = store.select(command_query("is-used"), {"term": Iri(iri)})
    return used is not None and used.value == "true"


def _nearest_term(store: Store, iri: str) -> str:
    from kg.ask.nearest import nearest  # late: only an empty answer needs it

    local = iri.removeprefix(USK)
    used = [term.value for (term,) in store.select(command_query("used-terms")) if term]
    # Classes begin with a capital, properties do not: a query rarely means one for the other.
    alike = [
        name
        for name in (term.removeprefix(USK) for term in used)
        if name[:1].isupper() == local[:1].isupper()
    ]
    near = nearest(local, alike)
    return f"; did you mean {' or '.join(f'usk:{name}' for name in near)}?" if near else ""
