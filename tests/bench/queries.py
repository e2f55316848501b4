"""Measure every query of the catalogue at a million triples, beside rdflib and Oxigraph's own server.

    python -m tests.bench.queries                   exit 1 when a promise is broken
    python -m tests.bench.queries roles-of amounts  only these
    python -m tests.bench.queries --write-costs     write what ours cost into the headers of the files

CPU seconds of the same store and the same machine. What is compared is measured in turn, and the
least of several runs counts: what else the machine does only ever adds. rdflib is ended after twenty
times what ours takes, or a minute, and its ratio is then "more than".
"""

import argparse
import json
import math
import os
import resource
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import takewhile
from pathlib import Path
from typing import Any

from kg.ask.catalogue_text import as_markdown
from kg.ask.question import prepare
from kg.ask.writing import write_answer
from kg.landscape import Landscape, open_landscape
from kg.vocabulary import PREFIXES
from tests.bench.generated import write_landscape

TRIPLES = 1_000_000
RUNS, FEWEST, SECONDS = 15, 3, 6  # of a query: no more after these seconds, and never fewer
PATIENCE = 20  # times what ours takes, that rdflib gets for a query,
LEAST_PATIENCE, MOST_PATIENCE = 5, 60  # and at least and at most so many seconds of CPU
HEAVY = 0.1  # seconds of CPU from which a query counts as heavy
# Values with much data behind them; the hubs of the generated landscape are those with low numbers.
VALUES = {
    "agent": "org:generated-0",
    "day": "2019-06-15",
    "fund": "funding:generated-fund-1",
    "place": "place:generated-0",
    "theme": "theme:security-by-design",
    "thing": "org:generated-0",
    "year": "2019",
}

# What asks a server a query, and returns the CPU seconds that it took.
Server = Callable[[str], float]


def measure(landscape: Landscape, folder: Path, names: Sequence[str] = ()) -> bool:
    """Print one line for each query, or these; return whether all promises are kept."""
    queries = {name: text for name, text in texts(landscape).items() if not names or name in names}
    with native_server(landscape) as asked:
        ours = {name: by_kg_and_server(landscape, text, asked) for name, text in queries.items()}
    theirs = by_rdflib(
        landscape, queries, {name: cpu for name, (cpu, _, _) in ours.items()}, folder
    )
    print(f"{'':36}{'kg':>9}{'native':>9}{'rdflib':>9}{'times less':>12}{'rows':>9}")
    kept, ratios = True, []
    for name, (cpu, native, rows) in ours.items():
        peer, complete, count = theirs[name]
        ratio = peer / cpu
        ratios.append(ratio)
        sign = "" if complete else ">"
        line = f"{cpu:9.3f}{native:9.3f}{sign + format(peer, '.2f'):>9}"
        print(f"{name:36}{line}{sign + format(ratio, '.0f'):>12}{rows:9}")
        if ratio < 5:
            kept = print_broken(f"{name} takes less than 5 times less CPU than rdflib")
        if complete and count != rows:
            kept = print_broken(f"{name}: rdflib finds {count} rows")
        if native >= HEAVY and cpu > 1.25 * native:
            times = cpu / native
            kept = print_broken(f"{name} takes {times:.2f} times what the native server takes")
    mean = math.exp(statistics.fmean(map(math.log, ratios)))
    print(f"geometric mean: {mean:.1f} times less CPU than rdflib (at least 15)")
    return kept and mean >= 15


def texts(landscape: Landscape) -> dict[str, str]:
    """Return the catalogue with values for its parameters, ready to be run."""
    return {
        query.name: prepare(
            landscape.catalogue,
            lambda: landscape.names,
            query.name,
            {p.name: VALUES[p.name] for p in query.parameters if p.name in VALUES},
        )
        for query in landscape.catalogue.queries()
    }


def print_broken(promise: str) -> bool:
    print(f"  BROKEN  {promise}")
    return False


