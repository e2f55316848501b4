"""A store in processes of its own: a query can be ended, and the program that asked goes on.

`python -m kg.store.worker DIRECTORY SECONDS MEGABYTES` answers queries one after the other. Each is
a frame (its length in four bytes, then its bytes) on standard input; the answer on standard output
is a frame that says what it is, frames of its text, and an empty one.
"""

import contextlib
import io
import json
import os
import signal
import struct
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import IO, TYPE_CHECKING, BinaryIO, Final

from kg.errors import BadQuery, KgError, NoAnswer, TooLong
from kg.store.answers import inside, read_table, read_triples
from kg.store.binding import bind
from kg.store.deadline import DEADLINE, MEMORY, Limits, Watch
from kg.store.embedded import EmbeddedStore
from kg.store.interface import Answer, Iri, Literal, Row, Selection, Triples

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

_TABLE: Final = "application/sparql-results+json"
_GRAPH: Final = "application/n-triples"
_LENGTH: Final = struct.Struct(">I")
_PIECE: Final = 65536


class WorkerStore:
    """A store directory whose queries are ended when they pass their limits.

    For programs that live on: a query that takes too long raises TooLong, and the next one is
    answered. The first query costs the start of a process, and answers that are read side by side
    have a process each.
    """

    def __init__(self, directory: Path, limits: Limits) -> None:
        self._directory, self._limits = directory, limits
        self._idle: list[_Worker] = []

    def ask(self, query: str) -> Answer:
        """Answer any query; raise BadQuery when it cannot be parsed or is not a read.

        Raise TooLong, here or while the answer is read, when it passes the limits.
        """
        worker = self._idle.pop() if self._idle else _Worker(self._directory, self._limits)
        with self._lent(worker, back=False):
            about = worker.asked(query)
            kind = about["kind"]
            found = read_triples(worker, kind) if kind == _GRAPH else read_table(worker, kind)
        if isinstance(found, Selection | Triples):
            return inside(found, partial(self._lent, worker))
        with self._lent(worker):
            worker.drain()
        if found is None:
            raise BadQuery(about["message"], about["excerpt"])
        return found

    def select(
        self, query: str, bindings: Mapping[str, Iri | Literal | None] | None = None
    ) -> list[Row]:
        """Answer a SELECT of the project's own, each open place of `bindings` filled."""
        answer = self.ask(bind(query, bindings or {}))
        if not isinstance(answer, Selection):
            raise TypeError(f"Unexpected kind of query, SELECT needed: {query!r}")
        return list(answer.rows)

    def dump(self, output: BinaryIO) -> None:
        """Write the whole store as N-Quads, without a limit."""
        EmbeddedStore(self._directory).dump(output)

    @contextmanager
    def _lent(self, worker: "_Worker", *, back: bool = True) -> Iterator[None]:
        """Take the worker back when its answer is read, and end it when that does not happen."""
        try:
            yield
        except BaseException:  # an answer that is given up, or Ctrl-C
            worker.end()
            raise
        if back:
            worker.drain()
            self._idle.append(worker)


class _Worker:
    """The process, and the answer that is being read from it."""

    def __init__(self, directory: Path, limits: Limits) -> None:
        self._limits, self._ready, self._whole = limits, b"", True
        package = str(Path(__file__).parents[2])
        path = os.pathsep.join(filter(None, (package, os.environ.get("PYTHONPATH"))))
        self._process = subprocess.Popen(  # noqa: S603 # this interpreter, with our own arguments
            [
                sys.executable,
                *("-m", "kg.store.worker", str(directory)),
                *(str(limits.seconds or 0), str(limits.megabytes or 0)),
            ],
            env={**os.environ, "PYTHONPATH": path},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )

    def __del__(self) -> None:
        self.end()

    def asked(self, query: str) -> dict[str, str]:
        """Ask, and return what the worker says of its answer."""
        self._whole = False
        with contextlib.suppress(BrokenPipeError):  # said when the answer is read
            _write(self._process.stdin, query.encode())
        about: dict[str, str] = json.loads(self._frame())
        return about

    def read(self, size: int = -1, /) -> bytes:
        """Return the next bytes of the answer, at most `size`, none at the end."""
        if not self._ready and not self._whole:
            self._ready = self._frame()
            self._whole = not self._ready
        size = len(self._ready) if size < 0 else size
        some, self._ready = self._ready[:size], self._ready[size:]
        return some

    def drain(self) -> None:
        """Read what is left of an answer, such as the blank lines behind it."""
        while self.read(_PIECE):
            pass

    def end(self) -> None:
        """End the process, whatever it does."""
        self._process.kill()
        self._process.communicate()

    def _frame(self) -> bytes:
        frame = _read(self._process.stdout)
        if frame is None:
            code = self._process.wait()
            if code in (DEADLINE, MEMORY):
                raise TooLong(self._limits.message(code))
            raise NoAnswer(f"the process that answered the query has ended ({code})")
        return frame


class _Frames(io.RawIOBase):
    """What is written becomes frames on standard output."""

    def writable(self) -> bool:
        """Return that this can be written to, as `io.BufferedWriter` asks."""
        return True

    def write(self, piece: "ReadableBuffer", /) -> int:
        """Write a frame; return how many bytes were taken."""
        taken = bytes(piece)
        _write(sys.stdout.buffer, taken)
        return len(taken)


def _work(directory: Path, limits: Limits) -> None:
    """Answer queries until standard input ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # it is for the program that asks
    store = EmbeddedStore(directory, Watch(limits, os._exit))
    while (query := _read(sys.stdin.buffer)) is not None:
        about: dict[str, str]
        try:
            answer = store.ask(query.decode())
            about = {"kind": _GRAPH if isinstance(answer, Triples) else _TABLE}
        except KgError as problem:
            answer, about = (
                None,
                {"kind": "text/x-mistake", "message": str(problem), "excerpt": problem.excerpt},
            )
        _write(sys.stdout.buffer, json.dumps(about).encode())
        if answer is not None:
            with io.BufferedWriter(_Frames(), _PIECE) as output:
                answer.write(about["kind"], output)
        _write(sys.stdout.buffer, b"")


def _write(pipe: IO[bytes] | None, frame: bytes) -> None:
    if pipe is not None:
        pipe.write(_LENGTH.pack(len(frame)) + frame)
        pipe.flush()


def _read(pipe: IO[bytes] | None) -> bytes | None:
    head = pipe.read(_LENGTH.size) if pipe is not None else b""
    if pipe is None or len(head) < _LENGTH.size:
        return None
    length = _LENGTH.unpack(head)[0]
    frame = pipe.read(length)
    return frame if len(frame) == length else None


if __name__ == "__main__":
    _work(Path(sys.argv[1]), Limits(float(sys.argv[2]) or None, int(sys.argv[3]) or None))
