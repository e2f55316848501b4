"""An answer as a server sends it, read while it arrives; what is not an answer is said in words."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import Final

from kg.errors import NoAnswer
from kg.store import virtuoso
from kg.store.answers import Readable, inside, read_table, read_triples, truth
from kg.store.exchange import Body
from kg.store.interface import Answer, Selection

TABLES: Final = "application/sparql-results+json, application/sparql-results+xml;q=0.8"
GRAPHS: Final = "application/n-triples, text/turtle;q=0.9, application/rdf+xml;q=0.5"
# What servers call the formats of the W3C besides their names.
_ALSO: Final = {
    "application/javascript": "application/sparql-results+json",
    "application/json": "application/sparql-results+json",
    "application/turtle": "text/turtle",
    "application/x-turtle": "text/turtle",
    "text/javascript": "application/sparql-results+json",
    "text/n3": "text/turtle",
    "text/ntriples": "application/n-triples",
    "text/plain": "application/n-triples",
    "text/rdf+n3": "text/turtle",
}
_XML: Final = ("application/xml", "text/xml")


def is_table(form: str) -> bool:
    """Whether a query of this form is answered by a table, or a truth, and not by triples."""
    return form in ("SELECT", "ASK")


def read_answer(form: str, body: Body, url: str) -> Answer:
    """Return the answer that a body holds to a query of this form (SELECT, ASK …).

    Rows and triples are read when they are asked for. Raise NoAnswer when the body is something
    else, or breaks off, then or later.
    """
    stream: Readable = virtuoso.TrueAndFalse(body) if virtuoso.is_virtuoso(body.headers) else body
    try:
        with _well_formed(url):
            found = _read(form, stream, _media_type(form, body.media_type))
    except BaseException:
        body.close()
        raise
    if found is None:
        body.close()
        what = "a web page" if body.media_type == "text/html" else body.media_type
        raise NoAnswer(
            f"{url} answered with {what} instead of results;"
            " is this the address of a SPARQL endpoint?"
        )
    return inside(found, partial(_reading, body, url))


def _media_type(form: str, named: str) -> str:
    if named in _XML:
        return "application/sparql-results+xml" if is_table(form) else "application/rdf+xml"
    return _ALSO.get(named, named)


def _read(form: str, stream: Readable, media_type: str) -> Answer | None:
    if not is_table(form):
        return read_triples(stream, media_type)
    found = read_table(stream, media_type)
    if form == "ASK" and isinstance(found, Selection) and found.columns == (virtuoso.ASKED,):
        return truth(any(row[0] is not None and row[0].value == "1" for row in found.rows))
    return found


@contextmanager
def _reading(body: Body, url: str) -> Iterator[None]:
    """Read an answer to its end, or as far as it is wanted."""
    try:
        with _well_formed(url):
            yield
    finally:
        body.close()


@contextmanager
def _well_formed(url: str) -> Iterator[None]:
    try:
        yield
    except SyntaxError as problem:
        said = " ".join(str(problem).split())
        raise NoAnswer(f"{url} sent an answer that cannot be read: {said}") from problem
