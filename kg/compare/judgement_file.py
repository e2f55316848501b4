"""Judgements as RDF with PROV in one TriG file: read whole, written whole or not at all."""

import os
import re
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from kg.ask.names import normalise
from kg.errors import BadInput
from kg.store.interface import Iri, Literal, as_sparql
from kg.vocabulary import BASE, PROV, RDF, RDFS, USK, XSD

_HEAD = "# What people judged on pairs; written by `kg judge`, added to and never erased.\n"
_ID = f"{BASE}id/record/assessment-"
_AGENT = f"{BASE}id/assessor/"
_ASSESSED, _COMPARED = f"{USK}assessed", f"{USK}comparedWith"
_VERDICT, _REASON = f"{USK}verdict", f"{USK}reason"
_LABEL = f"{RDFS}label"
_BY, _AT = f"{PROV}wasAttributedTo", f"{PROV}generatedAtTime"
_ENDED, _ENDED_BY = f"{PROV}invalidatedAtTime", f"{PROV}wasInvalidatedBy"
_LABELS = (f"{USK}assessedLabel", f"{USK}comparedWithLabel")
_TIME = f"{XSD}dateTime"


@dataclass(frozen=True, order=True)
class Judgement:
    """What one person decided on two things, when and why.

    `withdrawn` tells when it was taken back, and is empty while it holds.
    """

    at: str
    id: str
    one: str
    other: str
    verdict: str
    by: str
    why: str
    one_label: str = ""
    other_label: str = ""
    withdrawn: str = ""
    withdrawn_by: str = ""

    @property
    def pair(self) -> frozenset[str]:
        """The two things, in no order."""
        return frozenset({self.one, self.other})

    @property
    def stands(self) -> bool:
        """Whether it has not been withdrawn."""
        return not self.withdrawn


def read_file(path: Path) -> list[Judgement]:
    """Return the judgements in a file; raise BadInput, and leave the file, when it is damaged."""
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        return []
    except OSError as problem:
        raise BadInput(f"{path}: cannot be read ({problem.strerror})") from problem
    return _parse(raw, path)


def write_file(path: Path, judgements: Iterable[Judgement]) -> None:
    """Write judgements whole or not at all: a crash or a full disk leaves the file as it was."""
    target = path.resolve()
    text = _HEAD + "".join(map(_as_trig, judgements))
    unfinished: Path | None = None
    try:
        handle, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
        unfinished = Path(name)
        with os.fdopen(handle, "wb") as file:
            file.write(text.encode())
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(target)
        _settle(target.parent)
    except OSError as problem:
        raise BadInput(
            f"{path}: cannot be written ({problem.strerror}); what was there is unchanged"
        ) from problem
    finally:
        if unfinished is not None:
            unfinished.unlink(missing_ok=True)


def _settle(folder: Path) -> None:
    """Make a new name in a folder outlast a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _as_trig(one: Judgement) -> str:
    """Return a judgement as statements in whole terms, one to a line, and an empty line."""
    iri, agent = Iri(_ID + one.id), Iri(_AGENT + _slug(one.by))
    about: list[tuple[str, Iri | Literal]] = [
        (f"{RDF}type", Iri(f"{USK}OverlapAssessment")),
        (_ASSESSED, Iri(one.one)),
        (_LABELS[0], Literal(one.one_label)),
        (_COMPARED, Iri(one.other)),
        (_LABELS[1], Literal(one.other_label)),
        (_VERDICT, Iri(f"{BASE}verdict/{one.verdict}")),
        (_REASON, Literal(one.why)),
        (_BY, agent),
        (_AT, Literal(one.at, _TIME)),
    ]
    if one.withdrawn:
        about += [
            (_ENDED, Literal(one.withdrawn, _TIME)),
            (_ENDED_BY, Iri(_AGENT + _slug(one.withdrawn_by))),
        ]
    agents = {(agent, one.by)} | (
        {(Iri(_AGENT + _slug(one.withdrawn_by)), one.withdrawn_by)} if one.withdrawn else set()
    )
    lines = [f"{as_sparql(iri)} {as_sparql(Iri(p))} {as_sparql(o)} ." for p, o in about]
    for who, name in sorted(agents):
        lines += [
            f"{as_sparql(who)} {as_sparql(Iri(RDF + 'type'))} {as_sparql(Iri(PROV + 'Agent'))} .",
            f"{as_sparql(who)} {as_sparql(Iri(_LABEL))} {as_sparql(Literal(name))} .",
        ]
    return "\n" + "\n".join(lines) + "\n"


def _slug(name: str) -> str:
    """Return a part of an IRI for a name: two names never share one."""
    plain = re.sub(r"[^a-z0-9]+", "-", normalise(name)).strip("-")
    return f"{plain}-{sha256(name.encode()).hexdigest()[:8]}".strip("-")


def _parse(raw: bytes, path: Path) -> list[Judgement]:
    import pyoxigraph  # late: only a file with judgements needs it

    told: dict[str, dict[str, str]] = {}
    try:
        for quad in pyoxigraph.parse(raw, pyoxigraph.RdfFormat.TRIG):
            values = told.setdefault(getattr(quad.subject, "value", ""), {})
            values[quad.predicate.value] = getattr(quad.object, "value", "")
    except (SyntaxError, ValueError) as problem:
        line = getattr(problem, "lineno", None)
        raise BadInput(
            f"{path}{f':{line}' if line else ''}: the judgements cannot be read ({problem});"
            " nothing was changed. Mend the line, or move the file away"
        ) from problem
    return sorted(
        _judgement(iri, values, told, path)
        for iri, values in told.items()
        if values.get(f"{RDF}type") == f"{USK}OverlapAssessment"
    )


def _judgement(
    iri: str, values: Mapping[str, str], told: Mapping[str, Mapping[str, str]], path: Path
) -> Judgement:
    try:
        return Judgement(
            at=values[_AT],
            id=iri.removeprefix(_ID),
            one=values[_ASSESSED],
            other=values[_COMPARED],
            verdict=values[_VERDICT].rpartition("/")[2],
            by=told[values[_BY]][_LABEL],
            why=values[_REASON],
            one_label=values.get(_LABELS[0], ""),
            other_label=values.get(_LABELS[1], ""),
            withdrawn=values.get(_ENDED, ""),
            withdrawn_by=told.get(values.get(_ENDED_BY, ""), {}).get(_LABEL, ""),
        )
    except KeyError as problem:
        raise BadInput(
            f"{path}: the judgement {iri} lacks {problem}; nothing was changed"
        ) from problem
