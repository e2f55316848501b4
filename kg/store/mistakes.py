"""Why an engine refused a query: what was expected, and the place with a caret."""

import re
import unicodedata
from collections.abc import Iterator
from itertools import pairwise

from kg.errors import BadQuery
from kg.store.grammar import Mistake, first_mistake
from kg.store.tokens import Token, tokens
from kg.vocabulary import compact, expand

_WIDEST = 96
_MOST_CHOICES = 6
_CASTS = "xsd:boolean, date, dateTime, decimal, double, float, integer, string and time"
# Words that the condensed grammar does not know, and the engine does.
_BEYOND_SPARQL_1_1 = re.compile(r"<<|\{\||\bLATERAL\b", re.IGNORECASE)
NO_FUNCTION = re.compile(r"custom function <(.*)> is not supported")
_SENTENCE = re.compile(r"expected(?: one of)? ([A-Z][A-Za-z]*(?: [A-Za-z]+)+)")


def explain(query: str, engine_says: str) -> BadQuery:
    """Return the error for a query that an engine refused with these words.

    The place comes from our own reading of the grammar: Oxigraph reports the farthest character it
    looked at, up to eight behind the mistake (0.5.13).
    """
    if mistake := misplaced(query):
        return mistake
    if function := NO_FUNCTION.search(engine_says):
        return _unknown_function(query, function[1])
    for token, message in _contradictions(list(tokens(query))):
        return located(query, token.start, message)
    sentence = _SENTENCE.search(engine_says)
    said = sentence[1] if sentence else " ".join(engine_says.split())[:200]
    return BadQuery(f"query: {said}")


def misplaced(query: str) -> BadQuery | None:
    """Return the error for a query that leaves the grammar of SPARQL 1.1, or None.

    None as well for one that holds what our grammar does not know and the engine does.
    """
    mistake = None if _BEYOND_SPARQL_1_1.search(query) else first_mistake(query)
    if mistake is None:
        return None
    return located(query, _end_or(query, mistake.token), _leaves_the_grammar(query, mistake))


