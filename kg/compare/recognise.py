"""Names in a proposal's text and fields, and the things of the landscape that they stand for."""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from kg.ask.names import normalise
from kg.compare.index import Called, Index
from kg.compare.proposal import Proposal
from kg.vocabulary import BASE

_LONGEST = 10
_SHORTEST = 3
_WORD = re.compile(r"[^\W_]+(?:['’.&-][^\W_]+)*")  # noqa: RUF001
_SENTENCE = re.compile(r"[.!?:;\n•]\s*[\"«„“(]*$")
_AXIS_OF = {
    "place": "territory",
    "org": "partners",
    "body": "partners",
    "office": "partners",
    "funding": "instrument",
}
# What stands before the name of a city when its authority is meant.
_AUTHORITY = re.compile(
    r"^(?:(?:city|municipality|town) of|(?:ville|mairie|commune|ciudad|ayuntamiento) de"
    r"|(?:landeshaupt)?stadt|gemeinde|kommune|(?:comune|citta) di) "
)
# A fund is always named, but a themes' or a partner's field may mean it as well.
_FIELD_AXIS = {"partners": "partners", "cities": "territory", "funds": "instrument"}


class Recognised(NamedTuple):
    """A name and what it stands for.

    `things` holds one thing, several when the name is ambiguous, none when the landscape does not
    know it; `given` tells a field from a name found in the text.
    """

    text: str
    axis: str
    things: tuple[tuple[str, str], ...]
    given: bool

    @property
    def iri(self) -> str:
        """The one thing that is meant, or nothing."""
        return self.things[0][0] if len(self.things) == 1 else ""


def recognise(index: Index, proposal: Proposal) -> list[Recognised]:
    """Return the names in a proposal: those of its fields first, then those of its text."""
    fields = list(_of_fields(index, proposal))
    known = {found.iri for found in fields if found.iri}
    return fields + [found for found in _of_text(index, proposal.whole) if found.iri not in known]


def _of_fields(index: Index, proposal: Proposal) -> Iterator[Recognised]:
    typed = [(text, axis) for name, axis in _FIELD_AXIS.items() for text in getattr(proposal, name)]
    known = index.called(normalise(text) for text, _ in typed)
    for text, axis in typed:
        fitting = [one for one in known.get(normalise(text), ()) if _axis(one.iri) == axis]
        if not fitting and axis == "partners":
            fitting = _authority(index, text)
        yield Recognised(text, axis, _best(fitting), given=True)


def _authority(index: Index, text: str) -> list[Called]:
    """Return the authority of the city that a partner's name holds, in any of the languages."""
    city = _AUTHORITY.sub("", normalise(text))
    places = [one for one in index.called([city]).get(city, ()) if _axis(one.iri) == "territory"]
    names = [f"city of {normalise(one.label)}" for one in places]
    return [
        one
        for several in index.called(names).values()
        for one in several
        if _axis(one.iri) == "partners"
    ]


def _of_text(index: Index, text: str) -> Iterator[Recognised]:
    spoken = [(match[0], match.start()) for match in _WORD.finditer(text)]
    plain = [normalise(word) for word, _ in spoken]
    pieces: dict[str, list[tuple[int, int]]] = {}
    for first in range(len(spoken)):
        for last in range(first, min(first + _LONGEST, len(spoken))):
            piece = " ".join(plain[first : last + 1])
            if len(piece) >= _SHORTEST:
                pieces.setdefault(piece, []).append((first, last))
    taken: set[int] = set()
    known = index.called(pieces)
    found: dict[tuple[tuple[str, str], ...], tuple[int, Recognised]] = {}
    for piece in sorted(known, key=lambda piece: -len(piece.split())):
        for first, last in pieces[piece]:
            things = _best(known[piece])
            if taken & set(range(first, last + 1)) or not things:
                continue
            start, end = spoken[first][1], spoken[last][1] + len(spoken[last][0])
            said = text[start:end]
            if not _is_name(said, known[piece], begins=_begins_sentence(text, start)):
                continue
            taken.update(range(first, last + 1))
            found.setdefault(
                things, (start, Recognised(said, _axis(things[0][0]), things, given=False))
            )
    yield from (recognised for _, recognised in sorted(found.values()))


def _best(called: Iterable[Called]) -> tuple[tuple[str, str], ...]:
    """Return the things that bear the name most properly: as a label, else as an alias."""
    ranks = [one.rank for one in called]
    return tuple(
        sorted({(one.iri, one.label) for one in called if one.rank == min(ranks)}) if ranks else ()
    )


def _is_name(said: str, called: Iterable[Called], *, begins: bool) -> bool:
    """Whether the words are used as a name: `Nice` is a city, `nice` is not.

    An acronym has to be in capitals; a single word that begins a sentence counts only for a place
    or an organisation.
    """
    if not said[0].isupper() and not said[0].isdigit():
        return False
    if said.isupper():
        return True
    if " " in said or "-" in said:
        return True
    things = list(called)
    if begins and not any(_axis(one.iri) in ("territory", "partners") for one in things):
        return False
    return not all(one.label.isupper() and len(one.label) > 1 for one in things)


def _begins_sentence(text: str, start: int) -> bool:
    before = text[:start].rstrip(" ")
    return not before or _SENTENCE.search(before[-6:]) is not None


def _axis(iri: str) -> str:
    kind = iri.removeprefix(f"{BASE}id/").partition("/")[0]
    return _AXIS_OF.get(kind, "initiative")
