"""Measure `kg check` over many initiatives: generated records of the landscape's own shape."""

import gc
import os
import random
import re
import resource
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from kg.compare.identity import find_pairs
from kg.compare.index import Index
from kg.compare.index_build import fill_index
from kg.compare.lexicon import shipped_phrases
from kg.compare.method import WORDING
from kg.compare.naming import pairs_by_name
from kg.compare.overlap import nearest, read
from kg.compare.proposal import Proposal
from kg.compare.record import Claim, Record
from kg.compare.text import sentences
from kg.compare.things import Facts, Thing
from kg.landscape import open_landscape
from tests.bench.figures import Figure, least_cpu

LIMIT_WARM, LIMIT_ANSWER, LIMIT_BUILD = 0.020, 0.150, 10_000
LIMIT_PAIRS, LIMIT_FOUND = 120, 0.95
PROPOSAL = (
    "A network of cities that protects squares and markets against attacks with vehicles: barriers"
    " that fit the place, training for local police, and a handbook that planners can use."
)
# The peer of a cold check: a process that reads all descriptions and ranks them by bm25.
PLAIN = """
import re, sqlite3, sys, click, pyoxigraph
store = pyoxigraph.Store.read_only(sys.argv[1])
said = pyoxigraph.NamedNode("http://purl.org/dc/terms/description")
rows = [(q.object.value,) for q in store.quads_for_pattern(None, said, None, pyoxigraph.DefaultGraph())]
base = sqlite3.connect(":memory:")
base.execute("CREATE VIRTUAL TABLE find USING fts5(body)")
base.executemany("INSERT INTO find VALUES (?)", rows)
asked = " OR ".join(f'"{word}"' for word in dict.fromkeys(re.findall(r"\\w+", sys.argv[2])))
print(base.execute("SELECT rowid FROM find WHERE find MATCH ? ORDER BY rank LIMIT 10", [asked]).fetchall())
"""
MADE_UP = 30_000
RUNS = 40
# Whatever else the machine does only adds to a time: the least of some counts.
BUILDS = 4


def shapes(landscape_index: Index) -> list[Record]:
    """Return the described records of the shipped landscape."""
    records = [landscape_index.record(number) for number in landscape_index.numbers()]
    return [record for record in records if record.text]


def generate(
    models: list[Record], count: int, seed: int = 1, part: float = 0.25
) -> Iterator[Record]:
    """Give records made of sentences of real ones, with a part of their words changed.

    The changed words follow Zipf's law over a vocabulary of made-up words, as topics would, so that
    no two records are alike by chance and the index grows as one of real texts does.
    """
    chance = random.Random(seed)  # noqa: S311  # no secret
    parts = [part for record in models for part in sentences(record.text)]
    vocabulary = [made_up(chance) for _ in range(MADE_UP)]
    weights = [1 / (rank + 10) for rank in range(MADE_UP)]
    pool = chance.choices(vocabulary, weights, k=1_000_000)
    themes = [claim for record in models for claim in record.on("themes")]
    for number in range(count):
        said = " ".join(chance.choices(parts, k=chance.randint(2, 4))).split()
        changed = [pool[chance.randrange(1_000_000)] if chance.random() < part else w for w in said]
        label = " ".join(chance.choices(vocabulary, k=3)).title()
        yield Record(
            iri=f"https://w3id.org/urban-security-kg/id/project/made-{number}",
            label=label,
            kind="project",
            text=" ".join(changed),
            claims=tuple(Claim(*claim) for claim in chance.sample(themes, 2)),
        )


def made_up(chance: random.Random) -> str:
    """Return a word that no language has."""
    syllables = chance.choices(
        ["ba", "ko", "ri", "tu", "sel", "mon", "dar", "vi", "pol", "gen"], k=4
    )
    return "".join(syllables)


