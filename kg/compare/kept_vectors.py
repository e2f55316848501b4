"""The vectors of texts, kept in a file by the hash of the text: one file for each model."""

import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from kg.compare.embedder import Embedder

if TYPE_CHECKING:
    from kg.compare.embedder import Vectors

Announce = Callable[[str], None]
_AT_ONCE = 50
_TELL_FROM = 100
_ASKED_AT_ONCE = 500
_MOST_READ = 50_000


@dataclass
class Kept:
    """Vectors of texts, and the file that they are kept in."""

    model: Embedder
    database: sqlite3.Connection
    _read: dict[bytes, bytes] = field(default_factory=dict, repr=False)

    def vectors(self, texts: Sequence[str], announce: Announce | None = None) -> "Vectors":
        """Return one row for each text; those not met before are embedded and kept."""
        import numpy as np

        keys = [sha256(text.encode()).digest() for text in texts]
        known = self._look_up(keys)
        missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in known}
        if announce is not None and len(missing) >= _TELL_FROM:
            announce(f"Reading {len(missing)} texts with the model (once, up to a minute) …")
        waiting = iter(missing.items())
        while some := list(islice(waiting, _AT_ONCE)):
            rows = self.model.embed([text for _, text in some])
            for (key, _), row in zip(some, rows, strict=True):
                known[key] = row.tobytes()
                self._keep(key, known[key])
            self._commit()
        self._read.update(known)
        return np.array([np.frombuffer(known[key], dtype=np.float32) for key in keys])

    def _look_up(self, keys: Sequence[bytes]) -> dict[bytes, bytes]:
        """Return the vectors that are kept, read once as far as there is room for them."""
        missing = iter([key for key in dict.fromkeys(keys) if key not in self._read])
        if len(self._read) > _MOST_READ:
            self._read.clear()
        found = {key: self._read[key] for key in keys if key in self._read}
        while some := list(islice(missing, _ASKED_AT_ONCE)):
            marks = ",".join("?" * len(some))
            rows = self.database.execute(f"SELECT k, v FROM vector WHERE k IN ({marks})", some)  # noqa: S608  # marks only
            found.update((key, bytes(vector)) for key, vector in rows)
        self._read.update(found)
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
