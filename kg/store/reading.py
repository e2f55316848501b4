"""What can be said of a query before it is parsed.

Whether it only reads, and whether its prefixes are known.
"""

import re
from itertools import pairwise

from kg.errors import BadQuery
from kg.vocabulary import PREFIXES

# Comments, quoted texts and IRIs, in which a keyword means nothing; then the words that are left.
_TOKENS = re.compile(
    r'''"""(?:[^"\\]|\\.|"(?!""))*"""|\'\'\'(?:[^'\\]|\\.|'(?!''))*\'\'\''''
    r"""|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*\'"""
    r"|<[^<>\"{}|^`\\\x00-\x20]*>|\#[^\n]*|[?$]\w+|(?P<prefix>[\w-]*):[\w.-]*|(?P<word>[A-Za-z]+)",
    re.DOTALL,
)
_READS = frozenset({"SELECT", "CONSTRUCT", "ASK", "DESCRIBE"})
_UPDATES = frozenset(
    {"INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "COPY", "MOVE", "ADD", "WITH"}
)
_PROLOGUE = frozenset({"BASE", "PREFIX", "VERSION"})


def refuse_what_does_not_read(query: str) -> None:
    """Raise BadQuery for an update, and for SERVICE, which would ask a server on the network."""
    words = [match["word"].upper() for match in _TOKENS.finditer(query) if match["word"]]
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
    tokens = list(_TOKENS.finditer(query))
    declared = {
        name["prefix"]
        for word, name in pairwise(tokens)
        if (word["word"] or "").upper() == "PREFIX" and name["prefix"] is not None
    }
    for token in tokens:
        prefix = token["prefix"]
        if (
            prefix is not None
            and prefix not in declared
            and prefix not in PREFIXES
            and prefix != "_"
        ):
            line = query.count("\n", 0, token.start()) + 1
            column = token.start() - query.rfind("\n", 0, token.start())
            import difflib  # late: only a mistake needs it

            near = difflib.get_close_matches(prefix, PREFIXES, n=1, cutoff=0.5)
            hint = f"did you mean {near[0]}: ?" if near else f"declare it with PREFIX {prefix}: <…>"
            raise BadQuery(
                f"query, line {line}, column {column}: the prefix '{prefix}:' is not known; {hint}"
            )
