"""Nearness by meaning: the landscape's texts as vectors, kept by text and model."""

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from kg.compare.index import Index
from kg.compare.model import Model
from kg.compare.text import chunks, sentences

if TYPE_CHECKING:
    from kg.compare.model import Vectors

Announce = Callable[[str], None]
_AT_ONCE = 50
_TELL_FROM = 100
# More sentences than these of a proposal add nothing but time.
MOST_SENTENCES = 200
_LONG = 240
# How much nearness counts that a word-by-word English version has.
_GLOSS = 0.9
# A name without a description is near anything a little.
_NAME_ONLY = 0.8


@dataclass
class Kept:
    """Vectors of texts, kept in a file by the hash of the text; one file for each model."""

    model: Model
    database: sqlite3.Connection

    def vectors(self, texts: Sequence[str], announce: Announce | None = None) -> "Vectors":
        """Return one row for each text; those not met before are embedded and kept."""
        import numpy as np

        keys = [sha256(text.encode()).digest() for text in texts]
        known = self._known(keys)
        missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in known}
        if announce is not None and len(missing) >= _TELL_FROM:
            announce(f"Reading {len(missing)} texts with the model (once, about a minute) …")
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


def keep_vectors(model: Model, folder: Path | None) -> Kept:
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


@dataclass
class Meaning:
    """The landscape's texts as vectors: whole texts, and sentences with the record of each."""

    kept: Kept
    index: Index
    announce: Announce | None = None
    _whole: "Vectors | None" = field(default=None, repr=False)
    _parts: "Vectors | None" = field(default=None, repr=False)
    _owners: list[int] = field(default_factory=list, repr=False)
    _texts: list[str] = field(default_factory=list, repr=False)

    def near(
        self, text: str, glosses: Sequence[Sequence[str]] = ()
    ) -> dict[int, tuple[float, str, str]]:
        """Return how near each record is, with the best pair of sentences.

        Nearness is the mean of the whole texts' cosine and the best sentence pair's. `glosses` are
        the sentences once more, word by word in English, for a model that knows no other language:
        the nearest version counts, a gloss a little less than the text itself.
        """
        import numpy as np

        self._read()
        parts = sentences(text)[:MOST_SENTENCES] or [text]
        pieces = chunks(parts) if len(text.split()) > _LONG else [text]
        whole = self._nearness(pieces, self._whole).max(axis=0)
        pairs = self._nearness(parts, self._parts)
        for english in glosses:
            version = list(english[: len(parts)])
            glossed = _GLOSS * self._nearness(chunks(version), self._whole).max(axis=0)
            whole = np.maximum(whole, glossed)
            pairs = np.maximum(pairs, _GLOSS * self._nearness(version, self._parts))
        best_mine = pairs.argmax(axis=0)
        best = pairs.max(axis=0)
        found: dict[int, tuple[float, str, str]] = {}
        strongest = np.full(self.index.total + 1, -1.0, dtype=np.float32)
        for column, number in enumerate(self._owners):
            if best[column] > strongest[number]:
                strongest[number] = best[column]
                pair = parts[int(best_mine[column])], self._texts[column]
                near = (float(whole[number - 1]) + float(best[column])) / 2
                if not self.index.record(number).text:
                    near *= _NAME_ONLY
                found[number] = (near, *pair)
        return found

    def _nearness(self, texts: Sequence[str], known: "Vectors | None") -> "Vectors":
        """Return the cosines of texts, in rows, with what is known, in columns."""
        nearness: Vectors = self.kept.vectors(texts) @ known.T  # type: ignore[union-attr]
        return nearness

    def coverage(self, parts: Sequence[str], numbers: Iterable[int]) -> list[float]:
        """Return for each sentence its nearness to the nearest sentence of some records."""
        self._read()
        wanted = set(numbers)
        columns = [at for at, number in enumerate(self._owners) if number in wanted]
        if not columns or not parts:
            return [0.0] * len(parts)
        pairs = self.kept.vectors(parts) @ self._parts[columns].T  # type: ignore[index]
        return [float(value) for value in pairs.max(axis=1)]

    def _read(self) -> None:
        if self._whole is not None:
            return
        records = [self.index.record(number) for number in self.index.numbers()]
        for number, record in zip(self.index.numbers(), records, strict=True):
            for part in sentences(record.text) or [record.whole]:
                self._owners.append(number)
                self._texts.append(part)
        texts = [record.whole for record in records]
        vectors = self.kept.vectors(texts + self._texts, self.announce)
        self._whole, self._parts = vectors[: len(texts)], vectors[len(texts) :]
