"""A SPARQL endpoint as a store: asked through SPARQLWrapper, answered like the store on disk."""

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from functools import partial
from itertools import count, pairwise
from typing import BinaryIO, Final
from urllib.parse import quote_plus

from SPARQLWrapper import GET, JSON, N3, POST, SPARQLWrapper

from kg.errors import BadQuery, KgError, NoAnswer
from kg.store import service, virtuoso
from kg.store.answers import as_line, table
from kg.store.binding import bind
from kg.store.exchange import AGENT, Body, Exchange
from kg.store.interface import Answer, Iri, Literal, Row, Selection, Triples
from kg.store.reading import refuse_what_does_not_read
from kg.store.received import GRAPHS, TABLES, is_table, read_answer
from kg.store.tokens import tokens
from kg.vocabulary import BASE, PREFIXES

# Some servers and proxies refuse longer addresses; a query that is longer is sent by POST.
_LONGEST_GET: Final = 2000
_FORMS: Final = frozenset({"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"})


class EndpointStore:
    """A landscape, or any other graph, behind a SPARQL endpoint.

    `default_graph` names the graph that stands for the default graph, on servers that would take
    all graphs together; `timeout` is how many seconds an answer may take, None for any number. A
    query may make the endpoint ask other servers by SERVICE only when that is allowed.
    """

    def __init__(
        self,
        url: str,
        default_graph: str | None = None,
        timeout: float | None = None,
        *,
        allow_service: bool = False,
    ) -> None:
        self._exchange = Exchange(url, timeout)
        self.url, self.default_graph, self._allow_service = url, default_graph, allow_service

    def ask(self, query: str) -> Answer:
        """Answer any query; raise BadQuery when it is not a read or the server cannot read it.

        Raise NoAnswer when the server cannot be asked. A table that the server says it has cut is
        asked for in parts, and counted.
        """
        refuse_what_does_not_read(query, allow_service=self._allow_service)
        answer, most = self._answer(query)
        if most is None or not isinstance(answer, Selection) or _asks_for_at_most(query, most):
            return answer
        return table(answer.columns, self._in_parts(query, answer, most))

    def select(
        self, query: str, bindings: Mapping[str, Iri | Literal | None] | None = None
    ) -> list[Row]:
        """Answer a SELECT of the project's own, each open place of `bindings` filled."""
        text = bind(query, bindings or {})
        answer, most = self._answer(text)
        if not isinstance(answer, Selection):
            raise TypeError(f"Unexpected kind of query, SELECT needed: {query!r}")
        return list(answer.rows if most is None else self._in_parts(text, answer, most))

    def dump(self, output: BinaryIO) -> None:
        """Write the default graph and the named graphs of the landscape as N-Quads."""
        ours = f'FILTER (STRSTARTS(STR(?g), "{BASE}"))'
        output.writelines(map(as_line, self.select("SELECT ?s ?p ?o WHERE { ?s ?p ?o }")))
        named = f"SELECT ?s ?p ?o ?g WHERE {{ GRAPH ?g {{ ?s ?p ?o }} {ours} }}"
        output.writelines(map(as_line, self.select(named)))

    def _in_parts(self, query: str, first: Selection, most: int) -> Iterator[Row]:
        """Give all rows of an answer that the server cut after `most`, as many at a time."""
        stream = list(tokens(query))
        if any(token.word == "FROM" for token in stream):  # it cannot stand in an inner query
            raise NoAnswer(
                f"{self.url} cuts every answer after {most:,} rows, and this one is longer:"
                f" ask for parts with LIMIT {most} and OFFSET, or have the server's limit raised"
            )
        start = next(token.start for token in stream if token.word == "SELECT")
        # An inner query in braces keeps its order, and Virtuoso goes through a sorted answer of any
        # length, while it sorts no more rows for LIMIT and OFFSET than its limit.
        inner = f"WHERE {{ {{\n{query[start:]}\n}} }}"
        columns = " ".join(f"?{column}" for column in first.columns)
        given, different = 0, set[int]()
        for part in self._parts(f"{query[:start]} SELECT {columns} {inner}", first, most):
            given += len(part)
            different.update(map(hash, part))
            yield from part
        distinct = f"WHERE {{ {{ SELECT DISTINCT {columns} {inner} }} }}"
        for where, rows in ((inner, given), (distinct, len(different))):
            answer, _ = self._answer(f"{query[:start]} SELECT (COUNT(*) AS ?n) {where}")
            counted = [row[0] for row in answer.rows] if isinstance(answer, Selection) else []
            if [term and term.value for term in counted] != [str(rows)]:
                # Virtuoso does not sort terms of different kinds in the same way twice.
                raise NoAnswer(
                    f"{self.url} cuts answers after {most:,} rows, and the parts of this one do not"
                    " add up: ask for less, without ORDER BY, or have the server's limit raised"
                )

    def _parts(self, query: str, first: Selection, most: int) -> Iterator[list[Row]]:
        yield list(first.rows)
        for start in count(most, most):
            answer, _ = self._answer(f"{query} LIMIT {most} OFFSET {start}")
            part = list(answer.rows) if isinstance(answer, Selection) else []
            yield part
            if len(part) < most:
                return

    def _answer(self, query: str) -> tuple[Answer, int | None]:
        """Return the answer to a query, and after how many rows it was cut, or None."""
        form = next((token.word for token in tokens(query) if token.word in _FORMS), "")
        if not form:
            from kg.store.mistakes import explain

            raise explain(query, "this is not a query")
        declared = declarations(query)
        with suppress(SyntaxError):  # a server may read more than the standard
            query = service.in_its_own_order(query)
        text = declared + virtuoso.apart(query, self.default_graph)
        try:
            body = self._sent(text, form)
        except BadQuery as problem:
            raise BadQuery(_moved_back(str(problem), len(declared))) from problem
        answer = read_answer(form, body, self.url)
        if isinstance(answer, Triples) and virtuoso.counts_lines(body):
            answer = replace(answer, told=partial(self._cut_triples, body))
        return answer, virtuoso.rows_at_most(body.headers)

    def _cut_triples(self, body: Body) -> list[str]:
        """Return a sentence when triples may be missing at the end of an answer by Virtuoso."""
        query = virtuoso.asks_for_the_limit(body.lines)
        if query is None:
            return []
        try:
            asked = self._sent(query, "SELECT")
        except KgError:  # the answer itself has come
            return []
        most = virtuoso.rows_at_most(asked.headers)
        asked.close()
        if most is None:
            return []
        told = (
            f"{self.url} stops a CONSTRUCT after {most:,} triples and a DESCRIBE after {most:,}"
            " things, so some may be missing here: ask with SELECT, or have its limit raised."
        )
        return [told]

    def _sent(self, text: str, form: str) -> Body:
        return _Request(self._exchange, text, form, self.default_graph).sent()


