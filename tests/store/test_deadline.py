"""A query that takes too long, or too much memory, is ended; so is one at Ctrl-C."""

import io
import os
import signal
import subprocess
import sys
import time
from types import SimpleNamespace

import pytest

from kg.errors import BadQuery, TooLong
from kg.landscape import open_landscape
from kg.store.deadline import Limits, Watch, megabytes_used
from kg.store.interface import Literal
from kg.vocabulary import XSD

LONG = "SELECT (COUNT(*) AS ?n) { ?a ?p ?x . ?b ?q ?y . ?c ?r ?z FILTER (?x = ?y && ?z != ?x) }"
LONG_ASK = "ASK { ?a ?p ?x . ?b ?q ?y . ?c ?r ?z FILTER (CONCAT(STR(?x), STR(?y), STR(?z)) = 'n') }"
LARGE = "SELECT * { ?a ?p ?x . ?b ?q ?y } ORDER BY ?y"
ONE = "SELECT (1 AS ?x) {}"


def kg(real, *arguments):
    command = [sys.executable, "-m", "kg", "--home", str(real.home), *arguments]
    begun = cpu_of_children()
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done, cpu_of_children() - begun


def cpu_of_children():
    """The seconds that ended processes have computed, which do not depend on what else runs."""
    spent = os.times()
    return spent.children_user + spent.children_system


def until(condition):
    given_up = time.monotonic() + 60
    while not condition() and time.monotonic() < given_up:
        time.sleep(0.01)


def read(answer):
    return list(getattr(answer, "rows", ()))


def interrupt():
    os.kill(os.getpid(), signal.SIGINT)
    time.sleep(1)


@pytest.fixture
def limited(real):
    return open_landscape(real.home, limits=Limits(0.5, None))


@pytest.fixture(scope="module")
def roomy(real):
    return open_landscape(real.home, limits=Limits(60, None))


@pytest.mark.parametrize("query", [LONG, LONG_ASK, LARGE, f"{LARGE} #"])
def test_a_command_ends_at_its_deadline_and_leaves_no_file(real, tmp_path, query):
    where = ["-o", str(tmp_path / "x.csv")] if query != LONG_ASK else []
    done, spent = kg(real, "--timeout", "0.5", "--memory", "0", "query", query, *where)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == (
        "Error: the query was ended after 0.5 seconds; --timeout gives it more\n"
    )
    assert list(tmp_path.iterdir()) == []
    assert spent < 5  # with the start of the process; the query takes hours


def test_a_command_ends_when_it_takes_too_much_memory(real):
    done, _ = kg(real, "--memory", "300", "query", LARGE)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == (
        "Error: the query was ended when it took 300 MB; --memory gives it more\n"
    )


def test_a_command_ends_at_once_when_it_is_interrupted(real, tmp_path):
    command = [sys.executable, "-m", "kg", "--home", str(real.home), "query", LONG]
    begun = cpu_of_children()
    running = subprocess.Popen(
        [*command, "-o", str(tmp_path / "x.csv")], stderr=subprocess.PIPE, text=True
    )
    until(lambda: list(tmp_path.iterdir()))
    time.sleep(0.3)  # now it evaluates
    running.send_signal(signal.SIGINT)
    _, said = running.communicate(timeout=60)
    assert (running.returncode, said) == (130, "\nAborted!\n")
    assert cpu_of_children() - begun < 5
    assert list(tmp_path.iterdir()) == []


def test_a_command_without_a_limit_runs_on(real):
    done, _ = kg(real, "--timeout", "0", "--memory", "0", "query", ONE)
    assert (done.returncode, done.stdout) == (0, "x\n1\n")


