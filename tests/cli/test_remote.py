"""What a person sees who names a server wrongly: one line, before anything is asked."""

import pytest
from click.testing import CliRunner

from kg.cli.main import cli
from tests.store.servers import free_port


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (
            ["--endpoint", "data.example", "info"],
            "Error: Invalid value for '--endpoint': 'data.example' is not the address of a server,"
            " such as https://host/sparql",
        ),
        (
            ["--endpoint", "https://ada:secret@data.example/", "info"],
            "Error: Invalid value for '--endpoint': the address of data.example holds a name or"
            " password, which others can read; KG_ENDPOINT_USER and KG_ENDPOINT_PASSWORD in the"
            " environment, or ~/.netrc, keep them",
        ),
        (
            ["--default-graph", "a graph", "info"],
            "Error: Invalid value for '--default-graph': 'a graph' is not an IRI",
        ),
        (
            ["--timeout", "-1", "info"],
            "Error: Invalid value for '--timeout': -1.0 is not in the range x>=0.",
        ),
        (
            ["--timeout", "soon", "info"],
            "Error: Invalid value for '--timeout': 'soon' is not a valid float range.",
        ),
        (
            ["--memory", "1.5", "info"],
            "Error: Invalid value for '--memory': '1.5' is not a valid integer range.",
        ),
        (["publish"], "Error: Where to? Name the server with --endpoint URL."),
        (
            ["publish", "--endpoint", "nowhere"],
            "Error: Invalid value for '--endpoint': 'nowhere' is not the address of a server,"
            " such as https://host/sparql",
        ),
    ],
)
def test_what_is_wrong_is_one_line_and_exits_with_2(kg, arguments, line):
    done = kg(*arguments)
    assert (done.exit_code, done.stdout, done.stderr.splitlines()[-1]) == (2, "", line)


def test_an_endpoint_from_the_environment_is_asked(tmp_path):
    url = f"http://127.0.0.1:{free_port()}/sparql"
    done = CliRunner().invoke(
        cli, ["--home", str(tmp_path), "query", "ASK {}"], env={"KG_ENDPOINT": url}
    )
    assert (done.exit_code, done.stderr) == (
        1,
        f"Error: {url}: nothing listens there (connection refused)\n",
    )


def test_publishing_where_nothing_listens_is_one_line(kg):
    url = f"http://127.0.0.1:{free_port()}/sparql"
    done = kg("publish", "--endpoint", url)
    assert (done.exit_code, done.stderr.splitlines()[-1]) == (
        1,
        f"Error: {url}: nothing listens there (connection refused)",
    )
