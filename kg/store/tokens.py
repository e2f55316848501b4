"""The words, names and signs that the text of a query is made of, each with its place."""

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

# SPARQL 1.1, section 19.8, with `\w` for the letters and digits of a name.
_LOCAL = r"[\w:]|%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?#@%]"
_TOKENS = (
    r"(?P<COMMENT>\#[^\n\r]*)"
    r'''|(?P<STRING>"""(?:[^"\\]|\\.|""?(?!"))*"""|\'\'\'(?:[^'\\]|\\.|''?(?!'))*\'\'\''''
    r"""|"(?:[^"\\\n\r]|\\.)*"|'(?:[^'\\\n\r]|\\.)*\')"""
    r"|(?P<IRIREF><[^<>\"{}|^`\\\x00-\x20]*(?:\\[uU][0-9A-Fa-f]+[^<>\"{}|^`\\\x00-\x20]*)*>)"
    r"|(?P<VAR>[?$]\w+)"
    r"|(?P<LANGTAG>@[A-Za-z]+(?:-[A-Za-z0-9]+)*(?:--\w+)?)"
    r"|(?P<BLANK>_:\w(?:[\w.-]*[\w-])?)"
    rf"|(?P<PNAME>(?:[^\W\d_](?:[\w.-]*[\w-])?)?:(?:(?:{_LOCAL})(?:(?:{_LOCAL}|[.-])*(?:{_LOCAL}|-))?)?)"
    r"|(?P<NUMBER>(?:\d+\.?\d*|\.\d+)[eE][+-]?\d+|\d*\.\d+|\d+)"
    r"|(?P<WORD>[^\W\d]\w*)"
    r"|(?P<SIGN>\^\^|&&|\|\||!=|<=|>=|<<|>>|\{\||\|\}|[{}()\[\].,;*/+\-^|?!=<>])"
    r"|(?P<BAD>\S)"
)


class Token(NamedTuple):
    """A piece of a query.

    Its kind (COMMENT, STRING, IRIREF, VAR, LANGTAG, BLANK, PNAME, NUMBER, WORD, SIGN, or BAD for
    what is none of them), its characters, and the place of the first one.
    """

    kind: str
    text: str
    start: int

    @property
    def word(self) -> str:
        """The keyword that this is, in capitals, or the empty string."""
        return self.text.upper() if self.kind == "WORD" else ""

    @property
    def prefix(self) -> str | None:
        """The prefix of a compact IRI, or None when this is none."""
        return self.text.partition(":")[0] if self.kind == "PNAME" else None


def tokens(query: str) -> Iterator[Token]:
    """Give the tokens of a query in order, without comments."""
    for match in _pattern().finditer(query):
        if match.lastgroup and match.lastgroup != "COMMENT":
            yield Token(match.lastgroup, match[0], match.start())


@cache
def _pattern() -> re.Pattern[str]:
    # late: compiling it takes 2 ms, and most queries run without being looked at
    return re.compile(_TOKENS, re.DOTALL)
