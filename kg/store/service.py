"""SERVICE: the parts of a query that other servers answer, and what goes wrong with them.

The engine (Oxigraph 0.5.13) asks the servers itself: by POST, without credentials, without a limit
of time of its own, following no redirects, as soon as it is given the query.
"""

import io
import re
import urllib.error
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import Message
from typing import Final

from kg.errors import BadQuery, KgError, NoAnswer
from kg.store import answers
from kg.store.faults import on_the_way, refused
from kg.store.mistakes import located
from kg.store.reading import has_service, star_of
from kg.store.tokens import Token, tokens

_UNBOUND: Final = "The variable encoding the service name is unbound"
_UNAUTHORIZED: Final = 401
_STATUS: Final = re.compile(
    r"Error (\d{3}) ?(.*?) returned by (\S+) with payload:\n(.*)", re.DOTALL
)
# What the engine says of a server, and what a person is told; `where` is known without it.
_NO_RESULTS: Final = "instead of results; is this the address of a SPARQL endpoint?"
_SAYINGS: Final = (
    (
        r"returned by service <(?P<url>.*)>: text/html",
        "{url} answered with a web page {no_results}",
    ),
    (r"returned by service <(?P<url>.*)>: (?P<what>.*)", "{url} answered with {what} {no_results}"),
    (r"No Content-Type returned by (?P<url>\S+)", "{url} does not say in which format it answers"),
    (r"too many redirects .* is (?P<to>\S+)", "{where} has moved to {to}; write that address"),
    (r"No valid SPARQL solutions", "{where} answered with true or false instead of a table"),
    (r"failed to lookup address", "{where}: there is no such host, or no network"),
)


def in_its_own_order(query: str) -> str:
    """Spell out the star of `SELECT *` without asking the servers.

    Raise SyntaxError when the query has a star and cannot be read.
    """
    star = star_of(query)
    if star is None:
        return query
    local = _as_graphs(query) if has_service(query) else query
    spelled = answers.in_its_own_order(local)
    behind = len(local) - star - 1
    return spelled[: len(spelled) - behind] + query[star + 1 :]


def blocks(stream: list[Token]) -> Iterator[range]:
    """Give the places of the tokens that stand in the braces of each SERVICE, nested ones too."""
    for number, token in enumerate(stream):
        if token.word == "SERVICE":
            opening = next((n for n in range(number, len(stream)) if stream[n].text == "{"), None)
            if opening is not None:
                yield range(opening, closing(stream, opening))


def closing(stream: list[Token], opening: int) -> int:
    """Return the place of the brace that closes this one, or that of the last token."""
    depth = 0
    for number in range(opening, len(stream)):
        depth += (stream[number].text == "{") - (stream[number].text == "}")
        if depth == 0:
            return number
    return len(stream) - 1  # the engine or server will say what is wrong


@contextmanager
def faults_in_words(query: str) -> Iterator[None]:
    """Turn what the engine says of the servers that a query names into an error for a person."""
    try:
        yield
    except (OSError, RuntimeError) as problem:
        # What goes wrong with the output has a number, and is no server's fault.
        if isinstance(problem, OSError) and problem.errno is not None:
            raise
        raise _fault(query, problem) from problem


def _fault(query: str, problem: Exception) -> KgError:
    said = " ".join(str(problem).split())
    if _UNBOUND in said:
        return _unbound(query)
    if status := _STATUS.search(str(problem)):
        return _refused(int(status[1]), status[2], status[3], status[4])
    asked = _addresses(query)
    where = asked[0] if len(asked) == 1 else f"one of the servers {' and '.join(asked)}"
    for pattern, message in _SAYINGS:
        if found := re.search(pattern, said):
            known = {"where": where, "no_results": _NO_RESULTS, **found.groupdict()}
            return NoAnswer(message.format(**known))
    if isinstance(problem, OSError):
        return on_the_way(problem, where)
    return NoAnswer(f"{where} sent an answer that cannot be read: {said}")


def _refused(code: int, reason: str, url: str, payload: str) -> KgError:
    if code == _UNAUTHORIZED:
        return NoAnswer(f"{url} asks who you are (401), and SERVICE tells nobody")
    headers = Message()
    if re.match(r"\s*<(!doctype|html|\?xml|head|title|h1)", payload, re.IGNORECASE):
        headers["Content-Type"] = "text/html"
    body = io.BytesIO(payload.encode())
    return refused(urllib.error.HTTPError(url, code, reason, headers, body), url, None)


def _unbound(query: str) -> BadQuery:
    message = "the server to ask has to be written: SERVICE <https://…>, and not a variable"
    for _, server in _servers(list(tokens(query))):
        if server.kind == "VAR":
            return located(query, server.start, message)
    return BadQuery(f"query: {message}")


def _addresses(query: str) -> list[str]:
    named = [server.text for _, server in _servers(list(tokens(query)))]
    return list(dict.fromkeys(text.strip("<>") for text in named))


def _servers(stream: list[Token]) -> Iterator[tuple[Token, Token]]:
    """Give each SERVICE with the token that names its server."""
    for number, token in enumerate(stream):
        if token.word == "SERVICE":
            named = [t for t in stream[number + 1 : number + 3] if t.word != "SILENT"]
            if named:
                yield token, named[0]


def _as_graphs(query: str) -> str:
    """Return the query with GRAPH in the place of SERVICE: it has the same columns."""
    for word, server in reversed(list(_servers(list(tokens(query))))):
        query = f"{query[: word.start]}GRAPH {query[server.start :]}"
    return query
