"""What a server, or the way to it, does wrong: put into words for the person who asked."""

import http.client
import re
import socket
import ssl
import urllib.error
from html import unescape
from http import HTTPStatus
from typing import Final
from urllib.parse import urlsplit

from kg.errors import BadQuery, KgError, NoAnswer, TooLong

WHO: Final = "KG_ENDPOINT_USER and KG_ENDPOINT_PASSWORD in the environment, or ~/.netrc,"
_LONGEST_MESSAGE: Final = 400


def too_late(url: str) -> TooLong:
    """Return the error for a server that has not answered within the time."""
    return TooLong(f"{url} has not answered in time; --timeout gives it more")


def refused(problem: urllib.error.HTTPError, url: str, user: str | None) -> KgError:
    """Return the error for an answer with a status of 300 or more, with the server's own words."""
    code, text = problem.code, _text(problem)
    said = f": {text}" if text else ""
    if code == HTTPStatus.BAD_REQUEST:
        return BadQuery(f"{url} cannot read this{said or ' and does not say why'}")
    if code == HTTPStatus.UNAUTHORIZED:
        known = f"{url} does not accept the user '{user}' (401)"
        return NoAnswer(known if user else f"{url} asks who you are (401); {WHO} say it")
    if code == HTTPStatus.FORBIDDEN:
        return NoAnswer(f"{url} forbids this (403){said}")
    if code == HTTPStatus.NOT_FOUND:
        return NoAnswer(f"there is nothing at {url} (404); endpoints often end in /sparql")
    if moved := problem.headers.get("Location"):
        return NoAnswer(f"{url} has moved to {moved} ({code})")
    return NoAnswer(f"{url} answers with an error ({code} {problem.reason}){said}")


def on_the_way(problem: Exception, url: str) -> KgError:
    """Return the error for what went wrong on the way to a server or back."""
    reason = problem.reason if isinstance(problem, urllib.error.URLError) else problem
    if isinstance(reason, TimeoutError):
        return too_late(url)
    if isinstance(reason, http.client.HTTPException | ConnectionError):
        return NoAnswer(f"{url}{_broken(reason)}")
    return NoAnswer(f"{url}: {_unreachable(reason, urlsplit(url).hostname)}")


def _broken(reason: Exception) -> str:
    if isinstance(reason, ConnectionRefusedError):
        return ": nothing listens there (connection refused)"
    if isinstance(reason, http.client.IncompleteRead):
        return " broke off in the middle of its answer"
    said = " ".join(str(reason).split()) or type(reason).__name__
    return f" ended the connection or does not speak HTTP ({said})"


def _unreachable(reason: object, host: str | None) -> str:
    if isinstance(reason, socket.gaierror):
        return f"there is no host {host}, or no network"
    if isinstance(reason, ssl.SSLCertVerificationError):
        return f"the certificate of {host} is not valid ({reason.verify_message})"
    if isinstance(reason, ssl.SSLError):
        return f"no secure connection ({reason.reason or reason})"
    return f"cannot be asked ({reason})"


def _text(problem: urllib.error.HTTPError) -> str:
    """Return the words of a server about an error, in one line."""
    try:
        with problem:
            text = problem.read(100_000).decode("utf-8", "replace")
    except (OSError, http.client.HTTPException, ValueError):  # broken off, or closed
        return ""
    if problem.headers.get_content_type() == "text/html":
        text = re.sub(r"<(style|script|title)\b.*?</\1>|<[^>]+>", " ", text, flags=re.DOTALL)
        text = unescape(text)
    # Virtuoso repeats the whole query after its message.
    line = " ".join(text.partition("\n\nSPARQL query:")[0].split())
    return line if len(line) <= _LONGEST_MESSAGE else f"{line[:_LONGEST_MESSAGE]}…"
