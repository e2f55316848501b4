"""What can be said of a query before it is evaluated.

Whether it only reads, whether its prefixes are known, and in which order it names its columns.
"""

import re
from collections.abc import Collection, Iterator
from itertools import pairwise

from kg.errors import BadQuery
from kg.store.tokens import Token, tokens
from kg.vocabulary import PREFIXES

_UPDATES = frozenset(
    {"INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "COPY", "MOVE", "ADD", "WITH"}
)
_PROLOGUE = frozenset({"BASE", "PREFIX", "VERSION"})
_INNER_E = r"(?<=[Ss])[Ee](?=[Rr][Vv][Ii][Cc][Ee])"


def refuse_what_does_not_read(query: str, *, allow_service: bool = False) -> None:
    """Raise BadQuery for an update, and for SERVICE unless it is allowed."""
    refuse_update(query)
    if not allow_service:
        refuse_service(query)


def refuse_update(query: str) -> None:
    """Raise BadQuery for an update; the engine runs none as a query, and says so in its way."""
    first = form_of(query)
    if first in _UPDATES:
        raise BadQuery(
            f"{first} changes the graph, and kg query only reads;"
            " ask with SELECT, CONSTRUCT, ASK or DESCRIBE"
        )


def refuse_service(query: str) -> None:
    """Raise BadQuery for SERVICE, which asks a server on the network."""
    if has_service(query):
        refuse_update(query)
        raise BadQuery(
            "SERVICE would ask another server on the network; kg query --allow-service lets it"
        )


def has_service(query: str) -> bool:
    """Whether a query asks other servers by SERVICE, or may do so in an engine's reading.

    Oxigraph (0.5.13) wants no blanks around a keyword: `trueSERVICE<…>` and `SERVICE:a` are two
    words each.
    """
    if "service" not in query.lower():  # which spares most queries the reading of their words
        return False
    stream = [*tokens(query), None]
    return any(
        token is not None and "service" in token.text.lower() and _may_be_keyword(token, after)
        for token, after in pairwise(stream)
    )


def without_service(query: str) -> str:
    """Return a query in which no engine can find SERVICE; raise BadQuery when it is there.

    Within texts and IRIs the word is written with an escape, and left out of comments: should an
    engine see another beginning or end of them than we do, it finds a mistake and no keyword.
    """
    refuse_service(query)
    if "service" not in query.lower():
        return query
    pieces, end = [], 0
    for token in tokens(query):
        escaped = token.kind in ("STRING", "IRIREF")
        text = re.sub(_INNER_E, _escape, token.text) if escaped else token.text
        pieces += [re.sub(_INNER_E, "-", query[end : token.start]), text]
        end = token.start + len(token.text)
    return "".join([*pieces, re.sub(_INNER_E, "-", query[end:])])


def _escape(letter: re.Match[str]) -> str:
    return f"\\u{ord(letter[0]):04X}"


def _may_be_keyword(token: Token, after: Token | None) -> bool:
    if token.kind == "PNAME":
        prefix = token.text.partition(":")[0]
        return "service" in prefix.lower() and after is not None and after.text == "{"
    return token.kind not in ("STRING", "IRIREF", "VAR", "BLANK")


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
    if not _may_have_star(query):
        return None  # which spares most queries the reading of their words
    stream = tokens(query)
    if _form(stream) != "SELECT":
        return None
    token = next((token for token in stream if token.word not in ("DISTINCT", "REDUCED")), None)
    return token.start if token is not None and token.text == "*" else None


def _may_have_star(query: str) -> bool:
    """Whether a star may follow SELECT, as far as the characters in front of each one tell."""
    place = query.find("*")
    while place >= 0:
        end = place
        while end and query[end - 1].isspace():
            end -= 1
        line = query[query.rfind("\n", 0, end) + 1 : end]
        if "#" in line or line[-8:].upper().endswith(("SELECT", "DISTINCT", "REDUCED")):
            return True
        place = query.find("*", place + 1)
    return False


def _form(stream: Iterator[Token]) -> str:
    return next((t.word for t in stream if t.word and t.word not in _PROLOGUE), "")


def _unknown(query: str, token: Token, prefix: str) -> BadQuery:
    import difflib  # late: only a mistake needs it

    from kg.store.mistakes import located

    near = difflib.get_close_matches(prefix, PREFIXES, n=1, cutoff=0.5)
    hint = f"did you mean {near[0]}: ?" if near else f"declare it with PREFIX {prefix}: <…>"
    return located(query, token.start, f"the prefix '{prefix}:' is not known; {hint}")
