"""What a server answers in place of a feed on its bad days."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

LOGIN = """<!doctype html>
<html lang="en"><head><title>Sign in to continue</title></head>
<body><h1>Sign in</h1>
<form method="post" action="/session"><input name="email"><input type="password" name="password">
<button>Sign in</button></form></body></html>
"""
UPKEEP = """<!doctype html>
<html lang="en"><head><title>We will be right back</title></head>
<body><h1>We will be right back</h1><p>Our careers pages are being renewed. Have a biscuit.</p></body></html>
"""


def error() -> tuple[int, bytes]:
    """Answer like a server whose application has crashed."""
    return 500, b"<html><head><title>500 Internal Server Error</title></head><body>Oops.</body></html>"


def login() -> tuple[int, bytes]:
    """Answer 200 with a form, as some sites do when a session or a licence has run out."""
    return 200, LOGIN.encode()


def upkeep() -> tuple[int, bytes]:
    """Answer 200 with a page that says nothing is here just now."""
    return 200, UPKEEP.encode()


def hostile() -> tuple[int, bytes]:
    """Answer with a page that stalls or overflows careless parsers: attributes, depth, scripts, comments.

    The attributes cost libxml2 quadratic time; the depth overflows whoever recurses.
    """
    attributes = " ".join(f"data-x{number}='{number}'" for number in range(60_000))
    script = "<script>document.write('<article class=notice><h2><a href=/owned>owned</a></h2>')</script>"
    notice = "<article class='notice'><h2><a href='javascript:alert(1)'>Click</a></h2></article>"
    deep = f"{'<div>' * 100_000}{notice}{'<!--' * 20_000}{'</div>' * 100_000}"
    page = f"<!doctype html><html><body {attributes}>{script * 500}{deep}</body></html>"
    return 200, page.encode()


FAULTS: dict[str, Callable[[], tuple[int, bytes]]] = {
    "error": error,
    "hostile": hostile,
    "login": login,
    "upkeep": upkeep,
}
