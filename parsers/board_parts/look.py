"""Say in a few words what a body looks like, for the message that it is not what was asked for."""

from __future__ import annotations

import json
import re

_TITLE = re.compile(rb"<title[^>]{0,200}>([^<]{0,200})", re.IGNORECASE)
_MARKUP = re.compile(
    rb"\s*(?:\xef\xbb\xbf)?\s*<(?:!doctype html|!--|"
    rb"(?:html|head|body|meta|div|title|section|[ou]l|li|p|a|script|table)\b)",
    re.IGNORECASE,
)
# In order: a challenge page often holds a login form, and both often hold a cookie banner.
_KINDS = (
    (
        "a challenge page",
        rb"cf-chl|challenge-platform|just a moment|px-captcha|datadome|_Incapsula_|verify you are",
    ),
    ("a refusal", rb"<title>[^<]{0,40}(?:403|access denied|forbidden|blocked|security)"),
    ("a login page", rb"type=[\"']?password|<title>[^<]{0,40}(?:log ?in|sign ?in)"),
    ("an error page", rb"<title>[^<]{0,60}(?:404|not found|error|maintenance)"),
)


def is_markup(body: bytes) -> bool:
    """Whether the body starts as an HTML page or fragment does."""
    return _MARKUP.match(body[:2_000]) is not None


def looks_like(body: bytes) -> str:
    """Describe a body for a person: "a login page", "an HTML page titled 'X'", "JSON with keys a, b"."""
    head = body[:200_000]
    if not body.strip():
        return "an empty body"
    if is_markup(body):
        return _page(head)
    if head.lstrip().startswith(b"<"):
        return f"XML that begins {_start(head)}"
    kind = "broken JSON" if head.lstrip()[:1] in {b"{", b"["} else "text"
    return _json(body) or f"{kind} that begins {_start(head)}"


def _page(head: bytes) -> str:
    kind = next((name for name, words in _KINDS if re.search(words, head, re.IGNORECASE)), "an HTML page")
    title = _TITLE.search(head)
    if title is None or not title[1].strip():
        return kind
    return f"{kind} titled {' '.join(title[1].decode('utf-8', 'replace').split())[:80]!r}"


def _json(body: bytes) -> str | None:
    try:
        value = json.loads(body)
    except (ValueError, RecursionError):
        return None
    if isinstance(value, dict):
        message = next((v for k in ("message", "error", "detail") if isinstance(v := value.get(k), str)), "")
        said = f" that says {message[:80]!r}" if message else ""
        return f"JSON with keys {', '.join(map(str, list(value)[:6])) or '(none)'}{said}"
    if isinstance(value, list):
        keys = (
            f" with keys {', '.join(map(str, list(value[0])[:6]))}"
            if value and isinstance(value[0], dict)
            else ""
        )
        return f"a JSON list of {len(value)} entries{keys}"
    return f"the JSON value {json.dumps(value)[:60]}"


def _start(head: bytes) -> str:
    return repr(" ".join(head.decode("utf-8", "replace").split())[:60])
