"""What sources say differently: the readings, the one that is followed, and why."""

import textwrap
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any

from kg.ask.catalogue import command_query
from kg.ask.names import Names
from kg.ask.passages import Passage, cite
from kg.ask.results import visible
from kg.store.binding import bind_several
from kg.store.interface import Iri, Literal, Row, Store, Term

BETWEEN = "Sources contradict each other"
WITHIN = "A source contradicts itself"
ODDITY = "Odd, with one reading"
_GRADES = (BETWEEN, WITHIN, ODDITY)


@dataclass(frozen=True)
class Reading:
    """What one passage says on the matter, and whether the curators follow it."""

    text: str
    passage: Passage | None
    preferred: bool


@dataclass(frozen=True)
class Discrepancy:
    """A matter on which sources contradict each other or themselves.

    `subjects` are the IRIs and labels of the things it is about; `matter` is the property or the
    kind of figure.
    """

    iri: str
    subjects: tuple[tuple[str, str], ...]
    matter: str
    readings: tuple[Reading, ...]
    reason: str

    @property
    def grade(self) -> str:
        """How grave it is: sources against each other, one against itself, or a mere oddity."""
        if len({reading.text for reading in self.readings}) <= 1:
            return ODDITY
        sources = {reading.passage.source for reading in self.readings if reading.passage}
        return BETWEEN if len(sources) > 1 else WITHIN


def read_discrepancies(
    store: Store, names: Names, passages: Mapping[str, Passage], subject: Iri | None = None
) -> list[Discrepancy]:
    """Read the discrepancies about one thing, or all of them, by subject and matter."""
    subjects = [subject] if subject is not None else None
    found: dict[str, Discrepancy] = {}
    for one in chain.from_iterable(
        read_discrepancies_about(store, names, passages, subjects).values()
    ):
        others = found[one.iri].subjects if one.iri in found else ()
        in_order = tuple(sorted((*others, *one.subjects), key=lambda subject: subject[1]))
        found[one.iri] = replace(one, subjects=in_order)
    return sorted(found.values(), key=_gravest_first)


def read_discrepancies_about(
    store: Store,
    names: Names,
    passages: Mapping[str, Passage],
    subjects: Sequence[Iri] | None,
) -> dict[str, list[Discrepancy]]:
    """Read the discrepancies about each of some things, or of all: each names that thing alone."""
    about: dict[str, dict[str, Discrepancy]] = {}
    readings: dict[str, set[Reading]] = {}
    stated = _select(store, "discrepancies", subjects)
    for discrepancy, *row in _select(store, "readings", subjects) if stated else ():
        if isinstance(discrepancy, Iri):
            readings.setdefault(discrepancy.value, set()).add(_reading(row, names, passages))
    for discrepancy, subject, matter, reason in stated:
        if isinstance(discrepancy, Iri) and isinstance(subject, Iri) and reason is not None:
            one = Discrepancy(
                iri=discrepancy.value,
                subjects=((subject.value, names.label(subject.value)),),
                matter=matter.value if matter else "what the passages say",
                readings=tuple(sorted(readings.get(discrepancy.value, ()), key=_by_place)),
                reason=reason.value,
            )
            about.setdefault(subject.value, {}).setdefault(one.iri, one)
    return {thing: sorted(of.values(), key=_gravest_first) for thing, of in about.items()}


def as_text(discrepancies: Iterable[Discrepancy], width: int) -> str:
    """Return discrepancies for reading; an arrow marks the reading that is followed."""
    lines: list[str] = []
    grade = ""
    for discrepancy in discrepancies:
        if discrepancy.grade != grade:
            grade = discrepancy.grade
            lines += [grade, "=" * len(grade), ""]
        about = ", ".join(label for _, label in discrepancy.subjects)
        lines += textwrap.wrap(visible(f"{about}: {discrepancy.matter}"), width)
        for reading in discrepancy.readings:
            mark = "→" if reading.preferred else "·"
            said = visible(f"{mark} {reading.text} [{reading.passage or 'no passage'}]")
            lines += textwrap.wrap(said, width, initial_indent="  ", subsequent_indent="    ")
        reason = visible(discrepancy.reason)
        lines += textwrap.wrap(reason, width, initial_indent="  ", subsequent_indent="  ")
        lines.append("")
    return "\n".join(lines)


def as_json(discrepancy: Discrepancy) -> dict[str, Any]:
    """Return a discrepancy as JSON values, in the shape that docs/json.md describes."""
    return {
        "iri": discrepancy.iri,
        "subjects": [{"iri": iri, "label": label} for iri, label in discrepancy.subjects],
        "matter": discrepancy.matter,
        "grade": discrepancy.grade,
        "reason": discrepancy.reason,
        "readings": [
            {
                "text": reading.text,
                "preferred": reading.preferred,
                "passages": [vars(reading.passage)] if reading.passage else [],
            }
            for reading in discrepancy.readings
        ],
    }


def _select(store: Store, query: str, subjects: Sequence[Iri] | None) -> list[Row]:
    if subjects is None:
        return store.select(command_query(query), {"subject": None})
    return store.select(bind_several(command_query(query), "subject", subjects))


def _reading(row: Sequence[Term | None], names: Names, passages: Mapping[str, Passage]) -> Reading:
    _, value, thing, graph, preferred = row
    if isinstance(value, Literal):
        text = value.value
    else:
        text = names.label(thing.value) if thing is not None else ""
    passage = cite(passages, graph.value) if graph is not None else None
    return Reading(text, passage, preferred is not None and preferred.value == "true")


def _gravest_first(discrepancy: Discrepancy) -> tuple[int, str, str, str]:
    about = discrepancy.subjects[0][1].casefold()
    return _GRADES.index(discrepancy.grade), about, discrepancy.matter, discrepancy.iri


def _by_place(reading: Reading) -> tuple[str, str]:
    return (str(reading.passage) if reading.passage else "", reading.text)