@dataclass(frozen=True)
class Doubles:
    """Which of the planted copies `kg duplicates` suggests, and the CPU seconds for all pairs.

    Copies bear another name, and three words in ten are others.
    """

    found: float
    by_name: float
    seconds: float
    pairs: int


def doubles(models: list[Record], count: int) -> Doubles:
    """Plant copies of one in fifty generated initiatives, and look for what may be one thing.

    Most words of the generated ones are changed, so that few are alike by chance.
    """
    chance = random.Random(5)  # noqa: S311  # no secret
    made = list(generate(models, count, part=0.8))
    words = [word for record in made[:3000] for word in record.text.split()]
    planted = []
    for number in range(count // 50):
        record = chance.choice(made)
        text = [chance.choice(words) if chance.random() < 0.3 else w for w in record.text.split()]
        label = " ".join(chance.sample(words, 3)).title()
        copy = replace(record, iri=f"{record.iri}-{number}", label=label, text=" ".join(text))
        planted.append((record.iri, copy))
    everything = [*made, *(copy for _, copy in planted)]
    facts = {"sources": "[]", "newest": ""}
    index = fill_index(":memory:", everything, facts, shipped_phrases())
    things = {
        record.iri: Thing(
            record.iri, record.label, record.kind, (record.label,), number=number, record=record
        )
        for number, record in enumerate(everything, 1)
    }
    copies = [tuple(sorted((of, copy.iri))) for of, copy in planted]
    named = pairs_by_name({iri: thing.names for iri, thing in things.items()})
    begun = time.process_time()
    suggested = {
        (pair.one.iri, pair.other.iri) for pair in find_pairs(index, things, Facts({}, {}), [])
    }
    return Doubles(
        sum(pair in suggested for pair in copies) / len(copies),
        sum(pair in named for pair in copies) / len(copies),
        time.process_time() - begun,
        len(suggested),
    )


@dataclass(frozen=True)
class AtScale:
    """What an index of many generated initiatives takes, beside SQLite's full-text index alone.

    Rates are initiatives indexed in a CPU second, times the CPU seconds of checks.
    """

    rate: float
    times: list[float]
    hits: int
    megabytes: float
    plain_rate: float
    plain_times: list[float]


def figures(home: Path, environment: dict[str, str]) -> Iterator[Figure]:
    """Give what is promised of `kg check`: on the shipped landscape, and over 100,000."""
    landscape = open_landscape(home)
    assert landscape.directory is not None
    command = [sys.executable, "-m", "kg", "check", "--text", PROPOSAL]
    cold = least_cpu(command, environment)
    graph = str(landscape.directory / "graph")
    peer = least_cpu([sys.executable, "-c", PLAIN, graph, PROPOSAL], environment)
    yield Figure("kg check, cold", cold, "s CPU", 0.4, f"bm25 of all descriptions: {peer:.2f}")
    records = shapes(landscape.checker().index)
    warm = [timed(lambda: landscape.check(PROPOSAL)) for _ in range(RUNS)]
    plain = PlainIndex(":memory:", records)
    theirs = [timed(lambda: plain.nearest(PROPOSAL)) for _ in range(RUNS)]
    yield Figure("kg check, warm", *in_milliseconds(warm, theirs, LIMIT_WARM))
    scale = at_scale(records, 100_000)
    yield Figure(
        "100,000 initiatives, indexed",
        scale.rate,
        "a second",
        LIMIT_BUILD,
        f"SQLite's full text alone: {scale.plain_rate:,.0f}",
        least=True,
    )
    yield Figure(
        "100,000 initiatives, a check",
        *in_milliseconds(scale.times, scale.plain_times, LIMIT_ANSWER),
    )
    yield from figures_of(doubles(records, 100_000))


def figures_of(found: "Doubles") -> Iterator[Figure]:
    """Give what `kg duplicates` takes over 100,000 initiatives, and what it finds there."""
    peer = f"{found.pairs:,} suggested"
    yield Figure("100,000 initiatives, all pairs", found.seconds, "s CPU", LIMIT_PAIRS, peer)
    yield Figure(
        "100,000 initiatives, copies suggested",
        found.found,
        "of 1",
        LIMIT_FOUND,
        f"sharing words of a name: {found.by_name:.3f}",
        least=True,
    )


def in_milliseconds(
    ours: list[float], plain: list[float], limit: float
) -> tuple[float, str, float, str]:
    """Return the median of our times, its unit, its limit, and the median of the peer's."""
    peer = f"SQLite's bm25 alone: {statistics.median(plain) * 1000:.1f}"
    return statistics.median(ours) * 1000, "ms CPU", limit * 1000, peer


def timed(call: Callable[[], object]) -> float:
    """Return the CPU seconds of a call."""
    begun = time.process_time()
    call()
    return time.process_time() - begun


class PlainIndex:
    """The peer: SQLite's full-text index and its ranking by bm25, as they come."""

    def __init__(self, path: str, records: list[Record]) -> None:
        self._database = sqlite3.connect(path)
        self._database.execute("CREATE VIRTUAL TABLE find USING fts5(label, body)")
        rows = ((record.label, record.text) for record in records)
        self._database.executemany("INSERT INTO find VALUES (?, ?)", rows)
        self._database.commit()

    def nearest(self, text: str) -> list[int]:
        """Return the ten records that share the most of a text's rare words."""
        asked = " OR ".join(f'"{word}"' for word in dict.fromkeys(re.findall(r"\w+", text)))
        query = "SELECT rowid FROM find WHERE find MATCH ? ORDER BY rank LIMIT 10"
        return [number for (number,) in self._database.execute(query, [asked])]


def at_scale(models: list[Record], count: int) -> AtScale:
    """Index so many generated initiatives, and check altered copies of them."""
    made = list(generate(models, count))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "many.sqlite"
        gc.collect()
        gc.freeze()  # the generated records are the bench's own; an import would stream
        seconds = []
        for _ in range(BUILDS):
            path.unlink(missing_ok=True)
            begun = time.process_time()
            index = fill_index(str(path), made, {"sources": "[]", "newest": ""}, shipped_phrases())
            seconds.append(time.process_time() - begun)
        begun = time.process_time()
        plain = PlainIndex(str(Path(folder) / "plain.sqlite"), made)
        theirs = time.process_time() - begun
        megabytes = path.stat().st_size / 1e6
        asked = [timed(lambda text=text: plain.nearest(text)) for _, text in altered(made, RUNS)]  # type: ignore[misc]
        times, hits = ask(index, made)
    return AtScale(count / min(seconds), times, hits, megabytes, count / theirs, asked[5:])


def main() -> int:
    """Measure in a home of its own; print a line for each figure; return 1 when one is broken."""
    broken = 0
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "KG_HOME": folder}
        for figure in figures(Path(folder), environment):
            print(figure, flush=True)
            broken += not figure.kept
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{'BROKEN' if broken else 'ok'}: {broken} broken; memory {memory:.0f} MB, mostly ours")
    return 1 if broken else 0


def altered(made: list[Record], runs: int) -> Iterator[tuple[Record, str]]:
    """Give records with a text that holds every other word of theirs."""
    chance = random.Random(7)  # noqa: S311  # no secret
    for _ in range(runs):
        record = made[chance.randrange(len(made))]
        yield record, " ".join(word for word in record.text.split() if chance.random() < 0.5)


def ask(index: Index, made: list[Record], runs: int = RUNS) -> tuple[list[float], int]:
    """Check altered copies of records; return the times and how many were found again."""
    times, hits = [], 0
    for record, text in altered(made, runs):
        begun = time.process_time()
        found = nearest(index, read(index, Proposal(text=text)), WORDING)
        times.append(time.process_time() - begun)
        hits += record.iri in [near.record.iri for near in found[:3]]
    return times[5:], hits


if __name__ == "__main__":
    sys.exit(main())