@pytest.mark.parametrize("query", [LONG, LONG_ASK])
def test_in_python_a_query_ends_at_its_deadline_and_the_next_is_answered(limited, query):
    limited.query(ONE)
    overtime = []
    for _ in range(3):
        begun = time.monotonic()
        with pytest.raises(TooLong, match=r"the query was ended after 0\.5 seconds"):
            read(limited.query(query))
        overtime.append(time.monotonic() - begun - 0.5)
        assert list(limited.query(ONE).rows) == [(Literal("1", f"{XSD}integer"),)]
    assert 0 <= min(overtime) < 10  # the query takes hours


def test_in_python_a_query_ends_when_it_takes_too_much_memory(real):
    limited = open_landscape(real.home, limits=Limits(None, 300))
    with pytest.raises(TooLong, match="the query was ended when it took 300 MB"):
        list(limited.query(LARGE).rows)


@pytest.mark.parametrize("name", ["amounts", "contradictions"])
def test_a_limit_changes_no_answer(real, roomy, name):
    ours, theirs = real.query(name), roomy.query(name)
    assert (theirs.columns, list(theirs.rows)) == (ours.columns, list(ours.rows))


def test_a_limit_changes_no_triples_and_no_truth(real, roomy):
    query = "CONSTRUCT WHERE { ?call usk:partOfInstrument ?fund }"
    assert list(roomy.query(query).triples) == list(real.query(query).triples)
    assert [bool(roomy.query(f"ASK {{ FILTER ({b}) }}")) for b in ("true", "false")] == [
        True,
        False,
    ]


def test_answers_can_be_read_side_by_side_and_given_up(roomy):
    first = roomy.query("SELECT ?x { ?x ?p ?o }").rows
    second = roomy.query("SELECT ?x { ?x ?p ?o }").rows
    assert [next(first), next(first)] == [next(second), next(second)]
    first.close()
    assert roomy.query("SELECT (COUNT(*) AS ?n) { ?x ?p ?o }").rows is not None
    assert len(list(second)) > 1000


def test_a_bad_query_shows_its_place_with_a_limit_too(real, roomy):
    errors = []
    for landscape in (real, roomy):
        with pytest.raises(BadQuery) as problem:
            landscape.query("SELECT ?x { ?x a }")
        errors.append((str(problem.value), problem.value.excerpt))
    assert errors[0] == errors[1]


def test_the_whole_store_can_be_copied_with_a_limit(real, roomy):
    copies = [io.BytesIO(), io.BytesIO()]
    real.store.dump(copies[0])
    roomy.store.dump(copies[1])
    assert copies[0].getvalue() == copies[1].getvalue()


def test_queries_with_a_limit_share_a_process_one_after_the_other(roomy):
    def processes():
        list(roomy.query("SELECT ?who { project:pactesur usk:ledBy ?who }").rows)
        return {worker._process.pid for worker in roomy.store._idle}

    assert processes() == processes() == processes()


def test_a_query_inside_of_another_has_no_more_time_than_it(monkeypatch):
    clock, reasons = SimpleNamespace(monotonic=lambda: clock.now, now=0.0), []
    monkeypatch.setattr("kg.store.deadline.time", clock)
    watch = Watch(Limits(10, None), reasons.append)
    with watch.running():
        clock.now = 7.0
        with watch.running():
            time.sleep(0.2)  # the watch looks several times
            assert reasons == []
            clock.now = 11.0
            until(lambda: reasons)
        assert reasons[:1] == [3]
    watch.close()


def test_a_watch_listens_to_the_pipe_of_signals_only_while_a_query_runs():
    reasons = []
    watch = Watch(Limits(), reasons.append)
    with watch.running():
        with pytest.raises(KeyboardInterrupt):
            interrupt()
        until(lambda: reasons)
    with pytest.raises(KeyboardInterrupt):
        interrupt()
    time.sleep(0.1)
    watch.close()
    assert reasons == [130]
    assert signal.set_wakeup_fd(-1) == -1


def test_memory_is_measured_in_megabytes():
    before = megabytes_used()
    held = bytearray(200_000_000)
    held[::4096] = b"x" * len(held[::4096])
    assert 150 < megabytes_used() - before < 250
