"""Servers on loopback: two that no one here wrote, and made-up ones that do everything wrong."""

import os
import shutil
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from click.testing import CliRunner, Result

from kg.cli.main import cli
from kg.landscape import Landscape

_VIRTUOSO = """\
[Database]
DatabaseFile = {folder}/virtuoso.db
ErrorLogFile = {folder}/virtuoso.log
LockFile = {folder}/virtuoso.lck
TransactionFile = {folder}/virtuoso.trx
xa_persistent_file = {folder}/virtuoso.pxa
FileExtend = 100

[TempDatabase]
DatabaseFile = {folder}/temp.db
TransactionFile = {folder}/temp.trx

[Parameters]
ServerPort = 127.0.0.1:{port}
DisableUnixSocket = 1
ServerThreads = 10
CheckpointInterval = 0
NumberOfBuffers = 10000
MaxDirtyBuffers = 6000
DirsAllowed = {folder}

[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerRoot = {folder}
ServerThreads = 5

[SPARQL]
ResultSetMaxRows = {rows}
"""


@dataclass(frozen=True)
class Server:
    """A running server: where it is asked, where its graphs are put, and who may do that."""

    endpoint: str
    updates: str
    graph_store: str
    default_graph: str | None = None
    user: str = ""
    password: str = ""

    def options(self) -> list[str]:
        """Return what comes before a command that asks this server."""
        graph = ["--default-graph", self.default_graph] if self.default_graph else []
        return ["--endpoint", self.endpoint, *graph]

    def who(self) -> dict[str, str]:
        """Return the environment of somebody who may write."""
        return {"KG_ENDPOINT_USER": self.user, "KG_ENDPOINT_PASSWORD": self.password}


def publish(landscape: Landscape, server: Server, *options: str) -> Result:
    """Run `kg publish` as somebody who may; by Graph Store Protocol unless told otherwise."""
    where = options or ("--graph-store", server.graph_store)
    arguments = ["--home", str(landscape.home), *server.options(), "publish", *where]
    done = CliRunner().invoke(cli, arguments, env=server.who())
    assert done.exit_code == 0, done.output
    return done


@contextmanager
def oxigraph() -> Iterator[Server]:
    """Run the native Oxigraph server (PyPI `oxigraph`) in memory."""
    at = f"127.0.0.1:{free_port()}"
    program = Path(sys.executable).with_name("oxigraph")
    command = [str(program), "serve", "--bind", at]
    with _running(command, f"http://{at}/query?query=ASK%7B%7D"):
        yield Server(f"http://{at}/query", f"http://{at}/update", f"http://{at}/store")


@contextmanager
def virtuoso(folder: Path, rows: int = 10_000) -> Iterator[Server]:
    """Run Virtuoso 7 (Debian `virtuoso-opensource`) with a database of its own in `folder`."""
    http = free_port()
    at = f"http://127.0.0.1:{http}"
    ini = folder / "virtuoso.ini"
    ini.write_text(
        _VIRTUOSO.format(folder=folder, port=free_port(), http=http, rows=rows), encoding="utf-8"
    )
    command = ["virtuoso-t", "+configfile", str(ini), "+foreground"]
    with _running(command, f"{at}/sparql?query=ASK%7B%7D", folder):
        yield Server(
            endpoint=f"{at}/sparql",
            updates=f"{at}/sparql-auth",
            graph_store=f"{at}/sparql-graph-crud-auth",
            default_graph="https://w3id.org/urban-security-kg/",
            user="dba",
            password="dba",
        )


@contextmanager
def stand_in(*answers: "Answer") -> Iterator["StandIn"]:
    """Run a made-up server that gives these answers one after the other, the last one for ever."""
    server = StandIn(answers)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@dataclass(frozen=True)
class Answer:
    """What a made-up server says: a status, its headers and a body, or all of it as bytes."""

    status: int = 200
    body: str = '{"head": {"vars": ["x"]}, "results": {"bindings": []}}'
    media_type: str = "application/sparql-results+json"
    headers: Mapping[str, str] = field(default_factory=dict)
    length: int | None = None
    pauses: float = 0.0
    raw: bytes = b""


@dataclass(frozen=True)
class Asked:
    """What a made-up server was asked."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: str

    def parameters(self) -> dict[str, list[str]]:
        """Return what the address, or the form that was sent, says."""
        return parse_qs(self.body or urlsplit(self.path).query)


class StandIn(ThreadingHTTPServer):
    """A made-up server on loopback that remembers what it was asked."""

    daemon_threads = True

    def __init__(self, answers: Sequence[Answer]) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.answers, self.asked = list(answers), list[Asked]()
        self.url = f"http://127.0.0.1:{self.server_port}/sparql"

    def handle_error(self, *_: object) -> None:
        """Say nothing when the other side hangs up: some tests want that."""


class _Handler(BaseHTTPRequestHandler):
    server: StandIn

    def do_GET(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        self.server.asked.append(Asked(self.command, self.path, dict(self.headers), body))
        answers = self.server.answers
        self._say(answers.pop(0) if len(answers) > 1 else answers[0])

    do_POST = do_PUT = do_DELETE = do_GET  # noqa: N815 # as http.server calls them

    def _say(self, answer: Answer) -> None:
        if answer.raw:
            self.wfile.write(answer.raw)
            return
        data = answer.body.encode()
        self.send_response(answer.status)
        self.send_header("Content-Type", answer.media_type)
        self.send_header("Content-Length", str(answer.length or len(data)))
        for name, value in answer.headers.items():
            self.send_header(name, value)
        self.end_headers()
        for piece in (data[i : i + 10] for i in range(0, len(data), 10)) if answer.pauses else ():
            self.wfile.write(piece)
            time.sleep(answer.pauses)
        if not answer.pauses:
            self.wfile.write(data)

    def log_message(self, *_: object) -> None:
        pass


def free_port() -> int:
    """Return a port of the loopback address that nothing listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@contextmanager
def _running(command: Sequence[str], address: str, folder: Path | None = None) -> Iterator[None]:
    """Run a server until the block ends; the block begins when the server answers at `address`.

    The server ends with this process, too, even if it is killed.
    """
    # On Linux, the kernel sees to it; a system without this program has to do without.
    guarded = ["setpriv", "--pdeathsig", "KILL", *command] if shutil.which("setpriv") else command
    server = subprocess.Popen(
        guarded,
        cwd=folder,
        env=os.environ,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait_until_it_answers(server, address)
        yield
    finally:
        server.kill()  # its database is thrown away: nothing has to be saved
        server.wait()
        if folder is not None:
            shutil.rmtree(folder, ignore_errors=True)


def _wait_until_it_answers(server: "subprocess.Popen[bytes]", address: str) -> None:
    given_up = time.monotonic() + 60
    while time.monotonic() < given_up:
        if server.poll() is not None:
            raise RuntimeError(f"{server.args!r} ended with {server.returncode}")
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.05)
    raise RuntimeError(f"{server.args!r} does not answer at {address}")
