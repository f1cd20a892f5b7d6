"""A small deterministic feed server for `make bench` on machines that have no other."""

from __future__ import annotations

import hashlib
import random
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

WORDS = [
    "agreement",
    "studio",
    "picket",
    "model",
    "writer",
    "union",
    "wage",
    "talk",
    "reporter",
    "market",
    "machine",
    "learning",
    "offer",
    "contract",
    "crew",
    "member",
    "vote",
    "company",
    "season",
    "project",
    "board",
    "figure",
    "office",
    "letter",
    "street",
    "morning",
    "plan",
    "answer",
    "question",
    "budget",
]


class Newsstand:
    """Feeds of a fixed size whose content follows from their number and version."""

    def __init__(self, feeds: int, entries: int) -> None:
        self.versions = [0] * feeds
        self.entries = entries
        self.cache: dict[int, tuple[str, bytes]] = {}

    def advance(self, percent: int, new: int) -> None:
        """Give a share of the feeds `new` entries on top."""
        for n in range(0, len(self.versions), max(1, 100 // percent)):
            self.versions[n] += new
            self.cache.pop(n, None)

    def feed(self, n: int) -> tuple[str, bytes]:
        """Return (ETag, body) of a feed."""
        if n not in self.cache:
            top = self.versions[n] + self.entries
            items = "".join(self._entry(n, k) for k in range(top, self.versions[n], -1))
            body = f'<?xml version="1.0"?><rss version="2.0"><channel><title>Feed {n}</title><link>http://x/{n}</link>{items}</channel></rss>'
            raw = body.encode()
            self.cache[n] = (f'"{hashlib.md5(raw, usedforsecurity=False).hexdigest()}"', raw)
        return self.cache[n]

    def _entry(self, n: int, k: int) -> str:
        pick = random.Random(n * 1000003 + k)
        text = " ".join(pick.choices(WORDS, k=pick.randint(50, 250)))
        return (
            f"<item><title>{' '.join(pick.choices(WORDS, k=9))}</title><link>http://x/{n}/{k}</link><guid>http://x/{n}/{k}</guid>"
            f"<pubDate>Tue, 25 Jul 2023 {k % 24:02}:00:00 GMT</pubDate>"
            f"<description>&lt;p&gt;{text}&lt;/p&gt;&lt;p&gt;&lt;a href=&quot;http://x/&quot;&gt;more&lt;/a&gt;&lt;/p&gt;</description></item>"
        )


def main() -> None:
    """Serve on loopback: arguments are feeds, entries, first port, ports."""
    feeds, entries, port, ports = map(int, sys.argv[1:5])
    stand = Newsstand(feeds, entries)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            if parts.path == "/control/advance":
                query = parse_qs(parts.query)
                stand.advance(int(query["pct"][0]), int(query["new"][0]))
                self._send(200, b"{}")
            elif parts.path == "/urls.txt":
                urls = [f"http://127.0.0.1:{port + n % ports}/feed/{n}.xml" for n in range(feeds)]
                self._send(200, "\n".join(urls).encode())
            else:
                tag, body = stand.feed(int(parts.path.removeprefix("/feed/").removesuffix(".xml")))
                fresh = self.headers.get("If-None-Match") == tag
                self._send(304 if fresh else 200, b"" if fresh else body, tag)

        def _send(self, status: int, body: bytes, tag: str | None = None) -> None:
            self.send_response(status)
            if tag:
                self.send_header("ETag", tag)
            if status != 304:
                self.send_header("Content-Length", str(len(body)))
                self.send_header("Content-Type", "application/rss+xml")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: object) -> None:
            pass

    import threading

    for n in range(1, ports):
        threading.Thread(
            target=ThreadingHTTPServer(("127.0.0.1", port + n), Handler).serve_forever, daemon=True
        ).start()
    ThreadingHTTPServer(("127.0.0.1", port), Handler).serve_forever()


if __name__ == "__main__":
    main()
