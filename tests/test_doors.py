"""Only `picketwire/fetching` opens connections, and feedparser is only ever given bytes in memory.

feedparser takes a string or bytes for an address or a file name where it looks like one, and opens it.
"""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
DOOR = ROOT / "picketwire/fetching"
PACKAGES = ("picketwire", "parsers", "flows")
# Modules and functions with which Python code reaches another machine.
OPENERS = {
    *(
        "aiohttp",
        "httpx",
        "httpx2",
        "requests",
        "niquests",
        "urllib3",
        "pycurl",
        "urllib.request",
        "http.client",
    ),
    *(
        "xmlrpc.client",
        "ftplib",
        "smtplib",
        "imaplib",
        "poplib",
        "nntplib",
        "telnetlib",
        "paramiko",
        "websockets",
    ),
    *("socket.create_connection", "asyncio.open_connection", "asyncio.open_unix_connection"),
    *("feedparser.http", "feedparser.api._open_resource", "lxml.html.parse", "lxml.etree.parse"),
}
DIALS = {"connect", "connect_ex", "sendto", "sock_connect"}  # of a socket or an event loop
MEMORY = {"io.BytesIO"}


def names(tree: ast.AST) -> dict[str, str]:
    """Return what each imported name of a module stands for, in full."""
    found = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                found[alias.asname or alias.name.partition(".")[0]] = (
                    alias.name if alias.asname else alias.name.partition(".")[0]
                )
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {alias.asname or alias.name: f"{node.module}.{alias.name}" for alias in node.names}
    return found


def full_name(node: ast.AST, known: dict[str, str]) -> str | None:
    """Return the dotted name that an expression stands for, its import resolved."""
    if isinstance(node, ast.Name):
        return known.get(node.id)
    if isinstance(node, ast.Attribute):
        owner = full_name(node.value, known)
        return f"{owner}.{node.attr}" if owner else None
    return None


def opens(name: str) -> bool:
    """Whether a dotted name is one to connect with; catching the errors of a client is no connection."""
    parts = name.split(".")
    listed = any(".".join(parts[:end]) in OPENERS for end in range(1, len(parts) + 1))
    return listed and len(parts) > 1 and not parts[-1].endswith("Error")


def breaches(source: str) -> list[str]:
    """Return every use of a connection, and every reading of a feed from anything but memory."""
    tree = ast.parse(source)
    known = names(tree)
    found = []
    for node in ast.walk(tree):
        name = full_name(node, known)
        if name and opens(name):
            found.append(f"{node.lineno}: {name}")  # type: ignore[attr-defined]
        if "socket" in known.values() and isinstance(node, ast.Attribute) and node.attr in DIALS:
            found.append(f"{node.lineno}: socket.{node.attr}")
        if isinstance(node, ast.Call) and _reads_a_feed(node, known) and not _from_memory(node, known):
            found.append(f"{node.lineno}: feedparser.parse without io.BytesIO")
    return found


def _reads_a_feed(call: ast.Call, known: dict[str, str]) -> bool:
    name = full_name(call.func, known) or ""
    return name.startswith("feedparser.") and name.endswith(".parse")


def _from_memory(call: ast.Call, known: dict[str, str]) -> bool:
    given = call.args[0] if call.args else None
    return isinstance(given, ast.Call) and full_name(given.func, known) in MEMORY


def modules() -> list[Path]:
    return [path for package in PACKAGES for path in sorted((ROOT / package).rglob("*.py"))]


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(ROOT)))
def test_nothing_but_fetching_opens_a_connection(path: Path) -> None:
    if not path.is_relative_to(DOOR):
        assert breaches(path.read_text(encoding="utf-8")) == []


def test_the_door_itself_would_be_noticed() -> None:
    assert any(breaches(path.read_text(encoding="utf-8")) for path in DOOR.glob("*.py"))


@pytest.mark.parametrize(
    "source",
    [
        "import aiohttp\naiohttp.ClientSession()",
        "from aiohttp import ClientSession as S\nS()",
        "import urllib.request\nurllib.request.urlopen(x)",
        "from urllib.request import urlopen\nurlopen(x)",
        "from urllib import request\nrequest.urlopen(x)",
        "import requests as r\nr.get(x)",
        "def f():\n    import httpx\n    return httpx.AsyncClient()",
        "import socket\nsocket.socket().connect(x)",
        "import socket as s\nwith s.socket() as sock:\n    sock.connect_ex(x)",
        "from socket import create_connection\ncreate_connection(x)",
        "import asyncio\nasyncio.open_connection(x)",
        "import http.client\nhttp.client.HTTPSConnection(x)",
        "import lxml.html\nlxml.html.parse(x)",
        "import feedparser\nfeedparser.parse(body)",
        "from feedparser import parse\nparse(body)",
        "import feedparser.api as a\na.parse(body.decode())",
        "import io, feedparser\nfeedparser.parse(io.StringIO(body))",
    ],
)
def test_a_breach_is_noticed(source: str) -> None:
    assert breaches(source)


@pytest.mark.parametrize(
    "source",
    [
        "import io, feedparser\nfeedparser.parse(io.BytesIO(body), response_headers={})",
        "from io import BytesIO\nfrom feedparser import parse\nparse(BytesIO(body))",
        "import sqlite3\nsqlite3.connect(x)",
        "import socket\nwith socket.socket() as probe:\n    probe.bind(x)",
        "from urllib.parse import urlsplit\nurlsplit(x)",
        "from http.server import ThreadingHTTPServer\nThreadingHTTPServer(x, y)",
        "import httpx\ntry:\n    pass\nexcept httpx.ConnectError:\n    pass",
    ],
)
def test_what_is_harmless_is_not_taken_for_a_breach(source: str) -> None:
    assert not breaches(source)