def located(query: str, start: int, message: str) -> BadQuery:
    """Return an error at a character of the query, with its line and a caret below it."""
    line = query.count("\n", 0, start) + 1
    begin = query.rfind("\n", 0, start) + 1
    end = query.find("\n", start)
    text = query[begin : len(query) if end < 0 else end]
    column = start - begin
    cut = max(0, column - _WIDEST * 2 // 3)
    shown = _visible(text[cut : cut + _WIDEST])
    before = sum(map(_width, _visible(text[cut:column])))
    lead, trail = "…" if cut else "", "…" if len(text) > cut + _WIDEST else ""
    return BadQuery(
        f"query, line {line}, column {column + 1}: {message}",
        f"  {lead}{shown}{trail}\n  {' ' * (len(lead) + before)}^",
    )


def _end_or(query: str, token: Token) -> int:
    return token.start if token.kind != "END" else len(query.rstrip())


def _leaves_the_grammar(query: str, mistake: Mistake) -> str:
    token = mistake.token
    if token.kind == "BAD" and token.text in "\"'":
        return "this quotation mark has no partner on its line; long texts stand in three"
    if spaced := re.match(r"<(?:\w+:)?[^<>\s?$]*\s[^<>\n]*>", query[token.start :]):
        return f"an IRI holds no blanks: {spaced[0]}"
    if token.kind == "END" and not any(tokens(query)):
        return "there is no query; it begins with SELECT, CONSTRUCT, ASK or DESCRIBE"
    found = f"{_quoted(token)} cannot stand here" if token.kind != "END" else "the query ends"
    if token.word:
        import difflib  # late: only a mistake needs it

        words = [word for word in mistake.terminals if word.isupper()]
        near = difflib.get_close_matches(token.word, words, n=1, cutoff=0.6)
        if near:
            return f"{found}; did you mean {near[0]}?"
    choices = mistake.expected[:_MOST_CHOICES]
    return f"{found}; expected {' or '.join(choices)}"


def _quoted(token: Token) -> str:
    return token.text[:40] if token.kind in ("STRING", "IRIREF") else f"'{token.text[:40]}'"


def _unknown_function(query: str, iri: str) -> BadQuery:
    message = f"there is no function {compact(iri)}; the casts are {_CASTS}"
    stream = list(tokens(query))
    for token, after in pairwise(stream):
        named = token.text[1:-1] if token.kind == "IRIREF" else expand(token.text)
        if after.text == "(" and iri in (named, token.text):
            return located(query, token.start, message)
    return BadQuery(f"query: {message}")


def _contradictions(stream: list[Token]) -> Iterator[tuple[Token, str]]:
    """Give what the grammar allows and the standard does not, in the order of the checks."""
    yield from _relative_iris(stream)
    yield from _named_twice(stream)
    yield from _uneven_values(stream)
    yield from _ungrouped(stream)


def _relative_iris(stream: list[Token]) -> Iterator[tuple[Token, str]]:
    if any(token.word == "BASE" for token in stream):
        return
    for token in stream:
        if token.kind == "IRIREF" and not re.match(r"<[A-Za-z][\w+.-]*:", token.text):
            yield token, f"{token.text} is relative, and the query has no BASE to complete it"


def _named_twice(stream: list[Token]) -> Iterator[tuple[Token, str]]:
    """Find a variable that AS names although its group, or its SELECT, has it already."""
    known: list[set[str]] = [set()]
    for number, token in enumerate(stream):
        if token.text == "{":
            known.append(set())
        elif token.text == "}" and len(known) > 1:
            inner = known.pop()
            known[-1] |= inner
        elif token.word == "SELECT":
            known[-1] = set()
        elif token.kind == "VAR":
            named = stream[number - 1].word == "AS"
            if named and token.text[1:] in known[-1]:
                yield token, f"{token.text} has a value already, so AS cannot give it another"
            if named or len(known) > 1:
                known[-1].add(token.text[1:])


def _uneven_values(stream: list[Token]) -> Iterator[tuple[Token, str]]:
    """Find a row of VALUES with another number of values than it has variables."""
    for number, token in enumerate(stream):
        if token.word == "VALUES" and stream[number + 1].text == "(":
            rows = iter(stream[number + 2 :])
            columns = sum(1 for _ in _until(rows, ")"))
            next(rows, None)  # the opening brace
            for opening in _until(rows, "}"):
                values = sum(1 for t in _until(rows, ")") if _is_value(t))
                if values != columns:
                    given = f"{values} value{'' if values == 1 else 's'}"
                    yield opening, f"this row has {given} for {columns} variables"


def _until(stream: Iterator[Token], end: str) -> Iterator[Token]:
    for token in stream:
        if token.text == end:
            return
        yield token


def _is_value(token: Token) -> bool:
    return token.kind not in ("LANGTAG", "SIGN")


def _ungrouped(stream: list[Token]) -> Iterator[tuple[Token, str]]:
    """Find a plain variable of the first SELECT that its GROUP BY, or an aggregate, leaves out."""
    words = [token.word for token in stream]
    if "SELECT" not in words:
        return
    first = words.index("SELECT")
    grouped = _after_group_by(stream)
    depth = 0
    for token in stream[first:]:
        if token.text == "{" or token.word in ("WHERE", "FROM"):
            return
        depth += (token.text == "(") - (token.text == ")")
        if token.kind == "VAR" and depth == 0 and token.text not in grouped:
            yield token, f"{token.text} is neither in GROUP BY nor inside an aggregate"


def _after_group_by(stream: list[Token]) -> set[str]:
    found: set[str] = set()
    for number, token in enumerate(stream):
        if token.word == "GROUP":
            tail = stream[number + 2 :]
            ends = ("HAVING", "ORDER", "LIMIT", "OFFSET", "VALUES")
            stop = next((n for n, t in enumerate(tail) if t.word in ends), len(tail))
            found |= {t.text for t in tail[:stop] if t.kind == "VAR"}
    return found


def _visible(text: str) -> str:
    return "".join(" " if unicodedata.category(c) in ("Cc", "Cf") else c for c in text)


def _width(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
