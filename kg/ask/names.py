"""What a person typed in, the thing it names out: labels, aliases, accents, acronyms, ambiguity."""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import NamedTuple

from kg.ask.catalogue import command_query
from kg.errors import Ambiguous, NotFound
from kg.store.interface import Iri, Literal, Store, Term
from kg.vocabulary import BASE, SKOS, SOURCE, USK, compact, expand

_LABEL, _ALIAS, HIDDEN, _TITLE, _TITLE_OF_ROW = range(5)
# What stands behind a name in brackets, as "(2017)" or "(global network)".
_REMARK = re.compile(r"\s*\([^()]*\)\s*$")
_SHOWN = SKOS + "altLabel"
_NOT_OF_THE_LANDSCAPE = 1


def normalise(text: str) -> str:
    """Return a name without regard to case, accents and punctuation.

    What two spellings of it have in common.
    """
    plain = text.casefold()
    if not plain.isascii():
        letters = unicodedata.normalize("NFKD", plain)
        plain = "".join(c for c in letters if not unicodedata.combining(c))
        plain = plain.replace("ł", "l").replace("ø", "o").replace("đ", "d").replace("’", "")  # noqa: RUF001
    return " ".join(re.findall(r"[^\W_]+", plain.replace("&", " and ").replace("'", "")))


class Name(NamedTuple):
    """One name of one thing: its rank (0 a label, 1 an alias.

    2 a spelling that is found but never shown, 3 a title, 4 that of an inventory row) and its text.
    """

    thing: str
    rank: int
    text: str


