"""A small web server on loopback for tests: routes one can set, requests one can look at.

with serve({"/feed": Reply(body=b"<rss/>", etag='"1"')}) as site:
    ...site.url + "/feed"...
    site.routes["/feed"] = Reply(status=410)
    assert site.asked[0].headers["user-agent"]
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import cast


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One request as it came in; header names in lower case."""

    method: str
    path: str  # with the query
    headers: Mapping[str, str]
    body: bytes = b""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What a route answers. With `etag` or `modified` a request that names it gets a 304."""

    status: int = 200
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    etag: str | None = None
    modified: str | None = None

    def known_to(self, asked: Asked) -> bool:
        """Whether the client holds this very version; If-None-Match decides alone where it is given."""
        if "if-none-match" in asked.headers:
            return self.etag is not None and asked.headers["if-none-match"] == self.etag
        return self.modified is not None and asked.headers.get("if-modified-since") == self.modified


Route = Reply | Callable[[Asked], Reply]


@dataclass(slots=True)
class Site:
    """A running server: its address, its routes by path (the query is not looked at), what it was asked."""

    url: str
    port: int
    routes: dict[str, Route]
    asked: list[Asked] = field(default_factory=list)

    @property
    def host_port(self) -> tuple[str, int]:
        """As `FetchSettings.allow_hosts` wants it."""
        return "127.0.0.1", self.port


@contextmanager
def serve(routes: Mapping[str, Route] | None = None) -> Iterator[Site]:
    """Run a server until the block ends; a path alone serves every query, unknown paths get a 404."""
    server = _Server(("127.0.0.1", 0), _Handler)
    port = server.server_address[1]
    server.site = Site(f"http://127.0.0.1:{port}", port, dict(routes or {}))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield server.site
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128  # with the usual five, a burst of connections waits a second for the sixth
    site: Site


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def do_GET(self) -> None:
        self._answer()

    def do_POST(self) -> None:
        self._answer()

    def _answer(self) -> None:
        site = cast("_Server", self.server).site
        headers = {name.lower(): value for name, value in self.headers.items()}
        body = self.rfile.read(int(headers.get("content-length", "0")))
        asked = Asked(method=self.command, path=self.path, headers=headers, body=body)
        site.asked.append(asked)
        route = site.routes.get(self.path) or site.routes.get(self.path.partition("?")[0], Reply(status=404))
        self._send(route if isinstance(route, Reply) else route(asked), asked)

    def _send(self, reply: Reply, asked: Asked) -> None:
        unchanged = reply.status == 200 and reply.known_to(asked)
        self.send_response(304 if unchanged else reply.status)
        validators = {"ETag": reply.etag, "Last-Modified": reply.modified}
        for name, value in {**validators, **reply.headers}.items():
            if value is not None:
                self.send_header(name, value)
        if not unchanged:
            self.send_header("Content-Length", str(len(reply.body)))
        self.end_headers()
        if not unchanged and reply.status != 304:
            self.wfile.write(reply.body)

    def log_message(self, *_: object) -> None:
        """Say nothing: pytest shows what matters."""
