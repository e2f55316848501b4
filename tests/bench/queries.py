"""Measure every query of the catalogue at a million triples, beside rdflib and Oxigraph's own server.

CPU seconds of the same store and the same machine; rdflib is ended after a minute for a query, and
its ratio is then "more than".
"""

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
from pathlib import Path
from typing import Any

from kg.ask.question import prepare
from kg.ask.writing import write_answer
from kg.landscape import Landscape, open_landscape
from kg.vocabulary import PREFIXES
from tests.bench.generated import write_landscape

TRIPLES = 1_000_000
RUNS = 7
PATIENCE = 60  # seconds of CPU that rdflib gets for a query
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


def measure(landscape: Landscape, folder: Path) -> bool:
    """Print one line for each query; return whether all promises are kept."""
    queries = {}
    for query in landscape.catalogue.queries():
        given = {p.name: VALUES[p.name] for p in query.parameters if p.name in VALUES}
        queries[query.name] = prepare(
            landscape.catalogue, lambda: landscape.names, query.name, given
        )
    ours = {name: by_kg(landscape, text) for name, text in queries.items()}
    native = by_native_server(landscape, queries)
    theirs = by_rdflib(landscape, queries, folder)
    print(f"{'':28}{'kg':>9}{'native':>9}{'rdflib':>9}{'times less':>12}{'rows':>9}")
    kept, ratios = True, []
    for name, (cpu, rows) in ours.items():
        peer, complete, count = theirs[name]
        ratio = peer / cpu
        ratios.append(ratio)
        sign = "" if complete else ">"
        line = f"{cpu:9.3f}{native[name]:9.3f}{sign + format(peer, '.2f'):>9}"
        print(f"{name:28}{line}{sign + format(ratio, '.0f'):>12}{rows:9}")
        if ratio < 5:
            kept = print_broken(f"{name} takes less than 5 times less CPU than rdflib")
        if complete and count != rows:
            kept = print_broken(f"{name}: rdflib finds {count} rows")
        if native[name] >= HEAVY and cpu > 1.25 * native[name]:
            kept = print_broken(f"{name} takes more than 1.25 times what the native server takes")
    mean = math.exp(statistics.fmean(map(math.log, ratios)))
    print(f"geometric mean: {mean:.1f} times less CPU than rdflib (at least 15)")
    return kept and mean >= 15


def print_broken(promise: str) -> bool:
    print(f"  BROKEN  {promise}")
    return False


def by_kg(landscape: Landscape, query: str) -> tuple[float, int]:
    """Return the least CPU seconds of a few runs, and the rows of the answer."""
    times, rows = [], 0
    for _ in range(RUNS):
        with Path(os.devnull).open("wb") as nowhere:
            counted = Counting(nowhere)
            before = time.process_time()
            write_answer(landscape.store.ask(query), "tsv", counted, raw=False)  # type: ignore[arg-type]
            times.append(time.process_time() - before)
            rows = counted.lines - 1
    return min(times), rows


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


def by_native_server(landscape: Landscape, queries: dict[str, str]) -> dict[str, float]:
    """Return the least CPU seconds of each query in Oxigraph's own server, answering TSV."""
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
        return {
            name: min(server_cpu(server.pid, port, prologue + text) for _ in range(RUNS))
            for name, text in queries.items()
        }
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
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def by_rdflib(
    landscape: Landscape, queries: dict[str, str], folder: Path
) -> dict[str, tuple[float, bool, int]]:
    """Return the CPU seconds of each query in rdflib, whether it came to an end, and its rows."""
    dump = folder / "dump.nq"
    with dump.open("wb") as file:
        landscape.store.dump(file)
    done = subprocess.run(
        [sys.executable, __file__, str(dump)],
        input=json.dumps(queries),
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
    for name, query in json.load(sys.stdin).items():
        reading, writing = os.pipe()
        child = os.fork()
        if child == 0:
            resource.setrlimit(resource.RLIMIT_CPU, (PATIENCE, PATIENCE))
            before = time.process_time()
            rows = sum(1 for _ in dataset.query(query, initNs=PREFIXES))
            os.write(writing, json.dumps([time.process_time() - before, True, rows]).encode())
            os._exit(0)
        os.close(writing)
        with os.fdopen(reading) as answer:
            text = answer.read()
        os.waitpid(child, 0)
        found[name] = json.loads(text) if text else [PATIENCE, False, 0]
    json.dump(found, sys.stdout)


def main() -> None:
    """Build the generated landscape and measure; exit 1 when a promise is broken."""
    with tempfile.TemporaryDirectory() as name:
        home = Path(name)
        write_landscape(home / "imports", TRIPLES)
        landscape = open_landscape(home, print)
        kept = [measure_shell(home), measure(landscape, home)]
        sys.exit(0 if all(kept) else 1)


if __name__ == "__main__":
    if len(sys.argv) > 1:
        answer_by_rdflib(sys.argv[1])
    else:
        main()
