"""Serve the sample newsroom on loopback, one step of its story at a time."""

from __future__ import annotations

import gzip
import threading
from email.utils import format_datetime, parsedate_to_datetime
from functools import lru_cache
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Self, cast

from picketwire.demo.newsroom import press, site
from picketwire.demo.newsroom.press import Step
from picketwire.errors import ConfigError

if TYPE_CHECKING:
    from datetime import datetime
    from types import TracebackType

    from picketwire.demo.newsroom.answer import Answer

HOST = "127.0.0.1"
# Fixed, so that a second run meets the addresses that the first one stored.
PORT = 8427
_SMALL = 500  # bytes below which compressing is not worth it

__all__ = ["HOST", "PORT", "Newsroom", "Step"]


class Newsroom:
    """The sample newsroom on `127.0.0.1`, while the context is open.

    `step` is the number (from 1) of the step at which it stands and may be set at any time; `steps`
    lists them. Port 0 takes any free port. ConfigError if the port is taken.
    """

    def __init__(self, port: int = PORT, *, step: int = 1) -> None:
        self.steps: tuple[Step, ...] = press.steps()
        self.step = step
        self._port = port
        self._server: _Server | None = None
        self._thread: threading.Thread | None = None

    @property
    def step(self) -> int:
        """Number of the step at which the newsroom stands."""
        return self._step

    @step.setter
    def step(self, number: int) -> None:
        if not 1 <= number <= len(self.steps):
            raise ValueError(f"the newsroom has steps 1 to {len(self.steps)}, not {number}")
        self._step = number

    @property
    def port(self) -> int:
        """The port that is listened on, or that will be."""
        return self._server.server_port if self._server else self._port

    @property
    def base_url(self) -> str:
        """Address of the site, without a slash at its end."""
        return f"http://{HOST}:{self.port}"

    def __enter__(self) -> Self:
        self._server = _open(self, self._port)
        self._thread = threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, name="newsroom", daemon=True
        )
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._server is not None and self._thread is not None:
            self._server.shutdown()
            self._server.server_close()
            self._thread.join()
        self._server = self._thread = None


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    # Connections that a client keeps open would otherwise hold up the end of a run.
    block_on_close = False

    def __init__(self, newsroom: Newsroom, port: int) -> None:
        self.newsroom = newsroom
        super().__init__((HOST, port), _Handler)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "SampleNewsroom"
    timeout = 30  # seconds that an idle connection is kept
    # Head and body leave together; apart, the second waits 40 ms for the first to be acknowledged.
    wbufsize = 2**16
    disable_nagle_algorithm = True

    def do_GET(self) -> None:
        newsroom = cast("_Server", self.server).newsroom
        step, base = newsroom.steps[newsroom.step - 1], newsroom.base_url
        answer = _respond(self.path, step, base)
        etag, modified = _validators(self.path, step, base) if answer.validators else (None, None)
        if _fresh(self.headers.get("If-None-Match"), self.headers.get("If-Modified-Since"), etag, modified):
            self._send(304, None, b"", etag, modified)
        else:
            self._send(answer.status, answer.content_type, answer.body, etag, modified)

    do_HEAD = do_GET  # noqa: N815 -- the name that the standard library looks for

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 -- the base class's name
        """Keep standard error for those who run the newsroom."""

    def _send(
        self, status: int, kind: str | None, body: bytes, etag: str | None, modified: datetime | None
    ) -> None:
        packed = len(body) > _SMALL and "gzip" in self.headers.get("Accept-Encoding", "")
        if packed:
            body = gzip.compress(body, mtime=0)
        fields = {
            "Content-Type": kind,
            "Content-Encoding": "gzip" if packed else None,
            "Content-Length": None if status == 304 else str(len(body)),
            "ETag": etag,
            "Last-Modified": format_datetime(modified, usegmt=True) if modified else None,
        }
        self.send_response(status)
        for name, value in fields.items():
            if value is not None:
                self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)


def _open(newsroom: Newsroom, port: int) -> _Server:
    try:
        return _Server(newsroom, port)
    except OSError as error:
        raise ConfigError(
            f"the sample newsroom cannot listen on {HOST}:{port} ({error.strerror}): "
            "end what listens there, or choose another port"
        ) from error


@lru_cache(maxsize=4096)
def _respond(target: str, step: Step, base: str) -> Answer:
    return site.respond(target, step, base)


@lru_cache(maxsize=4096)
def _validators(target: str, step: Step, base: str) -> tuple[str, datetime]:
    """Return the ETag of an answer and its date: the first step of those in a row that gave this body."""
    body, since = _respond(target, step, base).body, step.when
    for earlier in reversed(press.steps()[: step.number - 1]):
        if _respond(target, earlier, base).body != body:
            break
        since = earlier.when
    # Weak: the same tag stands for the compressed and the plain form.
    return f'W/"{sha256(body).hexdigest()[:20]}"', since


def _fresh(tags: str | None, since: str | None, etag: str | None, modified: datetime | None) -> bool:
    """Whether what the client holds still stands; a date counts only where no tag was sent."""
    if etag is None or modified is None:
        return False
    if tags is not None:
        return etag.removeprefix("W/") in {tag.strip().removeprefix("W/") for tag in tags.split(",")}
    try:
        return since is not None and modified <= parsedate_to_datetime(since)
    except ValueError:
        return False