@dataclass(frozen=True, eq=False)
class Names:
    """All names of all things in a store, and the classes of each thing.

    Each is read when it is first asked for: a picture needs no aliases. `announce` is told in a
    sentence when an IRI is asked for that is used no more.
    """

    store: Store
    announce: Callable[[str], None] | None = None

    @cached_property
    def all(self) -> tuple[Name, ...]:
        """Every name of every thing, in order."""
        labels = {Name(thing, _LABEL, name.value) for thing, name in self._labels}
        aliases = {
            Name(thing.value, _ALIAS if kind.value == _SHOWN else HIDDEN, name.value)
            for thing, kind, name in self.store.select(command_query("aliases"))
            if isinstance(thing, Iri) and kind is not None and name is not None
        }
        return tuple(sorted(labels | aliases))

    @cached_property
    def titles(self) -> tuple[Name, ...]:
        """The titles that passages print, and those of inventory rows."""
        return tuple(
            sorted(
                Name(thing.value, _TITLE_OF_ROW if row else _TITLE, title.value)
                for thing, title, row in self.store.select(command_query("titles"))
                if isinstance(thing, Iri) and title is not None
            )
        )

    @cached_property
    def labels(self) -> Mapping[str, str]:
        """The English label of each thing; one without a language counts as English."""
        return {
            thing: name.value
            for thing, name in self._labels
            if isinstance(name, Literal) and name.language in ("en", "")
        }

    @cached_property
    def classes(self) -> Mapping[str, frozenset[str]]:
        """The classes of the ontology that each thing belongs to."""
        found: dict[str, set[str]] = {}
        for thing, of in self.store.select(command_query("classes")):
            if isinstance(thing, Iri) and isinstance(of, Iri):
                found.setdefault(thing.value, set()).add(of.value)
        return {thing: frozenset(classes) for thing, classes in found.items()}

    @cached_property
    def _labels(self) -> list[tuple[str, Term]]:
        return [
            (thing.value, name)
            for thing, name in self.store.select(command_query("labels"))
            if isinstance(thing, Iri) and name is not None
        ]

    def label(self, iri: str) -> str:
        """Return the English label of a thing, or its compact IRI if it has none.

        The label of a passage begins with that of its source.
        """
        label = self.labels.get(iri) or compact(iri)
        if not iri.startswith(SOURCE):
            return label
        source, slash, _ = iri.removeprefix(SOURCE).partition("/")
        of = self.labels.get(SOURCE + source) if slash else None
        return f"{of}, {label}" if of else label

    def kind(self, iri: str) -> str:
        """Return the label of the narrowest class of a thing, the one with the fewest members.

        Nothing if it has none.
        """
        own = self.classes.get(iri, frozenset())
        return self.label(min(own, key=lambda of: (self._members[of], of))) if own else ""

    @cached_property
    def _replaced(self) -> dict[str, str | None]:
        return {}

    @cached_property
    def _members(self) -> Counter[str]:
        return Counter(chain.from_iterable(self.classes.values()))

    @cached_property
    def _index(self) -> Mapping[str, list[Name]]:
        return _by_spelling(self.all)

    @cached_property
    def _titled(self) -> Mapping[str, list[Name]]:
        return _by_spelling(self.titles)

    def _called(self, typed: str) -> list[Name]:
        """Return the names that are what was typed, or what is left of it without a remark.

        Titles are read for what is no other name.
        """
        for text in (normalise(typed), normalise(_REMARK.sub("", typed))):
            if text and (named := self._index.get(text) or self._titled.get(text)):
                return named
        return []

    def find(self, typed: str, kind: str | None = None) -> Iri:
        """Return the thing that an IRI, a compact IRI or any of its names stands for.

        `kind` is the local name of a class to which the thing must belong, or several with |
        between. A label counts before an alias, an alias before a hidden spelling or a title; what
        takes its place stands for an IRI that is retired. A remark in brackets at the end may be
        one that the landscape does not have. Raise Ambiguous when several things are left,
        NotFound when none is.
        """
        if iri := self._as_iri(typed):
            return Iri(iri)
        found = [n for n in self._called(typed) if self.is_a(n.thing, kind)]
        best = min(map(_precedence, found), default=(0, 0))
        things = sorted({n.thing for n in found if _precedence(n) == best}, key=self.label)
        if len(things) == 1:
            return Iri(things[0])
        if things:
            listed = "; ".join(f"{self.label(thing)} ({compact(thing)})" for thing in things)
            raise Ambiguous(
                f"'{typed}' names {len(things)} things: {listed}."
                " Give the name in full or the part in brackets."
            )
        raise NotFound(f"nothing is called '{typed}'{self._hint(typed, kind)}")

    def others(self, typed: str, found: Iri) -> list[str]:
        """Return other things that go by the same name: labels and compact IRIs."""
        named = {n.thing for n in self._called(typed) if not _precedence(n)[0]}
        return [f"{self.label(iri)} ({compact(iri)})" for iri in sorted(named - {found.value})]

    def _as_iri(self, typed: str) -> str | None:
        iri = typed.strip("<>") if typed.startswith(("http://", "https://", "<")) else expand(typed)
        if iri is None:
            return None
        if self._is_known(iri):
            return iri
        if instead := self._in_place_of(iri):
            return instead
        last = re.split(r"[:/#]", typed)[-1]
        raise NotFound(f"the graph has no {typed}{self._hint(last.replace('-', ' '), None)}")

    def _is_known(self, iri: str) -> bool:
        return iri in self.classes or iri in self.labels

    def _in_place_of(self, iri: str) -> str | None:
        """Return what takes the place of a retired IRI, and tell so once; None for any other."""
        if iri not in self._replaced:
            found = sorted(set(self._successors(iri, {iri})))
            listed = "; ".join(f"{self.label(one)} ({compact(one)})" for one in found)
            if len(found) > 1:
                raise Ambiguous(f"{compact(iri)} is retired; {len(found)} take its place: {listed}")
            if found and self.announce is not None:
                self.announce(f"{compact(iri)} is retired; {listed} takes its place.")
            self._replaced[iri] = found[0] if found else None
        return self._replaced[iri]

    def _successors(self, iri: str, seen: set[str]) -> Iterator[str]:
        for _, instead in self.store.select(command_query("retired"), {"thing": Iri(iri)}):
            if isinstance(instead, Iri) and instead.value not in seen:
                seen.add(instead.value)
                if self._is_known(instead.value):
                    yield instead.value
                else:
                    yield from self._successors(instead.value, seen)

    def is_a(self, thing: str, kind: str | None) -> bool:
        """Whether a thing belongs to the class of this local name, or to any for None."""
        wanted = kind.split("|") if kind else []
        return not wanted or any(USK + of in self.classes.get(thing, ()) for of in wanted)

    def _hint(self, typed: str, kind: str | None) -> str:
        from kg.ask.nearest import contained, nearest

        shown = {
            normalise(name.text): name.text
            for name in reversed(self.all)
            if name.rank < HIDDEN and _precedence(name)[0] < _NOT_OF_THE_LANDSCAPE
            if self.is_a(name.thing, kind)
        }
        slug = [
            compact(iri)
            for iri in self.labels
            if compact(iri).partition(":")[2] == typed and self.is_a(iri, kind)
        ]
        near = slug or contained(normalise(typed), shown) or nearest(typed, shown.values())
        of_kind = f" among things of class {kind.replace('|', ' or ')}" if kind else ""
        return (
            f"{of_kind}; did you mean {' or '.join(near)}?"
            if near
            else f"{of_kind}; `kg find` searches names and descriptions."
        )


def _by_spelling(names: tuple[Name, ...]) -> Mapping[str, list[Name]]:
    index: dict[str, list[Name]] = {}
    for name in names:
        index.setdefault(normalise(name.text), []).append(name)
    return index


def _precedence(name: Name) -> tuple[int, int]:
    """Order names: things and themes of the landscape come before passages and terms."""
    of_landscape = name.thing.startswith((f"{BASE}id/", f"{BASE}theme/"))
    return (0 if of_landscape else _NOT_OF_THE_LANDSCAPE), name.rank
