"""A server on raw sockets that behaves in every way a server should not; each path is one behaviour."""

from __future__ import annotations

import asyncio
import gzip
import socket
import struct
import zlib
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress

OK = b"HTTP/1.1 200 OK\r\n"
Behaviour = Callable[[asyncio.StreamWriter], Awaitable[None]]


def whole(body: bytes, *headers: bytes, status: bytes = OK) -> bytes:
    """Return a complete answer with a Content-Length."""
    lines = (*headers, b"Content-Length: %d" % len(body), b"", body)
    return status + b"\r\n".join(lines)


def sends(*pieces: bytes) -> Behaviour:
    """Send the pieces one by one, then close."""

    async def behave(writer: asyncio.StreamWriter) -> None:
        for piece in pieces:
            writer.write(piece)
            await writer.drain()
            await asyncio.sleep(0.01)

    return behave


def drips(head: bytes, rest: bytes) -> Behaviour:
    """Send the head at once and the rest a byte at a time, for longer than anybody waits."""

    async def behave(writer: asyncio.StreamWriter) -> None:
        writer.write(head)
        for byte in rest * 100:
            writer.write(bytes([byte]))
            await writer.drain()
            await asyncio.sleep(0.05)

    return behave


def floods(head: bytes, piece: bytes) -> Behaviour:
    """Send the piece again and again for ever."""

    async def behave(writer: asyncio.StreamWriter) -> None:
        writer.write(head)
        while True:
            writer.write(piece)
            await writer.drain()
            await asyncio.sleep(0.002)

    return behave


def stalls(head: bytes) -> Behaviour:
    """Send the head and then nothing, with the connection open."""

    async def behave(writer: asyncio.StreamWriter) -> None:
        writer.write(head)
        await writer.drain()
        await asyncio.sleep(3600)

    return behave


def resets(head: bytes) -> Behaviour:
    """Send the head and then a TCP reset."""

    async def behave(writer: asyncio.StreamWriter) -> None:
        writer.write(head)
        await writer.drain()
        await asyncio.sleep(0.02)
        linger = struct.pack("ii", 1, 0)
        writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        writer.transport.abort()

    return behave


def redirects(location: str, status: bytes = b"HTTP/1.1 302 Found\r\n") -> Behaviour:
    """Answer with a redirect."""
    return sends(whole(b"", b"Location: " + location.encode(), status=status))


FEED = b"<rss version='2.0'><channel><title>News</title></channel></rss>"
CHUNKED = OK + b"Transfer-Encoding: chunked\r\n\r\n"
ZEROS = gzip.compress(bytes(128 * 2**20), 6)  # 128 MiB in 130 kB
GZIP = b"Content-Encoding: gzip"
BROTLI = bytes.fromhex("8b0280") + b"hello" + b"\x03"
ZSTD = bytes.fromhex("28b52ffd2005290000") + b"hello"
EARLY_HINTS = b"HTTP/1.1 103 Early Hints\r\nLink: </style.css>; rel=preload\r\n\r\n"

