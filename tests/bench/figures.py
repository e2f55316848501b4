"""A measured figure on one line: beside its peer, beside its limit, and whether it is kept."""

import resource
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """What was measured, with its limit (`least`: it must not be lower) and what a peer does."""

    what: str
    measured: float
    unit: str
    limit: float
    peer: str
    least: bool = False

    @property
    def kept(self) -> bool:
        """Whether the promise is kept."""
        return self.measured >= self.limit if self.least else self.measured <= self.limit

    def __str__(self) -> str:
        """Return the line."""
        bound = f"at {'least' if self.least else 'most'} {self.limit:,g}"
        return (
            f"{'ok' if self.kept else 'BROKEN':8}{self.what:44}{self.measured:>10,.4g} {self.unit:10}"
            f"{bound:17}{self.peer}"
        )


def least_cpu(
    command: Sequence[str], environment: Mapping[str, str] | None = None, runs: int = 7
) -> float:
    """Return the CPU seconds of a command, the smallest of several runs.

    Whatever else the machine does only adds to them.
    """
    cpu(command, environment)  # warm the caches
    return min(cpu(command, environment) for _ in range(runs))


def cpu(command: Sequence[str], environment: Mapping[str, str] | None = None) -> float:
    """Return the CPU seconds, user and system, of one finished process."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(
        command, env=environment, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime
