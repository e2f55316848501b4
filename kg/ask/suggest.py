"""What may follow at a prompt: prefixes, classes, properties, things, variables and query names."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Protocol

from kg.ask.catalogue import Catalogue, Query, command_query
from kg.ask.writing import GRAPHS, TABLES
from kg.store.interface import Store
from kg.vocabulary import BASE, PREFIXES, compact

if TYPE_CHECKING:
    from kg.ask.names import Names

COMMANDS = ("\\explain", "\\f", "\\find", "\\help", "\\q", "\\queries", "\\show")
_KEYWORDS = [
    *("ASK", "BIND", "CONSTRUCT", "COUNT", "DESCRIBE", "DISTINCT", "FILTER", "FROM", "GRAPH"),
    *("GROUP", "HAVING", "LANG", "LIMIT", "MINUS", "OFFSET", "OPTIONAL", "ORDER", "PREFIX"),
    *("SELECT", "STR", "UNION", "VALUES", "WHERE"),
]
_MOST = 100


class Asked(Protocol):
    """What suggestions are read from: the open landscape."""

    @property
    def store(self) -> Store:
        """The store of classes and properties."""
        ...

    @property
    def names(self) -> "Names":
        """What things are called."""
        ...

    @property
    def catalogue(self) -> Catalogue:
        """The questions that are ready to be asked."""
        ...


@dataclass(frozen=True)
class Suggestions:
    """Everything that can be completed, read when it is first needed."""

    landscape: Asked

    def after(self, text: str) -> tuple[str, list[str]]:
        """Return the unfinished word at the end of a text, and what it can become."""
        line = text.rpartition("\n")[2]
        if line.startswith("\\"):
            return self._of_command(line)
        if re.match(r"\s*[\w-]*\Z", text):
            word = text.strip()
            return word, _beginning(word, [*(query.name for query in self._queries), *_KEYWORDS])
        if asked := self._asked(text):
            return asked
        word = re.search(r"[\w:?$-]*\Z", text)[0]  # type: ignore[index] # it matches nothing, too
        return word, self._of_sparql(text, word)

    def _of_command(self, line: str) -> tuple[str, list[str]]:
        name, space, rest = line.partition(" ")
        if not space:
            return line, _beginning(line, COMMANDS)
        if name == "\\f":
            return rest, _beginning(rest, (*TABLES, *GRAPHS))
        if name == "\\queries":
            return rest, _beginning(rest, [query.name for query in self._queries])
        return rest, self.things(rest)

    def _asked(self, text: str) -> tuple[str, list[str]] | None:
        """Complete `-p NAME=VALUE` after the name of a query."""
        query = next((q for q in self._queries if text.split(maxsplit=1)[0] == q.name), None)
        if query is None:
            return None
        word = text.rsplit(" ", maxsplit=1)[-1]
        return word, self.parameters(query, word)

    def parameters(self, query: Query, word: str) -> list[str]:
        """Return what `NAME=VALUE` can become: names with their sign, then things of the type."""
        name, equals, begun = word.partition("=")
        if not equals:
            return _beginning(name, [f"{parameter.name}=" for parameter in query.parameters])
        kinds = [p.type for p in query.parameters if p.name == name]
        if not kinds or kinds[0] in ("text", "year", "number"):
            return []
        kind = None if kinds[0] == "thing" else kinds[0]
        return [f"{name}={thing}" for thing in self.things(begun, kind)]

    def things(self, begun: str, kind: str | None = None) -> list[str]:
        """Return names of things that begin like this, as one word each.

        Blanks are hyphens: a name is found without regard to punctuation.
        """
        from kg.ask.names import HIDDEN, normalise

        wanted = normalise(begun)
        found = {
            re.sub(r"[^\w]+", "-", name.text).strip("-").casefold()
            for name in self.landscape.names.all
            if name.rank < HIDDEN
            and name.thing.startswith((f"{BASE}id/", f"{BASE}theme/"))
            and normalise(name.text).startswith(wanted)
            and self.landscape.names.is_a(name.thing, kind)
        }
        return sorted(found)[:_MOST]

    def _of_sparql(self, text: str, word: str) -> list[str]:
        if word[:1] in ("?", "$"):
            known = sorted(set(re.findall(r"[?$]\w+", text[: -len(word)])))
            return _beginning(word, known)
        if ":" in word:
            return _beginning(word, self._compact)
        return _beginning(word, [*_KEYWORDS, *(f"{prefix}:" for prefix in PREFIXES)])

    @cached_property
    def _queries(self) -> list[Query]:
        return self.landscape.catalogue.queries()

    @cached_property
    def _compact(self) -> list[str]:
        terms = [
            term.value
            for (term,) in self.landscape.store.select(command_query("used-terms"))
            if term
        ]
        things = (iri for iri in self.landscape.names.labels if iri.startswith(BASE))
        return sorted({compact(iri) for iri in (*terms, *things)})


def _beginning(word: str, choices: Iterable[str]) -> list[str]:
    wanted = word.casefold()
    return [choice for choice in choices if choice.casefold().startswith(wanted)][:_MOST]
