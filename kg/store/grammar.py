"""Where a query leaves the grammar of SPARQL, and what could have stood there."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import NamedTuple

from kg.store.tokens import Token, tokens

END = Token("END", "", -1)
_KINDS = frozenset({"END", "STRING", "IRIREF", "VAR", "LANGTAG", "BLANK", "PNAME", "NUMBER"})
# What a person would say for all the tokens with which one of these can begin, widest first.
_WORDS = {
    "Expression": "an expression",
    "Object": "a variable, an IRI or a literal",
    "TriplesSameSubject": "a triple pattern",
    "Clause": "a clause such as FILTER or OPTIONAL",
    "Property": "a property",
    "Path": "a property",
    "PathPrimary": "a property",
    "BuiltInCall": "a function",
    "Function": "a function",
    "Operator": "an operator",
    "PathSign": "a path sign",
    "DataValue": "an IRI, a literal or UNDEF",
    "Literal": "a literal",
    "VarOrIri": "a variable or an IRI",
    "Iri": "an IRI",
    "Truth": "true or false",
}
_KIND_WORDS = {
    "BLANK": "a blank node",
    "END": "the end of the query",
    "IRIREF": "an IRI in < >",
    "LANGTAG": "a language",
    "NUMBER": "a number",
    "PNAME": "a prefix",
    "STRING": "a text in quotes",
    "VAR": "a variable",
}


class Mistake(NamedTuple):
    """The first token that cannot stand where it stands, and what could: terminals and words."""

    token: Token
    terminals: frozenset[str]
    expected: tuple[str, ...]


# A node of the grammar: ("all" | "any" | "many" | "maybe", parts), ("rule", name), ("token", text).
_Node = tuple[str, "tuple[_Node, ...] | str"]


def first_mistake(query: str) -> Mistake | None:
    """Return where a query leaves the grammar of SPARQL 1.1, or None when it does not."""
    reader = _Reader([*tokens(query), END])
    if reader.read(("rule", "Query")):
        return None
    return Mistake(reader.here, frozenset(reader.tried), _in_words(reader.tried))


@dataclass
class _Reader:
    """A predictive reader: one token decides which way to go, so the first failure is the place."""

    stream: list[Token]
    at: int = 0
    tried: set[str] = field(default_factory=set)

    @property
    def here(self) -> Token:
        return self.stream[min(self.at, len(self.stream) - 1)]

    def read(self, node: _Node) -> bool:
        kind, parts = node
        if isinstance(parts, str):
            return self._take(parts) if kind == "token" else self.read(_grammar()[parts])
        if kind == "all":
            return all(self.read(part) for part in parts)
        if kind == "any":
            way = next((part for part in parts if self._can_begin(part)), None)
            return self.read(way) if way else any(_nullable(part) for part in parts)
        if kind == "maybe":
            return not self._can_begin(parts[0]) or self.read(parts[0])
        while self._can_begin(parts[0]):
            if not self.read(parts[0]):
                return False
        return True

    def _can_begin(self, node: _Node) -> bool:
        beginnings = _first(node)
        self.tried |= beginnings
        return any(_matches(self.here, terminal) for terminal in beginnings)

    def _take(self, terminal: str) -> bool:
        self.tried.add(terminal)
        if not _matches(self.here, terminal):
            return False
        self.at += 1
        self.tried = set()
        return True


def _matches(token: Token, terminal: str) -> bool:
    if terminal in _KINDS:
        return token.kind == terminal
    if terminal == "a":
        return token.text == "a" and token.kind == "WORD"
    return terminal in (token.word, token.text if token.kind == "SIGN" else None)


def _in_words(terminals: set[str]) -> tuple[str, ...]:
    """Return terminals as a person would name them: many that begin one thing by that thing."""
    left, said = set(terminals), []
    for rule, words in _WORDS.items():
        beginnings = _first(("rule", rule))
        if beginnings <= left:
            said.append(words)
            left -= beginnings
    kinds = [_KIND_WORDS[terminal] for terminal in sorted(left & _KINDS)]
    keywords = sorted(terminal for terminal in left - _KINDS if terminal.isidentifier())
    signs = [f"'{terminal}'" for terminal in sorted(left - _KINDS) if terminal not in keywords]
    return (*said, *kinds, *signs, *keywords)


@cache
def _first(node: _Node) -> frozenset[str]:
    kind, parts = node
    if isinstance(parts, str):
        return frozenset({parts}) if kind == "token" else _first(_grammar()[parts])
    found: set[str] = set()
    for part in parts:
        found |= _first(part)
        if kind == "all" and not _nullable(part):
            break
    return frozenset(found)


@cache
def _nullable(node: _Node) -> bool:
    kind, parts = node
    if isinstance(parts, str):
        return kind == "rule" and _nullable(_grammar()[parts])
    if kind in ("many", "maybe"):
        return True
    return (all if kind == "all" else any)(_nullable(part) for part in parts)


@cache
def _grammar() -> dict[str, _Node]:
    """Read the grammar's file: a name, an equals sign and its alternatives up to the full stop."""
    text = re.sub(r"^#.*", "", _FILE.read_text(encoding="utf-8"), flags=re.MULTILINE)
    words = re.findall(r'"[^"]+"|\w+|\S', text)
    rules, stream = {}, iter(words)
    for name in stream:
        next(stream)  # the equals sign
        rules[name] = _alternatives(stream, ".")
    return rules


def _alternatives(stream: Iterator[str], end: str) -> _Node:
    ways: list[list[_Node]] = [[]]
    for word in stream:
        if word == end:
            break
        if word == "|":
            ways.append([])
        else:
            ways[-1].append(_part(word, stream))
    nodes = tuple(way[0] if len(way) == 1 else ("all", tuple(way)) for way in ways)
    return nodes[0] if len(nodes) == 1 else ("any", nodes)


def _part(word: str, stream: Iterator[str]) -> _Node:
    if word == "(":
        return _alternatives(stream, ")")
    if word == "[":
        return "maybe", (_alternatives(stream, "]"),)
    if word == "{":
        return "many", (_alternatives(stream, "}"),)
    if word.startswith('"'):
        return "token", word.strip('"')
    return ("token" if word in _KINDS else "rule"), word


_FILE = Path(__file__).with_name("sparql.ebnf")
