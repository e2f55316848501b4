"""Things whose names or descriptions match some words, best first."""

import textwrap
from dataclasses import asdict, dataclass
from itertools import chain
from typing import Any

from kg.ask.catalogue import command_query
from kg.ask.classes import find_class
from kg.ask.names import HIDDEN, Name, Names, normalise
from kg.ask.results import visible
from kg.store.interface import Iri, Store
from kg.vocabulary import BASE, compact

_ENOUGH = 86.0
_TOO_SHORT_TO_RESEMBLE = 3
_ALL_WORDS = 75.0
_SOURCES = f"{BASE}source/"


@dataclass(frozen=True)
class Hit:
    """A thing that matches: what it is, the text that matched, and a score from 0 to 100."""

    iri: str
    label: str
    type: str
    matched: str
    score: float


def search(store: Store, names: Names, text: str, kind: str = "") -> list[Hit]:
    """Return what matches, best first, and passages and sources after the things they speak of.

    A name scores 100 when it is the text, 90 when it begins with it, and otherwise by how alike
    they are (rapidfuzz WRatio, from 86 on); a description that holds all the words scores 75.
    Hidden spellings are found and not shown. With `kind`, only things of that class are looked at,
    named as a person would; NotFound is raised if there is none.
    """
    wanted = normalise(text)
    if not wanted:
        return []
    best: dict[str, tuple[float, str]] = {}
    for name in chain(names.all, names.titles):
        score = _score(wanted, normalise(name.text))
        if score > best.get(name.thing, (0.0, ""))[0]:
            best[name.thing] = (score, _shown(name, names))
    for thing, description in store.select(command_query("descriptions")):
        holds_all = description is not None and set(wanted.split()) <= set(
            normalise(description.value).split()
        )
        if isinstance(thing, Iri) and description is not None and holds_all:
            best[thing.value] = max(
                best.get(thing.value, (0.0, "")), (_ALL_WORDS, description.value)
            )
    if kind:
        wanted_class = find_class(names, kind)
        best = {
            thing: found
            for thing, found in best.items()
            if wanted_class in names.classes.get(thing, frozenset())
        }
    hits = [_hit(names, thing, found) for thing, found in best.items()]
    return sorted((hit for hit in hits if hit.type), key=_best_first)


def _score(wanted: str, name: str) -> float:
    if wanted == name:
        return 100.0
    if name.startswith(wanted):
        return 90.0
    if f" {wanted} " in f" {name} ":
        return 85.0
    from rapidfuzz import fuzz  # late: an exact name does not need it

    alike = fuzz.WRatio(wanted, name)
    long_enough = min(len(wanted), len(name)) > _TOO_SHORT_TO_RESEMBLE
    return round(alike * 0.7, 1) if alike >= _ENOUGH and long_enough else 0.0


def _shown(name: Name, names: Names) -> str:
    return names.label(name.thing) if name.rank == HIDDEN else name.text


def _hit(names: Names, thing: str, found: tuple[float, str]) -> Hit:
    return Hit(thing, names.label(thing), names.kind(thing), found[1], found[0])


def _best_first(hit: Hit) -> tuple[bool, float, str, str]:
    return hit.iri.startswith(_SOURCES), -hit.score, hit.label, hit.iri


def as_text(hits: list[Hit], width: int) -> str:
    """Return hits for reading: a line each, and below it what matched where it is another text."""
    lines: list[str] = []
    for hit in hits:
        lines.append(f"{visible(hit.label)} · {hit.type} · {compact(hit.iri)}")
        if hit.matched != hit.label:
            lines.append(
                textwrap.shorten(visible(f"    {hit.matched}"), width - 4, placeholder=" …")
            )
            lines[-1] = f"    {lines[-1].strip()}"
    return "\n".join(lines)


def as_json(hits: list[Hit]) -> list[dict[str, Any]]:
    """Return hits as JSON values, in the shape that docs/json.md describes."""
    return [asdict(hit) for hit in hits]