class _Request(SPARQLWrapper):
    """A request as SPARQLWrapper makes it, sent by our own exchange.

    Its own way of sending knows neither netrc nor retries, waits for whole seconds only, installs
    its digest authentication for the whole process, and guesses the form of a query from its text.
    """

    def __init__(self, exchange: Exchange, text: str, form: str, default_graph: str | None) -> None:
        self._form, self._exchange = form, exchange
        super().__init__(exchange.url, agent=AGENT, defaultGraph=default_graph)
        self.setQuery(text)
        self.setReturnFormat(JSON if is_table(form) else N3)
        self.setOnlyConneg(True)
        self.addCustomHttpHeader("Accept", TABLES if is_table(form) else GRAPHS)
        short = len(quote_plus(text)) <= _LONGEST_GET and "?" not in exchange.url
        self.setMethod(GET if short else POST)

    def _parseQueryType(self, query: str) -> str:  # noqa: ARG002, N802
        return self._form

    def sent(self) -> Body:
        """Send the request; return the body of the answer."""
        return self._exchange.send(self._createRequest())


def declarations(query: str) -> str:
    """Return, in one line, the declarations of known prefixes that a query uses.

    In front of the query they leave the numbers of its lines as they are.
    """
    stream = list(tokens(query))
    declared = {name.prefix for word, name in pairwise(stream) if word.word == "PREFIX"}
    used = {token.prefix for token in stream} - declared
    return "".join(f"PREFIX {name}: <{PREFIXES[name]}> " for name in PREFIXES if name in used)


def _asks_for_at_most(query: str, rows: int) -> bool:
    """Whether the query itself ends with a limit of so many rows or fewer."""
    limits = re.findall(r"\bLIMIT\s+(\d+)", query[query.rfind("}") :], re.IGNORECASE)
    return bool(limits) and int(limits[-1]) <= rows


def _moved_back(message: str, by: int) -> str:
    """Return a server's message with its columns in the first line as they were typed."""

    def typed(found: re.Match[str]) -> str:
        return f"{found[1]}{max(1, int(found[2]) - by)}"

    return re.sub(r"(\b(?:at |line )1(?::|, column )\s*)(\d+)", typed, message)
