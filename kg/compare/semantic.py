"""Nearness by meaning: the landscape's texts as vectors, kept by text and model."""

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from kg.compare.embedder import Embedder
from kg.compare.index import Index
from kg.compare.text import chunks, sentences

if TYPE_CHECKING:
    from kg.compare.embedder import Vectors

Announce = Callable[[str], None]
_AT_ONCE = 50
_TELL_FROM = 100
# More sentences than these of a proposal add nothing but time.
MOST_SENTENCES = 200
_LONG = 240
# How much nearness counts that a word-by-word English version has.
_GLOSS = 0.9
# How much of nearness by meaning is that of the best pair of sentences; the rest is the whole's.
_PAIR = 0.6
# A name without a description is near anything a little.
_NAME_ONLY = 0.8


@dataclass
class Kept:
    """Vectors of texts, kept in a file by the hash of the text; one file for each model."""

    model: Embedder
    database: sqlite3.Connection

    def vectors(self, texts: Sequence[str], announce: Announce | None = None) -> "Vectors":
        """Return one row for each text; those not met before are embedded and kept."""
        import numpy as np

        keys = [sha256(text.encode()).digest() for text in texts]
        known = self._known(keys)
        missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in known}
        if announce is not None and len(missing) >= _TELL_FROM:
            announce(f"Reading {len(missing)} texts with the model (once, up to a minute) …")
        for number, (key, text) in enumerate(missing.items(), 1):
            known[key] = self.model.embed(text).tobytes()
            self._keep(key, known[key])
            if number % _AT_ONCE == 0:
                self._commit()
        self._commit()
        return np.array([np.frombuffer(known[key], dtype=np.float32) for key in keys])

    def _known(self, keys: Iterable[bytes]) -> dict[bytes, bytes]:
        found = {}
        for key in set(keys):
            for (vector,) in self.database.execute("SELECT v FROM vector WHERE k = ?", (key,)):
                found[key] = bytes(vector)
        return found

    def _keep(self, key: bytes, vector: bytes) -> None:
        try:
            self.database.execute("INSERT OR IGNORE INTO vector VALUES (?, ?)", (key, vector))
        except sqlite3.Error:
            return  # a full disk costs time, not the answer

    def _commit(self) -> None:
        try:
            self.database.commit()
        except sqlite3.Error:
            self.database.rollback()


def keep_vectors(model: Embedder, folder: Path | None) -> Kept:
    """Open the file of a model's vectors in a folder; without one, or if it cannot be, memory."""
    where = ":memory:"
    if folder is not None:
        try:
            folder.mkdir(parents=True, exist_ok=True)
            where = str(folder / f"vectors-{model.key[:16]}.db")
        except OSError:
            where = ":memory:"
    try:
        return Kept(model, _open(where))
    except sqlite3.Error:
        return Kept(model, _open(":memory:"))


def _open(where: str) -> sqlite3.Connection:
    database = sqlite3.connect(where, timeout=60)
    database.execute("CREATE TABLE IF NOT EXISTS vector (k BLOB PRIMARY KEY, v BLOB) WITHOUT ROWID")
    database.commit()
    return database


@dataclass(frozen=True)
class Nearness:
    """How near each record is to a text by meaning, and by which sentences."""

    of: "Vectors"
    _mine: Sequence[str]
    _pairs: "Vectors"
    _theirs: Sequence[str]
    _starts: Sequence[int]

    def first(self, most: int) -> list[int]:
        """Return the numbers of the nearest records, best first."""
        return [int(number) + 1 for number in (-self.of).argsort(kind="stable")[:most]]

    def to(self, number: int) -> float:
        """Return how near one record is."""
        return float(self.of[number - 1])

    def pair(self, number: int) -> tuple[str, str]:
        """Return the sentence of the text and that of the record that are nearest."""
        begin, end = self._starts[number - 1 : number + 1]
        mine, theirs = divmod(int(self._pairs[:, begin:end].argmax()), end - begin)
        return self._mine[mine], self._theirs[begin + theirs]


@dataclass
class Meaning:
    """The landscape's texts as vectors: whole texts, and sentences with the record of each."""

    kept: Kept
    index: Index
    announce: Announce | None = None
    _whole: "Vectors | None" = field(default=None, repr=False)
    _parts: "Vectors | None" = field(default=None, repr=False)
    _described: "Vectors | None" = field(default=None, repr=False)
    # Where the sentences of each record begin, and the end of the last.
    _starts: list[int] = field(default_factory=list, repr=False)
    _texts: list[str] = field(default_factory=list, repr=False)

    def near(self, text: str, glosses: Sequence[Sequence[str]] = ()) -> "Nearness":
        """Return how near each record is.

        Nearness is the weighted mean of the whole texts' cosine and the best sentence pair's.
        `glosses` are the sentences once more, word by word in English, for a model that knows no
        other language: the nearest version counts, a gloss a little less than the text itself.
        """
        import numpy as np

        self._read()
        parts = sentences(text)[:MOST_SENTENCES] or [text]
        pieces = chunks(parts) if len(text.split()) > _LONG else [text]
        whole = self._nearness(pieces, self._whole).max(axis=0)
        pairs = self._nearness(parts, self._parts)
        for english in () if self.kept.model.reads_all_languages else glosses:
            version = list(english[: len(parts)])
            glossed = _GLOSS * self._nearness(chunks(version), self._whole).max(axis=0)
            whole = np.maximum(whole, glossed)
            pairs = np.maximum(pairs, _GLOSS * self._nearness(version, self._parts))
        best = np.maximum.reduceat(pairs.max(axis=0), self._starts[:-1])
        near = (_PAIR * best + (1 - _PAIR) * whole) * self._described
        return Nearness(near, parts, pairs, self._texts, self._starts)

    def _nearness(self, texts: Sequence[str], known: "Vectors | None") -> "Vectors":
        """Return the cosines of texts, in rows, with what is known, in columns."""
        nearness: Vectors = self.kept.vectors(texts) @ known.T  # type: ignore[union-attr]
        return nearness

    def coverage(self, parts: Sequence[str], numbers: Iterable[int]) -> list[float]:
        """Return for each sentence its nearness to the nearest sentence of some records."""
        self._read()
        columns = [
            column
            for number in sorted(set(numbers))
            for column in range(self._starts[number - 1], self._starts[number])
        ]
        if not columns or not parts:
            return [0.0] * len(parts)
        pairs = self.kept.vectors(parts) @ self._parts[columns].T  # type: ignore[index]
        return [float(value) for value in pairs.max(axis=1)]

    def _read(self) -> None:
        if self._whole is not None:
            return
        import numpy as np

        records = [self.index.record(number) for number in self.index.numbers()]
        for record in records:
            self._starts.append(len(self._texts))
            self._texts += sentences(record.text) or [record.told]
        self._starts.append(len(self._texts))
        self._described = np.array([1.0 if record.text else _NAME_ONLY for record in records])
        texts = [record.told for record in records]
        vectors = self.kept.vectors(texts + self._texts, self.announce)
        self._whole, self._parts = vectors[: len(texts)], vectors[len(texts) :]