def by_kg_and_server(landscape: Landscape, query: str, asked: Server) -> tuple[float, float, int]:
    """Return the least CPU seconds of ours and of the server in turn, and the rows of the answer."""
    ours, native, rows = list[float](), [], 0
    while is_to_be_run(ours):
        cpu, rows = by_kg(landscape, query)
        ours.append(cpu)
        native.append(asked(query))
    return min(ours), min(native), rows


def is_to_be_run(times: list[float]) -> bool:
    """Whether a query that took these times is to be run once more."""
    return len(times) < FEWEST or (len(times) < RUNS and sum(times) < SECONDS)


def by_kg(landscape: Landscape, query: str) -> tuple[float, int]:
    """Return the CPU seconds of one run, and the rows of the answer."""
    with Path(os.devnull).open("wb") as nowhere:
        counted = Counting(nowhere)
        before = time.process_time()
        write_answer(landscape.store.ask(query), "tsv", counted, raw=False)  # type: ignore[arg-type]
        return time.process_time() - before, counted.lines - 1


def write_costs(landscape: Landscape) -> None:
    """Write into the header of each query what its answer takes, and the README again."""
    for name, text in texts(landscape).items():
        times: list[float] = []
        while is_to_be_run(times):
            times.append(by_kg(landscape, text)[0])
        cost = in_words(min(times))
        query = landscape.catalogue.find(name)
        path = landscape.catalogue.folder / query.audience / f"{name}.rq"
        path.write_text(with_cost(path.read_text(encoding="utf-8"), cost), encoding="utf-8")
        print(f"{name:36}{cost}")
    readme = as_markdown(landscape.catalogue.queries())
    (landscape.catalogue.folder / "README.md").write_text(f"{readme}\n", encoding="utf-8")


def with_cost(text: str, cost: str) -> str:
    """Return a query with this cost at the end of its header, instead of the one it had."""
    lines = text.splitlines(keepends=True)
    header = list(takewhile(lambda line: line.startswith("#+ "), lines))
    kept = [line for line in header if not line.startswith("#+ cost: ")]
    kept.append(f"#+ cost: {cost} at {TRIPLES // 1_000_000} million triples\n")
    return "".join(kept + lines[len(header) :])


def in_words(seconds: float) -> str:
    """Return a time by its first two digits: 0.8 ms, 12 ms, 1.3 s."""
    amount, unit = (seconds, "s") if seconds >= 0.9995 else (seconds * 1000, "ms")
    digits = 1 if amount < 9.95 else 0
    return f"{round(amount, -1) if amount >= 99.5 else amount:.{digits}f} {unit}"