BEHAVIOURS: dict[str, Behaviour] = {
    "fine": sends(whole(FEED)),
    "fine-gzip": sends(whole(gzip.compress(FEED), GZIP)),
    "fine-gzip-members": sends(whole(gzip.compress(FEED[:20]) + gzip.compress(FEED[20:]), GZIP)),
    "fine-deflate": sends(whole(zlib.compress(FEED), b"Content-Encoding: deflate")),
    "fine-raw-deflate": sends(whole(zlib.compress(FEED)[2:-4], b"Content-Encoding: deflate")),
    "fine-chunked": sends(CHUNKED, b"%x\r\n%b\r\n" % (len(FEED), FEED), b"0\r\n\r\n"),
    "fine-unframed-gzip": sends(OK + GZIP + b"\r\n\r\n", gzip.compress(FEED)),
    "login-page": sends(whole(b"<html><form action=/login>", b"Content-Type: text/html")),
    "bomb-gzip": sends(whole(ZEROS, GZIP)),
    "bomb-chunked": sends(
        OK + GZIP + b"\r\nTransfer-Encoding: chunked\r\n\r\n" + b"%x\r\n" % len(ZEROS) + ZEROS
    ),
    "bomb-unannounced": sends(whole(ZEROS)),
    "gzip-twice": sends(whole(gzip.compress(ZEROS), GZIP)),
    "gzip-twice-announced": sends(whole(gzip.compress(ZEROS), b"Content-Encoding: gzip, gzip")),
    "brotli": sends(whole(BROTLI, b"Content-Encoding: br")),
    "zstd": sends(whole(ZSTD, b"Content-Encoding: zstd")),
    "gzip-truncated": sends(whole(gzip.compress(FEED)[:-9], GZIP)),
    "gzip-damaged": sends(whole(gzip.compress(FEED)[:-8] + bytes(8), GZIP)),
    "gzip-not": sends(whole(FEED, GZIP)),
    "drip-body": drips(OK + b"Content-Length: 1000000\r\n\r\n", b"x"),
    "drip-headers": drips(OK, b"X-Slow: yes\r\n"),
    "stall-body": stalls(OK + b"Content-Length: 1000\r\n\r\nhello"),
    "silence": stalls(b""),
    "endless-body": floods(OK + b"\r\n", b"x" * 65536),
    "endless-chunks": floods(CHUNKED, b"10000\r\n" + b"x" * 65536 + b"\r\n"),
    "endless-tiny-chunks": floods(CHUNKED, b"1\r\nx\r\n" * 500),
    "endless-chunk-extension": floods(CHUNKED + b"1;", b"a" * 8192),
    "endless-trailers": floods(CHUNKED + b"0\r\n", b"X-Trailer: more\r\n" * 100),
    "endless-early-hints": floods(b"", EARLY_HINTS * 50),
    "endless-status-line": floods(b"HTTP/1.1 200 ", b"y" * 8192),
    "endless-header": floods(OK + b"X-Long: ", b"y" * 8192),
    "million-headers": floods(OK, b"X-More: yes\r\n" * 1000),
    "announced-large": stalls(OK + b"Content-Length: 99999999\r\n\r\n"),
    "length-overflow": sends(OK + b"Content-Length: 99999999999999999999999\r\n\r\n"),
    "short-body": sends(OK + b"Content-Length: 1000\r\n\r\n", b"hello"),
    "chunk-bad": sends(CHUNKED + b"5\r\nhello\r\n", b"zz\r\nhello\r\n"),
    "chunk-missing": sends(CHUNKED + b"5\r\nhello\r\n"),
    "reset": resets(b""),
    "reset-in-body": resets(OK + b"Content-Length: 1000\r\n\r\nhello"),
    "empty": sends(b""),
    "no-http": sends(b"220 mail.example ESMTP ready\r\n"),
    "unframed": sends(OK + b"\r\n" + FEED[:30]),
    "redirect-loop": redirects("/redirect-loop"),
    "redirect-far": sends(),  # see _behaviour: a chain that never ends
    "redirect-nowhere": sends(whole(b"", status=b"HTTP/1.1 301 Moved\r\n")),
    "redirect-loopback": redirects("http://127.0.0.1:1/"),
    "redirect-mapped": redirects("http://[::ffff:127.0.0.1]:1/"),
    "redirect-hex": redirects("http://0x7f.1:1/"),
    "redirect-file": redirects("file:///etc/hostname"),
    "redirect-ftp": redirects("ftp://example.com/feed"),
    "redirect-user": redirects("http://example.com@127.0.0.1:1/"),
    "redirect-unreadable": redirects("http://[::1/"),
    "too-many-requests": sends(
        whole(b"", b"Retry-After: 10000000000000", status=b"HTTP/1.1 429 Slow Down\r\n")
    ),
    "not-modified-with-body": sends(b"HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n", b"hello"),
    "not-modified-unasked": sends(b"HTTP/1.1 304 Not Modified\r\n\r\n"),
    "not-modified-at-once": sends(b"HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\nhello"),
    "partial": sends(whole(FEED, status=b"HTTP/1.1 206 Partial Content\r\n")),
    "upgrade": sends(b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\nhello"),
    "gone": sends(whole(b"", status=b"HTTP/1.1 410 Gone\r\n")),
    "forbidden": sends(whole(b"", status=b"HTTP/1.1 403 Forbidden\r\n")),
    "strange-status": sends(whole(b"", status=b"HTTP/1.1 999 Denied\r\n")),
}


@asynccontextmanager
async def hostile_server() -> AsyncIterator[int]:
    """Run the server in this event loop; yields its port."""
    server = await asyncio.start_server(_handle, "127.0.0.1", 0)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()


async def _handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(ConnectionError, asyncio.CancelledError):
        head = await reader.readuntil(b"\r\n\r\n")
        await _behaviour(head)(writer)
    writer.close()


def _behaviour(head: bytes) -> Behaviour:
    name, _, step = head.split()[1].decode().strip("/").partition("/")
    if name == "not-modified-at-once" and b"If-None-Match" not in head:
        name = "fine"
    if name == "redirect-far":
        return redirects(f"/redirect-far/{int(step or 0) + 1}")
    return BEHAVIOURS[name]
