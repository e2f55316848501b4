"""One exchange with a server: sent, sent again when it is busy, and every fault put into words."""

import http.client
import math
import os
import random
import re
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import IO, Any, Final
from urllib.parse import urlsplit

from kg import __version__
from kg.errors import BadInput, NoAnswer
from kg.store.faults import WHO, on_the_way, refused, too_late

AGENT: Final = f"urban-security-kg/{__version__}"
_TRIES: Final = 4
_BUSY: Final = (429, 503)
_LONGEST_WAIT: Final = 60.0
_PIECE: Final = 65536


@dataclass(frozen=True)
class Credentials:
    """Who asks a server, if it wants to know."""

    user: str
    password: str = field(repr=False)


def check_address(url: str) -> str:
    """Return the address of a server; raise BadInput if it cannot be one or holds a password."""
    try:
        parts = urlsplit(url)
        host = parts.hostname and (parts.port or parts.hostname)
    except ValueError:
        parts, host = urlsplit(""), None
    if parts.scheme not in ("http", "https") or not host or re.search(r"[\s\x00-\x1f]", url):
        raise BadInput(f"'{url}' is not the address of a server, such as https://host/sparql")
    if parts.username is not None or parts.password is not None:
        raise BadInput(
            f"the address of {parts.hostname} holds a name or password, which others can read;"
            f" {WHO} keep them"
        )
    return url


def read_credentials(url: str) -> Credentials | None:
    """Return who asks this server: from the environment, or from ~/.netrc by the server's name."""
    if user := os.environ.get("KG_ENDPOINT_USER"):
        return Credentials(user, os.environ.get("KG_ENDPOINT_PASSWORD", ""))
    import netrc

    try:
        entry = netrc.netrc().authenticators(urlsplit(url).hostname or "")
    except FileNotFoundError:
        return None
    except (OSError, netrc.NetrcParseError) as problem:
        raise BadInput(f"~/.netrc cannot be read: {problem}") from problem
    return Credentials(entry[0] or entry[1] or "", entry[2] or "") if entry else None


class Body:
    """The body of an answer, read piece by piece within the time that is left.

    `lines` counts those that have been read.
    """

    def __init__(self, response: Any, url: str, ends: float) -> None:
        self._response, self._url, self._ends = response, url, ends
        self.lines = 0
        self.headers: http.client.HTTPMessage = response.headers
        self.media_type: str = response.headers.get_content_type()
        self.status: int = response.status

    def __del__(self) -> None:
        self.close()

    def close(self) -> None:
        """Read no more."""
        self._response.close()

    def read(self, size: int = -1, /) -> bytes:
        """Return the next bytes, at most `size`, none at the end."""
        if self._response.fp is None:
            return b""
        # The one way to the time limit of a socket that urllib has opened (Python 3.11 to 3.14).
        self._response.fp.raw._sock.settimeout(_left(self._ends, self._url))  # noqa: SLF001
        try:
            some: bytes = self._response.read1(size)
        except (OSError, http.client.HTTPException) as problem:
            raise on_the_way(problem, self._url) from problem
        if not some and self._response.length:
            raise NoAnswer(f"{self._url} broke off: {self._response.length:,} bytes are missing")
        self.lines += some.count(b"\n")
        return some

    def drain(self) -> None:
        """Read what nobody needs, so that it is certain that the server has done its work."""
        while self.read(_PIECE):
            pass


