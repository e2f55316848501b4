"""A person's verdicts on pairs: added, withdrawn, exchanged, never erased."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

from kg.compare.judgement_file import Judgement, read_file, write_file
from kg.errors import BadInput, NotFound

VERDICTS = ("same", "different", "overlapping", "complementary", "successor", "unsure")
FILE = "judgements.trig"


def read_judgements(home: Path) -> list[Judgement]:
    """Return all judgements, in the order of time; withdrawn ones too."""
    return read_file(home / FILE)


def about_pair(judgements: Iterable[Judgement], one: str, other: str) -> tuple[Judgement, ...]:
    """Return the judgements that stand on two things."""
    pair = frozenset({one, other})
    return tuple(j for j in judgements if j.stands and j.pair == pair)


def about(judgements: Iterable[Judgement], thing: str) -> tuple[Judgement, ...]:
    """Return the judgements that stand and concern a thing: what a card shows of them."""
    return tuple(j for j in judgements if j.stands and thing in j.pair)


def judge(
    home: Path, one: tuple[str, str], other: tuple[str, str], verdict: str, by: str, why: str
) -> Judgement:
    """Add a judgement on two things (IRI and label each), and return it.

    Raise BadInput when the two are one thing, when by or why is empty, or when the same person's
    verdict on the pair stands already.
    """
    if one[0] == other[0]:
        raise BadInput(f"{one[1]} is one thing; a judgement needs two")
    if verdict not in VERDICTS:
        raise BadInput(f"'{verdict}' is not a verdict; it is one of {', '.join(VERDICTS)}")
    if not by.strip() or not why.strip():
        raise BadInput("a judgement says who made it (--by) and why (--why)")
    made = Judgement(
        _now(), uuid4().hex, one[0], other[0], verdict, by.strip(), why.strip(), one[1], other[1]
    )
    with _locked(home) as path:
        known = read_file(path)
        for old in about_pair(known, one[0], other[0]):
            if old.by == made.by:
                raise BadInput(
                    f"{made.by} judged these two already, {old.verdict} on {old.at[:10]}"
                    f" ({old.id[:8]}); `kg judgements --undo {old.id[:8]}` withdraws it first"
                )
        write_file(path, [*known, made])
    return made


def undo(home: Path, typed: str, by: str = "") -> Judgement:
    """Withdraw the judgement whose identifier begins so; its history stays."""
    with _locked(home) as path:
        known = read_file(path)
        found = [one for one in known if typed and one.id.startswith(typed.lower())]
        if len(found) != 1:
            told = "several judgements begin" if found else "no judgement begins"
            raise NotFound(f"{told} with '{typed}'; `kg judgements` lists them")
        (old,) = found
        if not old.stands:
            raise BadInput(f"the judgement {old.id[:8]} was withdrawn on {old.withdrawn[:10]}")
        ended = replace(old, withdrawn=_now(), withdrawn_by=by.strip() or old.by)
        write_file(path, [ended if one is old else one for one in known])
    return ended


def take_in(home: Path, source: Path) -> tuple[int, list[tuple[Judgement, Judgement]]]:
    """Add the judgements of another file; return how many are new, and the conflicts.

    A conflict is a pair on which verdicts that stand differ; both are kept, for people to settle.
    """
    if not source.is_file():
        raise BadInput(f"{source}: there is no such file")
    coming = read_file(source)
    with _locked(home) as path:
        known = {one.id: one for one in read_file(path)}
        before = dict(known)
        for one in coming:
            mine = known.get(one.id)
            # Of two states of one judgement, the withdrawn one is the later.
            known[one.id] = one if mine is None or (mine.stands and not one.stands) else mine
        if known != before:
            write_file(path, sorted(known.values()))
    new = [known[one.id] for one in coming if one.id not in before]
    conflicts = [
        (old, one)
        for one in new
        if one.stands
        for old in before.values()
        if old.stands and old.pair == one.pair and old.verdict != one.verdict
    ]
    return len(new), conflicts


@contextmanager
def _locked(home: Path) -> Iterator[Path]:
    """Hold the lock of the judgements while they are read and written anew."""
    import fcntl

    try:
        home.mkdir(parents=True, exist_ok=True)
        lock = (home / f".{FILE}.lock").open("a")
    except OSError as problem:
        raise BadInput(f"{home}: cannot be written ({problem.strerror})") from problem
    with lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield home / FILE


def _now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