def measure_shell(home: Path, runs: int = 300) -> bool:
    """Ask `kg shell` for a label again and again; return whether 19 of 20 answers take 5 ms."""
    shell = subprocess.Popen(
        [sys.executable, "-m", "kg", "--home", str(home), "shell"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert shell.stdin is not None
    assert shell.stdout is not None
    times = []
    for _ in range(runs):
        before = time.perf_counter()
        shell.stdin.write(b"SELECT ?label { project:generated-7 rdfs:label ?label };\n")
        shell.stdin.flush()
        shell.stdout.readline()
        shell.stdout.readline()
        times.append(time.perf_counter() - before)
    shell.stdin.close()
    shell.wait()
    slow = sorted(times)[-runs // 20] * 1000
    middle = statistics.median(times) * 1000
    print(f"kg shell, a point query: {middle:.2f} ms, 19 of 20 within {slow:.2f} ms (at most 5)")
    return slow <= 5


class Counting:
    """An output that counts lines."""

    def __init__(self, output: Any) -> None:
        self._output = output
        self.lines = 0

    def write(self, chunk: bytes) -> int:
        self.lines += chunk.count(b"\n")
        return int(self._output.write(chunk))

    def flush(self) -> None:
        pass


@contextmanager
def native_server(landscape: Landscape) -> Iterator[Server]:
    """Give a function that asks Oxigraph's own server for TSV and returns its CPU seconds."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    assert landscape.directory is not None
    server = subprocess.Popen(
        [
            str(Path(sys.executable).with_name("oxigraph")),
            *("serve-read-only", "--location", str(landscape.directory / "graph")),
            *("--bind", f"127.0.0.1:{port}"),
        ],
        stderr=subprocess.DEVNULL,
    )
    try:
        prologue = "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in PREFIXES.items())
        wait_for(port)
        yield lambda query: server_cpu(server.pid, port, prologue + query)
    finally:
        server.terminate()
        server.wait()


def wait_for(port: int) -> None:
    for _ in range(200):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise TimeoutError("the native server does not answer")


def server_cpu(pid: int, port: int, query: str) -> float:
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}/query",
        urllib.parse.urlencode({"query": query}).encode(),
        {"Accept": "text/tab-separated-values"},
    )
    before = cpu_of(pid)
    with urllib.request.urlopen(request) as response:
        while response.read(1 << 16):
            pass
    return cpu_of(pid) - before


def cpu_of(pid: int) -> float:
    # The clock of another process, as clock_getcpuclockid(3) makes it on Linux: /proc tells it in
    # hundredths of a second only.
    return time.clock_gettime(~pid << 3 | 2)


def by_rdflib(
    landscape: Landscape, queries: dict[str, str], ours: dict[str, float], folder: Path
) -> dict[str, tuple[float, bool, int]]:
    """Return the CPU seconds of each query in rdflib, whether it came to an end, and its rows."""
    dump = folder / "dump.nq"
    with dump.open("wb") as file:
        landscape.store.dump(file)
    patience = {
        name: math.ceil(min(max(LEAST_PATIENCE, PATIENCE * cpu), MOST_PATIENCE))
        for name, cpu in ours.items()
    }
    done = subprocess.run(
        [sys.executable, __file__, "--rdflib", str(dump)],
        input=json.dumps([[name, query, patience[name]] for name, query in queries.items()]),
        stdout=subprocess.PIPE,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
    )
    return {name: tuple(found) for name, found in json.loads(done.stdout).items()}


def answer_by_rdflib(dump: str) -> None:
    """Read the dump once; answer each query in a child that inherits it and may be ended."""
    import rdflib

    dataset = rdflib.Dataset()
    dataset.parse(dump, format="nquads")
    found = {}
    for name, query, patience in json.load(sys.stdin):
        reading, writing = os.pipe()
        child = os.fork()
        if child == 0:
            resource.setrlimit(resource.RLIMIT_CPU, (patience, patience))
            before = time.process_time()
            rows = sum(1 for _ in dataset.query(query, initNs=PREFIXES))
            os.write(writing, json.dumps([time.process_time() - before, True, rows]).encode())
            os._exit(0)
        os.close(writing)
        with os.fdopen(reading) as answer:
            text = answer.read()
        os.waitpid(child, 0)
        found[name] = json.loads(text) if text else [patience, False, 0]
    json.dump(found, sys.stdout)


def main() -> None:
    """Build the generated landscape and measure; exit 1 when a promise is broken."""
    reading = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    reading.add_argument("names", nargs="*", help="of queries; all without")
    reading.add_argument("--write-costs", action="store_true", help="into queries/")
    reading.add_argument("--rdflib", metavar="DUMP", help=argparse.SUPPRESS)
    given = reading.parse_args()
    if given.rdflib:
        answer_by_rdflib(given.rdflib)
        return
    with tempfile.TemporaryDirectory() as name:
        home = Path(name)
        write_landscape(home / "imports", TRIPLES)
        landscape = open_landscape(home, print)
        if given.write_costs:
            write_costs(landscape)
            return
        kept = [measure_shell(home), measure(landscape, home, given.names)]
        sys.exit(0 if all(kept) else 1)


if __name__ == "__main__":
    main()
