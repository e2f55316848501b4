"""Where in a Turtle, TriG or N-Quads file each statement stands.

The engine's parser gives no lines.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class Statement:
    """One triple as its file writes it, with the lines of its graph, subject and value.

    Terms are IRIs in full or the characters of a literal.
    """

    path: Path
    graph: str
    subject: str
    predicate: str
    value: str
    graph_line: int
    subject_line: int
    line: int


_TOKEN = re.compile(
    r"""
      (?P<space> \s+ | \#[^\n]* )
    | (?P<iri> <[^<>"{}|^`\s]*> )
    | (?P<string> \"{3}(?s:(?:\\.|[^\\])*?)\"{3} | '{3}(?s:(?:\\.|[^\\])*?)'{3}
                | "(?:\\.|[^"\\\n])*" | '(?:\\.|[^'\\\n])*' )
    | (?P<suffix> @(?!prefix|base)[A-Za-z-]+ | \^\^ )
    | (?P<mark> [{}\[\]();,] | \.(?![\w]) )
    | (?P<word> (?: \\. | [^\s<>"'{}\[\]();,.] | \.(?=[\w%:\\]) )+ )
    | (?P<other> . )
    """,
    re.VERBOSE,
)
_RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_ESCAPE = re.compile(r"\\(u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|.)", re.DOTALL)
_ESCAPED = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f"}


def read_statements(path: Path) -> Iterator[Statement]:
    """Give the statements of a file in their order.

    The file has been parsed before, so its syntax is right. What stands in square or round brackets
    is passed over: data holds no blank nodes, and in the ontology their subject is near.
    """
    reader = _Reader(path)
    line = 1
    depth = 0
    for match in _TOKEN.finditer(path.read_text(encoding="utf-8")):
        kind, text = match.lastgroup, match.group()
        if kind == "mark" and text in "[(":
            if depth == 0:
                reader.term("", line)
            depth += 1
        elif kind == "mark" and text in "])":
            depth -= 1
        elif depth == 0 and kind == "mark":
            yield from reader.mark(text, line)
        elif depth == 0 and kind in {"iri", "string", "word"}:
            reader.read(kind, text, line)
        elif depth == 0 and text == "^^":
            reader.skip = True
        line += text.count("\n")


@dataclass
class _Reader:
    """The place in the grammar: which of graph, subject, predicate and value have been read."""

    path: Path
    prefixes: dict[str, str] = field(default_factory=dict)
    declaring: list[str] | None = None
    skip: bool = False  # the next term is the datatype of a literal
    graph: str = ""
    graph_line: int = 1
    terms: list[tuple[str, int]] = field(default_factory=list)

    def read(self, kind: str, text: str, line: int) -> None:
        if self.skip:
            self.skip = False
        elif self.declaring is not None:
            self.declare(text)
        elif kind == "word" and text.lower() in {"@prefix", "prefix", "@base", "base"}:
            self.declaring = [] if text.lower().endswith("prefix") else [""]
        elif kind != "word" or text.lower() != "graph":
            self.term(self.expand(kind, text), line)

    def declare(self, text: str) -> None:
        declared = [*(self.declaring or []), text]
        self.declaring = None if declared[1:] else declared
        if self.declaring is None and declared[0]:
            self.prefixes[declared[0][:-1]] = declared[1][1:-1]

    def expand(self, kind: str, text: str) -> str:
        if kind == "string":
            quotes = 3 if text[:3] in {'"""', "'''"} else 1
            return _ESCAPE.sub(_unescape, text[quotes:-quotes])
        if kind == "iri":
            return text[1:-1]
        if text == "a" and len(self.terms) == 1:
            return _RDF_TYPE
        prefix, colon, local = text.partition(":")
        return self.prefixes.get(prefix, "") + local.replace("\\", "") if colon else text

    def term(self, text: str, line: int) -> None:
        self.terms.append((text, line))

    def mark(self, mark: str, line: int) -> Iterator[Statement]:
        if mark == "{":
            (self.graph, self.graph_line), self.terms = (self.terms or [("", line)])[-1], []
            return
        if self.terms[2:]:
            (subject, at), (predicate, _), (value, here), *fourth = self.terms
            graph, graph_line = fourth[0] if fourth else (self.graph, self.graph_line)
            yield Statement(self.path, graph, subject, predicate, value, graph_line, at, here)
        keep = {",": 2, ";": 1}.get(mark, 0)
        self.terms = self.terms[:keep]
        if mark == "}":
            self.graph, self.graph_line = "", 1


def _unescape(match: re.Match[str]) -> str:
    escaped = match.group(1)
    if escaped[0] in "uU" and len(escaped) > 1:
        return chr(int(escaped[1:], 16))
    return _ESCAPED.get(escaped, escaped)
