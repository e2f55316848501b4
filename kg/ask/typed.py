"""What is typed at a prompt: where a statement ends, and what it is."""

import re
import shlex
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from kg.errors import BadInput
from kg.store.tokens import tokens

_FORMS = frozenset({"ASK", "BASE", "CONSTRUCT", "DESCRIBE", "PREFIX", "SELECT", "VERSION"})
_FORMS_OF_UPDATES = frozenset(
    {"ADD", "CLEAR", "COPY", "CREATE", "DELETE", "DROP", "INSERT", "LOAD", "MOVE", "WITH"}
)
_OPENING, _CLOSING = frozenset("{[("), frozenset("}])")


class Command(NamedTuple):
    r"""A line such as `\f json`: its name without the backslash, and the rest."""

    name: str
    rest: str


class Question(NamedTuple):
    """A name of the catalogue with its parameters, or the text of a query without any."""

    source: str
    parameters: dict[str, str]


def read_statement(text: str) -> Command | Question | None:
    """Return what a finished statement is; None when it is blank."""
    stripped = text.strip()
    if not stripped:
        return None
    if stripped.startswith("\\"):
        name, _, rest = stripped[1:].partition(" ")
        return Command(name, rest.strip())
    if not _is_name(stripped):
        return Question(stripped.rstrip(";"), {})
    return _named(stripped.rstrip("; "))


def is_finished(text: str) -> bool:
    """Whether Enter should run what stands at the prompt.

    A command or a name runs at once, and so does a query on one line; a query over several lines
    ends with a semicolon or an empty line, because ORDER BY may follow a closed brace.
    """
    stripped = text.strip()
    if not stripped or stripped.startswith("\\") or _is_name(stripped):
        return True
    if text.endswith("\n\n"):
        return True
    ended = "\n" not in stripped or stripped.endswith(";") or text.rstrip(" ").endswith("\n")
    return ended and _is_closed(stripped)


def split_statements(lines: Iterable[str]) -> Iterator[str]:
    """Give the statements of a file or a pipe.

    A command or a name is a line of its own; a query ends with a semicolon, an empty line, or the
    end of the file.
    """
    waiting = ""
    for line in lines:
        if not waiting.strip() and (_is_name(line.strip()) or line.startswith("\\")):
            yield line
            continue
        waiting += line if line.endswith("\n") else f"{line}\n"
        ends = not line.strip() or line.rstrip().endswith(";")
        if ends and _is_closed(waiting):
            yield waiting
            waiting = ""
    if waiting.strip():
        yield waiting


def _is_name(stripped: str) -> bool:
    """Whether a line calls a query of the catalogue: no braces, and no word of SPARQL in front."""
    first = re.match(r"[\w-]+", stripped)
    if first is None or "{" in stripped or "\n" in stripped:
        return False
    return first[0].upper() not in _FORMS | _FORMS_OF_UPDATES


def _is_closed(text: str) -> bool:
    """Whether every bracket of a query is closed, and at least one was open.

    DESCRIBE needs none.
    """
    depth, pairs, first = 0, 0, ""
    for token in tokens(text):
        first = first or token.word
        if token.kind == "SIGN":
            depth += (token.text in _OPENING) - (token.text in _CLOSING)
            pairs += token.text == "}"
    return depth <= 0 and (pairs > 0 or first == "DESCRIBE" or first in _FORMS_OF_UPDATES)


def _named(line: str) -> Question:
    try:
        name, *words = shlex.split(line)
    except ValueError as problem:
        raise BadInput(f"{line}: a quotation mark has no partner") from problem
    values = [word for word in words if word != "-p"]
    for value in values:
        if "=" not in value:
            raise BadInput(f"{name} takes values as -p NAME=VALUE, and '{value}' is none")
    pairs = (value.partition("=") for value in values)
    return Question(name, {key: value for key, _, value in pairs})
