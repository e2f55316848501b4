"""A large answer goes to its file as it comes: the memory of the process does not grow with it."""

import subprocess
import sys
from pathlib import Path

import pytest

# The most memory of this process alone; what the operating system counts would include its parent's.
PEAK = """
import sys
from kg.cli.main import cli
try:
    cli(sys.argv[1:])
finally:
    (line,) = [line for line in open("/proc/self/status") if line.startswith("VmHWM")]
    print(int(line.split()[1]) // 1024, file=sys.stderr)
"""


def rows_and_megabytes(real, folder, output_format, each):
    values = " ".join(map(str, range(each)))
    query = f"SELECT ?s ?p ?o ?x {{ {{ SELECT * {{ ?s ?p ?o }} LIMIT 10000 }} VALUES ?x {{ {values} }} }}"
    path = folder / f"{each}.{output_format}"
    arguments = ["--home", str(real.home), "query", query, "-f", output_format, "-o", str(path)]
    done = subprocess.run(
        [sys.executable, "-c", PEAK, *arguments], capture_output=True, text=True, check=True
    )
    text = path.read_bytes()
    rows = text.count(b'"x":') if output_format == "json" else text.count(b"\n") - 1
    return rows, int(done.stderr.split()[-1])


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="reads Linux's own account")
@pytest.mark.parametrize("output_format", ["csv", "tsv", "json"])
def test_three_hundred_thousand_rows_take_no_more_memory_than_ten_thousand(
    real, tmp_path, output_format
):
    few, small = rows_and_megabytes(real, tmp_path, output_format, 1)
    many, large = rows_and_megabytes(real, tmp_path, output_format, 30)
    assert (few, many) == (10_000, 300_000)
    assert large - small < 10
