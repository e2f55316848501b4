"""What ends a query that takes too long or too much memory, and Ctrl-C inside the engine.

pyoxigraph (0.5.13) cannot be cancelled and takes no signals while it evaluates, but it lets other
threads run. So a thread watches, and ends the whole process: the engine leaves nothing behind, for
a store is only read.
"""

import contextlib
import math
import os
import select
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, NamedTuple

DEADLINE: Final = 3
MEMORY: Final = 4
INTERRUPTED: Final = 130
_EVERY: Final = 0.05

# Files that are begun and not whole: they are removed before the process is ended.
unfinished: Final[set[Path]] = set()


class Limits(NamedTuple):
    """How many seconds a query may take and how many megabytes the process; None for any."""

    seconds: float | None = None
    megabytes: int | None = None

    def message(self, reason: int) -> str:
        """Return what a person is told when a query was ended."""
        if reason == DEADLINE:
            seconds = f"{self.seconds:g} second{'' if self.seconds == 1 else 's'}"
            return f"the query was ended after {seconds}; --timeout gives it more"
        return f"the query was ended when it took {self.megabytes} MB; --memory gives it more"


NO_LIMITS: Final = Limits()


class Watch:
    """Ends the process when a query passes its limits, or at Ctrl-C while one is running.

    `end` is told why (DEADLINE, MEMORY or INTERRUPTED) and must not return.
    """

    def __init__(self, limits: Limits, end: Callable[[int], None]) -> None:
        self.limits, self._end = limits, end
        self._ends: float | None = None
        self._pipe: tuple[int, int] | None = None

    @contextmanager
    def running(self) -> Iterator[None]:
        """Watch a query until the block ends; a query inside of another has no more time than it.

        The block of an answer that is read bit by bit ends when the last bit is read.
        """
        if self._pipe is None:
            self._start()
        outer = self._ends
        ends = time.monotonic() + (self.limits.seconds or math.inf)
        self._ends = ends if outer is None else min(ends, outer)
        try:
            yield
        finally:
            self._ends = outer

    def close(self) -> None:
        """Watch no longer."""
        self._ends = None
        if self._pipe is not None:
            if self._hears_signals:
                signal.set_wakeup_fd(-1)
            os.close(self._pipe[1])
            self._pipe = None

    def _start(self) -> None:
        self._pipe = reading, writing = os.pipe()
        os.set_blocking(writing, False)  # so that it can be a wakeup fd
        # Python's own handlers wait until the engine is done; the number of a signal is written
        # into the pipe at once. Only the main thread may ask for that.
        self._hears_signals = threading.current_thread() is threading.main_thread()
        if self._hears_signals:
            signal.set_wakeup_fd(writing, warn_on_full_buffer=False)
        threading.Thread(target=self._watch, args=[reading], name="kg watch", daemon=True).start()

    def _watch(self, reading: int) -> None:
        while True:
            if select.select([reading], [], [], _EVERY)[0]:
                received = os.read(reading, 64)
                if not received:  # closed
                    os.close(reading)
                    return
                if signal.SIGINT in received and self._ends is not None:
                    self._end(INTERRUPTED)
            if self._ends is not None:
                if time.monotonic() >= self._ends:
                    self._end(DEADLINE)
                if self.limits.megabytes and megabytes_used() > self.limits.megabytes:
                    self._end(MEMORY)


def end_command(limits: Limits, reason: int) -> None:
    """End this process as a command ends: a line on standard error, and no half-written file."""
    for path in list(unfinished):
        with contextlib.suppress(OSError):
            path.unlink()
    line = "\nAborted!" if reason == INTERRUPTED else f"Error: {limits.message(reason)}"
    with contextlib.suppress(OSError):
        os.write(2, f"{line}\n".encode())
    os._exit(INTERRUPTED if reason == INTERRUPTED else 1)


def megabytes_used() -> float:
    """Return the memory of this process that is its own, in megabytes."""
    try:
        # Linux: pages in memory, less those shared with files.
        _, resident, shared, *_ = Path("/proc/self/statm").read_text(encoding="ascii").split()
        return (int(resident) - int(shared)) * os.sysconf("SC_PAGE_SIZE") / 1e6
    except OSError:
        import resource  # elsewhere the most that was ever used has to do

        most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return most / (1e6 if sys.platform == "darwin" else 1e3)
