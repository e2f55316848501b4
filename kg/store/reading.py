"""What can be said of a query before it is evaluated.

Whether it only reads, whether its prefixes are known, and in which order it names its columns.
"""

from collections.abc import Collection, Iterator
from itertools import pairwise

from kg.errors import BadQuery
from kg.store.tokens import Token, tokens
from kg.vocabulary import PREFIXES

_READS = frozenset({"SELECT", "CONSTRUCT", "ASK", "DESCRIBE"})
_UPDATES = frozenset(
    {"INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "COPY", "MOVE", "ADD", "WITH"}
)
_PROLOGUE = frozenset({"BASE", "PREFIX", "VERSION"})


def refuse_what_does_not_read(query: str) -> None:
    """Raise BadQuery for an update, and for SERVICE, which would ask a server on the network."""
    words = [token.word for token in tokens(query) if token.word]
    first = next((word for word in words if word not in _PROLOGUE), "")
    if first in _UPDATES:
        raise BadQuery(
            f"{first} changes the graph, and kg query only reads;"
            " ask with SELECT, CONSTRUCT, ASK or DESCRIBE"
        )
    if "SERVICE" in words and first in _READS:
        raise BadQuery(
            "SERVICE would ask a server on the network, and kg query reads only the store"
        )


def name_unknown_prefix(query: str) -> None:
    """Raise BadQuery for the first prefix that is neither declared in the query nor known."""
    if "\\u" in query.casefold():
        return  # names may be written in escapes: the engine reads them
    stream = list(tokens(query))
    declared = {
        name.prefix for word, name in pairwise(stream) if word.word == "PREFIX"
    } | PREFIXES.keys()
    for token in stream:
        if token.prefix is not None and token.prefix not in declared:
            raise _unknown(query, token, token.prefix)


def columns_in_order(query: str, columns: Collection[str]) -> str:
    """Return the query with the star of its SELECT spelled out.

    The columns stand in the order in which the query first names them. `columns` are those that the
    star stands for, in any order: engines differ, and Oxigraph sorts them by name (0.5.13).
    """
    star = star_of(query)
    if star is None or not columns:
        return query
    named = [t.text[1:] for t in tokens(query) if t.kind == "VAR" and t.start > star]
    first = {name: place for place, name in reversed(list(enumerate(named)))}
    in_order = sorted(columns, key=lambda name: first.get(name, len(named)))
    return f"{query[:star]}{' '.join(f'?{name}' for name in in_order)} {query[star + 1 :]}"


def form_of(query: str) -> str:
    """Return the first word after the prologue in capitals, such as SELECT, or nothing."""
    return _form(tokens(query))


def star_of(query: str) -> int | None:
    """Return the place of the star when the outermost form is `SELECT *`."""
    stream = tokens(query)
    if _form(stream) != "SELECT":
        return None
    token = next((token for token in stream if token.word not in ("DISTINCT", "REDUCED")), None)
    return token.start if token is not None and token.text == "*" else None


def _form(stream: Iterator[Token]) -> str:
    return next((t.word for t in stream if t.word and t.word not in _PROLOGUE), "")


def _unknown(query: str, token: Token, prefix: str) -> BadQuery:
    import difflib  # late: only a mistake needs it

    from kg.store.mistakes import located

    near = difflib.get_close_matches(prefix, PREFIXES, n=1, cutoff=0.5)
    hint = f"did you mean {near[0]}: ?" if near else f"declare it with PREFIX {prefix}: <…>"
    return located(query, token.start, f"the prefix '{prefix}:' is not known; {hint}")
