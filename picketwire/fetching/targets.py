"""Decide whether an address may be requested at all, and write it as it goes onto the wire."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urldefrag, urljoin, urlsplit

from w3lib.url import safe_url_string

from picketwire.errors import FetchError
from picketwire.records import Outcome
from picketwire.urls import origin

_ODD = re.compile(r"[\x00-\x20\x7f\\]")  # read differently by different parsers where a host is expected
_LONGEST = 8192

Origin = tuple[str, str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """An address that may be requested: as sent (no fragment, plain ASCII), and its origin."""

    url: str
    origin: Origin

    @property
    def host(self) -> str:
        """The host in lower case, IPv6 without brackets."""
        return self.origin[1]

    @property
    def port(self) -> int:
        """The port, the scheme's own where the address names none."""
        return self.origin[2]


def target(url: str) -> Target:
    """Check an address from config, a page or a redirect; FetchError with what is wrong with it."""
    if len(url) > _LONGEST:
        raise _refused(url[:_LONGEST], f"not a web address: longer than {_LONGEST:,} characters")
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError as error:
        raise _refused(url, f"not a web address: {error}"[:120]) from error
    if parts.scheme not in {"http", "https"}:
        scheme = f"{parts.scheme}: addresses are" if parts.scheme else "an address without http:// is"
        raise _refused(url, f"{scheme} not fetched")
    if parts.username is not None or parts.password is not None:
        raise _refused(url, "an address with a user name in it is not fetched")
    if not host or _ODD.search(url.partition("//")[0] + parts.netloc) or port == 0:
        raise _refused(url, "not a web address: no usable host")
    return _written(url)


def join(base: str, location: str) -> str:
    """Resolve the Location of a redirect; FetchError if it cannot be read."""
    try:
        return urljoin(base, location.strip())
    except ValueError as error:
        raise _refused(base, f"redirected to an unreadable address: {error}"[:120]) from error


def _written(url: str) -> Target:
    try:
        text = safe_url_string(urldefrag(url).url)
        return Target(url=text, origin=origin(text))
    except ValueError as error:  # UnicodeError is one
        raise _refused(url, f"not a web address: {error}"[:120]) from error


def _refused(url: str, reason: str) -> FetchError:
    return FetchError(reason, url=url, outcome=Outcome.BLOCKED)