class Exchange:
    """What is needed to send requests to one server, each answered within `timeout` seconds."""

    def __init__(self, url: str, timeout: float | None) -> None:
        self.url, self.timeout = check_address(url), timeout
        self._who = read_credentials(url)
        handlers: list[urllib.request.BaseHandler] = [_Redirect()]
        if self._who:
            passwords = urllib.request.HTTPPasswordMgrWithDefaultRealm()
            passwords.add_password(None, url, self._who.user, self._who.password)
            root = "{0.scheme}://{0.netloc}/".format(urlsplit(url))
            passwords.add_password(None, root, self._who.user, self._who.password)
            handlers += [
                _Digest(passwords),
                urllib.request.HTTPBasicAuthHandler(passwords),
            ]
        self._opener = urllib.request.build_opener(*handlers)

    def introduce(self) -> None:
        """Let the server ask who is there, before a long body is on its way.

        Virtuoso (7.2.5) hangs up while one is still being sent.
        """
        if self._who is None:
            return
        request = urllib.request.Request(f"{self.url}?graph=urn:x-kg:nobody")  # noqa: S310
        try:
            self._opener.open(request, timeout=self.timeout).close()
        except urllib.error.HTTPError as problem:
            problem.close()
            if problem.code in (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN):
                raise refused(problem, self.url, self._who.user) from problem
        except (OSError, http.client.HTTPException, ValueError) as problem:
            raise on_the_way(problem, self.url) from problem

    def send(self, request: urllib.request.Request) -> Body:
        """Send a request and return the body of the answer.

        A server that is busy (429, 503) is asked again, when it says or after a growing pause, as
        long as the time allows.
        """
        url = request.full_url.partition("?")[0]
        ends = time.monotonic() + (self.timeout or math.inf)
        for tries in range(1, _TRIES + 1):
            try:
                return Body(self._opener.open(request, timeout=_left(ends, url)), url, ends)
            except urllib.error.HTTPError as problem:
                if problem.code not in _BUSY:
                    raise refused(problem, url, self._who.user if self._who else None) from problem
                _pause(problem, url, tries, ends)
            except (OSError, http.client.HTTPException, ValueError) as problem:
                raise on_the_way(problem, url) from problem
        raise AssertionError("the last try returns or raises")


class _Redirect(urllib.request.HTTPRedirectHandler):
    """Goes where a server sends, as long as that is on the web."""

    def redirect_request(
        self,
        req: urllib.request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: http.client.HTTPMessage,
        newurl: str,
    ) -> urllib.request.Request | None:
        """Return the request to send instead, or None to say where the server has moved."""
        if not newurl.startswith(("http://", "https://")):
            return None
        return super().redirect_request(req, fp, code, msg, headers, newurl)


class _Digest(urllib.request.HTTPDigestAuthHandler):
    """Digest authentication (RFC 7616) that is asked once, and then says at once who sends."""

    _asked: dict[str, str] | None = None

    def retry_http_digest_auth(self, req: urllib.request.Request, auth: str) -> Any:
        """Answer the server's question, and remember it."""
        listed = urllib.request.parse_http_list(auth.partition(" ")[2])
        self._asked = urllib.request.parse_keqv_list(list(filter(None, listed)))
        return super().retry_http_digest_auth(req, auth)

    def http_error_401(
        self,
        req: urllib.request.Request,
        fp: Any,
        code: int,
        msg: str,
        headers: http.client.HTTPMessage,
    ) -> Any:
        """Answer the server's question once, and again only when its question has grown stale."""
        asks = headers.get("WWW-Authenticate", "").lower()
        if req.has_header(self.auth_header) and "stale=true" not in asks.replace('"', ""):
            raise urllib.error.HTTPError(req.full_url, code, msg, headers, fp)
        try:
            answer = super().http_error_401(req, fp, code, msg, headers)
        except (OSError, ValueError):
            fp.close()
            raise
        if answer is not None:
            fp.close()
        return answer

    def http_request(self, req: urllib.request.Request) -> urllib.request.Request:
        """Sign a request with the answer to the question that was asked before."""
        signed = self.get_authorization(req, self._asked) if self._asked else None
        if signed:
            req.add_unredirected_header(self.auth_header, f"Digest {signed}")
        return req

    https_request = http_request


def _left(ends: float, url: str) -> float | None:
    """Return the seconds that are left, None for any number; raise TooLong when none is."""
    left = ends - time.monotonic()
    if left <= 0:
        raise too_late(url)
    return None if left == math.inf else left


def _pause(problem: urllib.error.HTTPError, url: str, tries: int, ends: float) -> None:
    """Wait until a busy server may be asked again; raise NoAnswer when it is not worth waiting."""
    asked = _retry_after(problem.headers.get("Retry-After"))
    pause = asked if asked is not None else 0.25 * 2**tries * random.uniform(0.8, 1.2)  # noqa: S311
    problem.close()
    if tries == _TRIES or pause > min(ends - time.monotonic(), _LONGEST_WAIT):
        wait = f"; it asks to wait {asked:.0f} seconds" if asked else ""
        times = f"{tries} times" if tries > 1 else "once"
        raise NoAnswer(f"{url} is busy ({problem.code}, asked {times}){wait}") from problem
    time.sleep(pause)


def _retry_after(text: str | None) -> float | None:
    """Return the seconds of a Retry-After header, which holds a number or a date."""
    if text is None:
        return None
    if text.strip().isdigit():
        return float(text)
    try:
        return max(0.0, parsedate_to_datetime(text).timestamp() - time.time())
    except ValueError:
        return None
