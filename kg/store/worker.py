"""A store in processes of its own: a query can be ended, and the program that asked goes on.

`python -m kg.store.worker DIRECTORY SECONDS MEGABYTES [--allow-service]` answers queries one after
the other. Each is a frame (its length in four bytes, then its bytes) on standard input; the answer
on standard output is a frame that says what it is, frames of its text, and an empty one. What goes
wrong is said in a frame of its own, behind a byte that is not zero.
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

from kg import errors
from kg.errors import KgError, NoAnswer, TooLong
from kg.store.answers import inside, read_table, read_triples
from kg.store.binding import bind
from kg.store.deadline import DEADLINE, MEMORY, Limits, Watch
from kg.store.embedded import EmbeddedStore
from kg.store.interface import Answer, Iri, Literal, Row, Selection, Triples

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

_TABLE: Final = "application/sparql-results+json"
_GRAPH: Final = "application/n-triples"
_HEAD: Final = struct.Struct(">?I")  # whether it says what went wrong, and the length
_PIECE: Final = 65536
_ALLOW_SERVICE: Final = "--allow-service"


class WorkerStore:
    """A store directory whose queries are ended when they pass their limits.

    For programs that live on: a query that takes too long raises TooLong, and the next one is
    answered. The first query costs the start of a process, and answers that are read side by side
    have a process each. A query may ask other servers by SERVICE only when that is allowed.
    """

    def __init__(self, directory: Path, limits: Limits, *, allow_service: bool = False) -> None:
        self._directory, self._limits, self._allow_service = directory, limits, allow_service
        self._idle: list[_Worker] = []

    def ask(self, query: str) -> Answer:
        """Answer any query; raise BadQuery when it cannot be parsed or is not a read.

        Raise TooLong, here or while the answer is read, when it passes the limits.
        """
        worker = self._idle.pop() if self._idle else self._started()
        with self._lent(worker, back=False):
            kind = worker.asked(query)
            found = read_triples(worker, kind) if kind == _GRAPH else read_table(worker, kind)
        if isinstance(found, Selection | Triples):
            return inside(found, partial(self._lent, worker))
        with self._lent(worker):
            worker.drain()
        if found is None:
            raise ValueError(f"Unexpected kind of answer: {kind!r}")
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

    def _started(self) -> "_Worker":
        return _Worker(self._directory, self._limits, allow_service=self._allow_service)

    @contextmanager
    def _lent(self, worker: "_Worker", *, back: bool = True) -> Iterator[None]:
        """Take the worker back when its answer is read, and end it when that does not happen."""
        try:
            yield
        except BaseException:  # an answer that is given up, or Ctrl-C
            if worker.is_done():  # it has said what went wrong, and waits for the next query
                self._idle.append(worker)
            else:
                worker.end()
            raise
        if back:
            worker.drain()
            self._idle.append(worker)


class _Worker:
    """The process, and the answer that is being read from it."""

    def __init__(self, directory: Path, limits: Limits, *, allow_service: bool) -> None:
        self._limits, self._ready, self._whole = limits, b"", True
        package = str(Path(__file__).parents[2])
        path = os.pathsep.join(filter(None, (package, os.environ.get("PYTHONPATH"))))
        self._process = subprocess.Popen(  # noqa: S603 # this interpreter, with our own arguments
            [
                sys.executable,
                *("-m", "kg.store.worker", str(directory)),
                *(str(limits.seconds or 0), str(limits.megabytes or 0)),
                *([_ALLOW_SERVICE] if allow_service else []),
            ],
            env={**os.environ, "PYTHONPATH": path},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )

    def __del__(self) -> None:
        self.end()

    def asked(self, query: str) -> str:
        """Ask, and return the media type of the answer."""
        self._whole = False
        with contextlib.suppress(BrokenPipeError):  # said when the answer is read
            _write(self._process.stdin, query.encode())
        return self._frame().decode()

    def read(self, size: int = -1, /) -> bytes:
        """Return the next bytes of the answer, at most `size`, none at the end."""
        if not self._ready and not self._whole:
            self._ready = self._frame()
            self._whole = not self._ready
        size = len(self._ready) if size < 0 else size
        some, self._ready = self._ready[:size], self._ready[size:]
        return some

    def is_done(self) -> bool:
        """Whether the answer is at its end, or has none."""
        return self._whole and not self._ready and self._process.poll() is None

    def drain(self) -> None:
        """Read what is left of an answer, such as the blank lines behind it."""
        while self.read(_PIECE):
            pass

    def end(self) -> None:
        """End the process, whatever it does."""
        self._process.kill()
        self._process.communicate()

    def _frame(self) -> bytes:
        fault, frame = _read(self._process.stdout)
        if frame is None:
            code = self._process.wait()
            if code in (DEADLINE, MEMORY):
                raise TooLong(self._limits.message(code))
            raise NoAnswer(f"the process that answered the query has ended ({code})")
        if fault:
            self._whole = True
            kind, message, excerpt = json.loads(frame)
            raise getattr(errors, kind)(message, excerpt)
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


def _work(store: EmbeddedStore) -> None:
    """Answer queries until standard input ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # it is for the program that asks
    while (query := _read(sys.stdin.buffer)[1]) is not None:
        try:
            answer = store.ask(query.decode())
            kind = _GRAPH if isinstance(answer, Triples) else _TABLE
            _write(sys.stdout.buffer, kind.encode())
            with io.BufferedWriter(_Frames(), _PIECE) as output:
                answer.write(kind, output)
            _write(sys.stdout.buffer, b"")
        except KgError as problem:
            fault = [type(problem).__name__, str(problem), problem.excerpt]
            _write(sys.stdout.buffer, json.dumps(fault).encode(), fault=True)


def _write(pipe: IO[bytes] | None, frame: bytes, *, fault: bool = False) -> None:
    if pipe is not None:
        pipe.write(_HEAD.pack(fault, len(frame)) + frame)
        pipe.flush()


def _read(pipe: IO[bytes] | None) -> tuple[bool, bytes | None]:
    head = pipe.read(_HEAD.size) if pipe is not None else b""
    if pipe is None or len(head) < _HEAD.size:
        return False, None
    fault, length = _HEAD.unpack(head)
    frame = pipe.read(length)
    return fault, frame if len(frame) == length else None


def _main(directory: str, seconds: str, megabytes: str, *flags: str) -> None:
    limits = Limits(float(seconds) or None, int(megabytes) or None)
    watch = Watch(limits, os._exit)
    _work(EmbeddedStore(Path(directory), watch, allow_service=_ALLOW_SERVICE in flags))


if __name__ == "__main__":
    _main(*sys.argv[1:])
