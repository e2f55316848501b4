"""The part of the index that holds what is told in plain words: one set of vectors a language."""

import sqlite3
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain, islice

from kg.compare.packing import pack, unpack
from kg.compare.text import Vector, grams, stems, weigh

TABLES = """
CREATE TABLE plain (
    id INTEGER, language TEXT, words TEXT, word_weights BLOB, grams TEXT, gram_weights BLOB,
    PRIMARY KEY (id, language)
) WITHOUT ROWID;
CREATE TABLE plain_term (
    kind TEXT, language TEXT, term TEXT, documents INTEGER, PRIMARY KEY (kind, language, term)
) WITHOUT ROWID;
CREATE TABLE plain_language (language TEXT PRIMARY KEY, records INTEGER);
"""
_WORDS, _RUNS = "w", "g"
_AT_ONCE = 500
_MOST_VECTORS_KEPT = 20_000


@dataclass
class PlainWords:
    """The plain words of an open index. Vectors that were read once are kept."""

    database: sqlite3.Connection
    _vectors: dict[tuple[int, str], tuple[Vector, Vector] | None] = field(
        default_factory=dict, repr=False
    )

    @cached_property
    def languages(self) -> dict[str, int]:
        """The languages in which there are plain words, and of how many records."""
        return dict(
            self.database.execute(
                "SELECT language, records FROM plain_language ORDER BY language"
            ).fetchall()
        )

    def vectors(self, number: int, language: str) -> tuple[Vector, Vector] | None:
        """Return the vectors of a record's stems and runs of characters; None without any."""
        key = (number, language)
        if key not in self._vectors:
            if len(self._vectors) >= _MOST_VECTORS_KEPT:
                self._vectors.clear()
            row = self.database.execute(
                "SELECT words, word_weights, grams, gram_weights FROM plain"
                " WHERE id = ? AND language = ?",
                key,
            ).fetchone()
            self._vectors[key] = (unpack(row[0], row[1]), unpack(row[2], row[3])) if row else None
        return self._vectors[key]

    def weigh(self, text: str, language: str, unknown: float) -> tuple[Vector, Vector]:
        """Return the vectors of a text among the plain words of its language.

        `unknown` is how much a term counts that none of them has.
        """
        total = self.languages[language]
        words, runs = Counter(stems(text)), grams(text)
        return (
            weigh(words, self._documents(_WORDS, language, words), total, unknown=unknown),
            weigh(runs, self._documents(_RUNS, language, runs), total, unknown=unknown),
        )

    def _documents(self, kind: str, language: str, terms: Iterable[str]) -> Mapping[str, int]:
        found: dict[str, int] = {}
        waiting = iter(dict.fromkeys(terms))
        while some := list(islice(waiting, _AT_ONCE)):
            marks = ",".join("?" * len(some))
            found.update(
                self.database.execute(
                    "SELECT term, documents FROM plain_term"  # noqa: S608  # marks only
                    f" WHERE kind = ? AND language = ? AND term IN ({marks})",
                    (kind, language, *some),
                ).fetchall()
            )
        return found


def write_plain_words(
    database: sqlite3.Connection, language: str, texts: Sequence[tuple[int, str]]
) -> None:
    """Keep the plain words of one language: vectors by record, and how often each term occurs."""
    counted = [(number, Counter(stems(text)), grams(text)) for number, text in texts]
    documents = Counter(chain.from_iterable(words for _, words, _ in counted))
    frequent = Counter(chain.from_iterable(runs for _, _, runs in counted))
    database.execute("INSERT INTO plain_language VALUES (?, ?)", (language, len(texts)))
    database.executemany(
        "INSERT INTO plain VALUES (?, ?, ?, ?, ?, ?)",
        (
            (
                number,
                language,
                *pack(weigh(words, documents, len(texts))),
                *pack(weigh(runs, frequent, len(texts))),
            )
            for number, words, runs in counted
        ),
    )
    for kind, found in ((_WORDS, documents), (_RUNS, frequent)):
        database.executemany(
            "INSERT INTO plain_term VALUES (?, ?, ?, ?)",
            ((kind, language, term, count) for term, count in found.items()),
        )
