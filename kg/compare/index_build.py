"""Building the index: from records, names and themes to a SQLite file, whole or not at all."""

import hashlib
import json
import os
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from functools import lru_cache
from itertools import chain
from pathlib import Path
from statistics import median

from kg.ask.names import HIDDEN, Names, normalise
from kg.compare.index import Index, as_body
from kg.compare.lexicon import (
    THEME,
    Phrase,
    ideas_of,
    look_up_in,
    names_of_places,
    roots,
    shipped_phrases,
)
from kg.compare.packing import pack
from kg.compare.plain_words import TABLES as PLAIN_TABLES
from kg.compare.plain_words import write_plain_words
from kg.compare.queries import compare_query
from kg.compare.record import Record, newest_source, read_records
from kg.compare.text import WORDS, grams, length, stems, stems_of, tokens, weigh, words
from kg.store.interface import Iri, Literal, Store
from kg.vocabulary import BASE

Announce = Callable[[str], None]

_FORM = "12"
_SAMPLE = 1_000
_AT_ONCE = 2_000
_MOST_WORDS_KEPT = 200_000
_PREFIX = 6
# A text of a few words counts as if it had this share of the usual weight: else any word that it
# shares with a proposal makes it look the same.
_LEAST_LENGTH = 0.6
_TABLES = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT);
CREATE TABLE record (id INTEGER PRIMARY KEY, iri TEXT, body TEXT);
CREATE TABLE term (kind TEXT, term TEXT, documents INTEGER, PRIMARY KEY (kind, term)) WITHOUT ROWID;
CREATE TABLE vector (
    id INTEGER PRIMARY KEY, words TEXT, word_weights BLOB, grams TEXT, gram_weights BLOB, ideas TEXT
);
CREATE TABLE name (norm TEXT, iri TEXT, label TEXT, kind TEXT, rank INTEGER, text TEXT);
CREATE TABLE phrase (first TEXT, roots TEXT, kind TEXT, concept TEXT);
CREATE TABLE theme (iri TEXT PRIMARY KEY, label TEXT, broader TEXT, records INTEGER);
CREATE VIRTUAL TABLE find USING fts5(terms, plain, content='', tokenize="ascii", detail='full');
INSERT INTO find (find, rank) VALUES ('hashsize', 67108864);
"""
_INDICES = """
CREATE INDEX record_iri ON record (iri);
CREATE INDEX name_norm ON name (norm);
CREATE INDEX phrase_first ON phrase (first);
"""


def open_index(
    store: Callable[[], Store], names: Callable[[], Names], folder: Path | None, key: str
) -> Index:
    """Return the index of a store, built when there is none in `folder` of this key.

    Without a folder, or where it cannot be written, the index is built in memory.
    """
    if folder is None:
        return build_index(":memory:", store(), names())
    path = folder / f"{key}-{_words_key()}.sqlite"
    if not path.is_file():
        unfinished = folder / f".{path.name}-{os.getpid()}"
        try:
            folder.mkdir(parents=True, exist_ok=True)
            build_index(str(unfinished), store(), names()).database.close()
            unfinished.replace(path)
            _forget_others(folder, path)
        except (OSError, sqlite3.Error):
            # A full or read-only disk makes the answer slower, not impossible.
            with suppress(OSError):
                unfinished.unlink(missing_ok=True)
            return build_index(":memory:", store(), names())
    return Index(sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True))


def build_index(where: str, store: Store, names: Names) -> Index:
    """Build the index of a store in a file or in memory."""
    records = list(read_records(store, names))
    sources, newest = newest_source(store)
    themes = _themes(store)
    phrases = [*_theme_phrases(themes), *shipped_phrases()]
    facts = {"sources": json.dumps(sources), "newest": newest}
    index = fill_index(where, records, facts, phrases)
    database = index.database
    database.executemany("INSERT INTO name VALUES (?, ?, ?, ?, ?, ?)", _names(names))
    borne = Counter(claim.value for record in records for claim in record.on("themes"))
    database.executemany(
        "INSERT INTO theme VALUES (?, ?, ?, ?)",
        [(iri, names.label(iri), broader, borne[iri]) for iri, (broader, _) in themes.items()],
    )
    database.executemany(
        "INSERT INTO phrase VALUES (?, ?, ?, ?)",
        sorted({(p.roots[0], " ".join(p.roots), p.kind, p.concept) for p in phrases}),
    )
    database.commit()
    return index


def fill_index(
    where: str,
    records: Iterable[Record],
    facts: dict[str, str],
    phrases: Iterable[Phrase] = (),
    announce: Announce | None = None,
) -> Index:
    """Write records, their terms and vectors; records are streamed.

    Vectors are kept for up to 1,000 records; beyond that they are made for the candidates when
    asked, and the frequencies of character runs and ideas come from the first 1,000.
    """
    database = sqlite3.connect(where)
    database.executescript(
        "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;" + _TABLES + PLAIN_TABLES
    )
    runs: Counter[str] = Counter()
    ideas: Counter[str] = Counter()
    look_up = look_up_in(phrases)
    known = _Terms()
    sample: list[tuple[int, Counter[str], Counter[str], list[str]]] = []
    rows: list[tuple[int, str, str]] = []
    terms: list[tuple[int, str, str]] = []
    plain: dict[str, list[tuple[int, str]]] = {}
    total = 0
    for total, record in enumerate(records, 1):
        whole = record.whole
        found = dict.fromkeys(chain.from_iterable(map(known.__getitem__, tokens(whole))))
        found.update((theme_term(claim.value), None) for claim in record.on("themes"))
        rows.append((total, record.iri, as_body(record)))
        more: dict[str, None] = {}
        for language, told in record.plain:
            plain.setdefault(language, []).append((total, told))
            more.update(dict.fromkeys(chain.from_iterable(map(known.__getitem__, tokens(told)))))
        terms.append((total, " ".join(found), " ".join(more)))
        if len(rows) == _AT_ONCE:
            _write(database, rows, terms)
        if total <= _SAMPLE:
            counted_runs, said = grams(whole), ideas_of(record.spoken, look_up)
            runs.update(counted_runs.keys())
            ideas.update(said)
            sample.append((total, Counter(stems(whole)), counted_runs, said))
        if announce is not None and total % 10_000 == 0:
            announce(f"{total:,} initiatives indexed …")
    _write(database, rows, terms)
    documents = _count_terms(database)
    least = _usual_lengths(sample, documents, runs)
    if total <= _SAMPLE:
        database.executemany(
            "INSERT INTO vector VALUES (?, ?, ?, ?, ?, ?)",
            (
                (
                    n,
                    *pack(weigh(c, documents, total, least[0])),
                    *pack(weigh(g, runs, total, least[1])),
                    json.dumps(said),
                )
                for n, c, g, said in sample
            ),
        )
    database.executemany("INSERT INTO term VALUES ('g', ?, ?)", runs.items())
    database.executemany("INSERT INTO term VALUES ('c', ?, ?)", ideas.items())
    for language, texts in plain.items():
        write_plain_words(database, language, texts)
    facts = facts | {
        "total": str(total),
        "sampled": str(min(total, _SAMPLE)),
        "least": json.dumps(least),
    }
    database.executemany("INSERT INTO meta VALUES (?, ?)", facts.items())
    database.executescript(_INDICES)
    database.commit()
    return Index(database)


class _Terms(dict[str, tuple[str, ...]]):
    """The terms by which one word is found, made once for each word; small words have none."""

    def __missing__(self, word: str) -> tuple[str, ...]:
        if len(self) >= _MOST_WORDS_KEPT:
            self.clear()
        told = words(word)
        found = tuple(find_terms(stems_of(told), told, ()))
        self[word] = found
        return found


def _write(
    database: sqlite3.Connection,
    rows: list[tuple[int, str, str]],
    terms: list[tuple[int, str, str]],
) -> None:
    """Write records and their terms, and empty the two lists."""
    database.executemany("INSERT INTO record VALUES (?, ?, ?)", rows)
    database.executemany("INSERT INTO find (rowid, terms, plain) VALUES (?, ?, ?)", terms)
    rows.clear()
    terms.clear()


def _count_terms(database: sqlite3.Connection) -> dict[str, int]:
    """Keep in how many records each term occurs, as the full-text index has it, and return it."""
    database.execute("CREATE VIRTUAL TABLE temp.vocabulary USING fts5vocab(main, 'find', 'col')")
    for kind, column in (("w", "terms"), ("p", "plain")):
        database.execute(
            "INSERT INTO term SELECT ?, term, doc FROM temp.vocabulary WHERE col = ?",
            (kind, column),
        )
    database.execute("DROP TABLE temp.vocabulary")
    return dict(database.execute("SELECT term, documents FROM term WHERE kind = 'w'").fetchall())


def _usual_lengths(
    sample: list[tuple[int, Counter[str], Counter[str], list[str]]],
    documents: Mapping[str, int],
    runs: Mapping[str, int],
) -> tuple[float, float]:
    """Return the least lengths of vectors: a share of the middle one, for words and for runs."""
    of_words = [length(counted, documents, len(sample)) for _, counted, _, _ in sample]
    of_runs = [length(counted, runs, len(sample)) for _, _, counted, _ in sample]
    return tuple(  # type: ignore[return-value]
        _LEAST_LENGTH * median(lengths) if lengths else 0.0 for lengths in (of_words, of_runs)
    )


def find_terms(
    counted: Iterable[str], spoken: Iterable[str], themes: Iterable[str]
) -> dict[str, None]:
    """Return the terms by which a text is found.

    Its stems, the first letters of its longer words (other languages share them), its themes.
    """
    terms = dict.fromkeys(counted)
    terms.update((f"p0{word[:_PREFIX]}", None) for word in spoken if len(word) >= _PREFIX)
    terms.update((theme_term(theme), None) for theme in themes)
    return terms


@lru_cache(maxsize=10_000)
def theme_term(iri: str) -> str:
    """Return the term that stands for a theme in the index."""
    return "t0" + iri.rpartition("/")[2].replace("-", "")


def _names(names: Names) -> Iterator[tuple[str, str, str, str, int, str]]:
    kinds: dict[str, str] = {}
    elsewhere = names_of_places()
    for name in names.all:
        if name.thing.startswith(f"{BASE}id/") and not name.thing.startswith(f"{BASE}id/record/"):
            if name.thing not in kinds:
                kinds[name.thing] = names.kind(name.thing)
            rank = min(name.rank, HIDDEN)
            about = (name.thing, names.label(name.thing), kinds[name.thing])
            yield normalise(name.text), *about, rank, name.text
            if "/id/place/" in name.thing and name.rank == 0:
                for other in elsewhere.get(normalise(name.text), ()):
                    yield normalise(other), *about, HIDDEN, other


def _themes(store: Store) -> dict[str, tuple[str, set[str]]]:
    themes: dict[str, tuple[str, set[str]]] = {}
    for theme, label, _, broader in store.select(compare_query("themes")):
        if isinstance(theme, Iri) and isinstance(label, Literal):
            known = themes.setdefault(theme.value, (broader.value if broader else "", set()))
            known[1].add(label.value)
    return themes


def _theme_phrases(themes: dict[str, tuple[str, set[str]]]) -> Iterator[Phrase]:
    for iri, (_, labels) in themes.items():
        for label in labels:
            if found := roots(label):
                yield Phrase(found, THEME, iri)


def _words_key() -> str:
    """Return what the index depends on besides the landscape: its form and the lists of words."""
    lists = b"".join(path.read_bytes() for path in sorted(WORDS.glob("*.tsv")))
    return f"{_FORM}-{hashlib.sha256(lists).hexdigest()[:8]}"


def _forget_others(folder: Path, kept: Path) -> None:
    """Delete the indexes of stores that are no longer there."""
    stores = {path.name for path in (folder.parent / "stores").glob("*")}
    for path in folder.glob("*.sqlite"):
        if path != kept and path.name.partition("-")[0] not in stores:
            path.unlink(missing_ok=True)
