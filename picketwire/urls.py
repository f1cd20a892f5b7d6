"""Resolve links as a browser would, and reduce them to one canonical form for comparing."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, quote_plus, urljoin, urlsplit, urlunsplit

# Parameters that say where a reader came from and never which document it is.
_TRACKING = re.compile(
    r"(?:utm_\w+|at_(?:campaign|medium|custom\d|link_\w+|format|ptr_name|bbc_team)|mc_[ce]id|fbclid|gclid|dclid|"
    r"msclkid|igshid|twclid|yclid|_hsenc|_hsmi|mkt_tok|cmpid|cmp|ocid|ncid|smid|partner|guccounter|"
    r"ftag|spm|wt_mc|rss|feedname|feedtype|xtor|source_?medium)",
    re.IGNORECASE,
)
# These are tracking only with a value that says so: elsewhere they carry an id.
_TRACKING_VALUES = {
    "mod": re.compile(r"rss|djem|hp_|e2", re.IGNORECASE),
    "src": re.compile(r"rss|feed|tw", re.IGNORECASE),
    "source": re.compile(r"rss|feed|twitter|facebook", re.IGNORECASE),
    "ref": re.compile(r"rss|feed", re.IGNORECASE),
    "from": re.compile(r"rss|feed", re.IGNORECASE),
    "cid": re.compile(r"rss|feed", re.IGNORECASE),
    "emc": re.compile(r"rss", re.IGNORECASE),
}
_DEFAULT_PORTS = {"http": 80, "https": 443}
_UNSAFE_SCHEME = re.compile(
    r"[\x00-\x20]*(?:j\s*a\s*v\s*a\s*s\s*c\s*r\s*i\s*p\s*t|v\s*b\s*s\s*c\s*r\s*i\s*p\s*t|data|file|about|blob)\s*:",
    re.IGNORECASE,
)


# An absolute address in which nothing is left to resolve or to escape: nine of ten links of feeds.
_CLEAN = re.compile(
    r"https?://[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)+"
    r"(?:/[A-Za-z0-9_~-][A-Za-z0-9_~.-]*)+/?(?:\?[A-Za-z0-9_~.=&-]+)?"
)


def is_web_address(url: str) -> bool:
    """Whether `url` is absolute, http or https, and names a host."""
    try:
        parts = urlsplit(url)
        return parts.scheme in {"http", "https"} and bool(parts.hostname)
    except ValueError:
        return False


def resolve(base: str | None, link: str | None) -> str | None:
    """Make `link` absolute against `base`; None for what is no web address (`javascript:`, `data:`, junk)."""
    link = re.sub(r"[\t\r\n]", "", link or "").strip()
    if _CLEAN.fullmatch(link):
        return link
    if not link or _UNSAFE_SCHEME.match(link):
        return None
    from w3lib.url import safe_url_string  # noqa: PLC0415 -- commands that only compare addresses start faster

    try:
        absolute = urljoin(base or "", link)
        return safe_url_string(absolute) if is_web_address(absolute) else None
    except (ValueError, UnicodeError):
        return None


def canonical(url: str) -> str:
    """Reduce an absolute address to the form in which two links to one document are equal.

    Host in lower case without `www.`, https for http, no default port, no tracking parameters, the
    others in order of name, no trailing slash, no fragment that is only a number. Any other
    fragment stays: on some boards it is the posting.
    """
    if "?" not in url and _CLEAN.fullmatch(url):
        return f"https://{url.partition('://')[2].removeprefix('www.').rstrip('/')}"
    try:
        parts = urlsplit(url.strip())
        host, port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError:
        return url
    host = host.removeprefix("www.")
    if port is not None and port != _DEFAULT_PORTS.get(parts.scheme):
        host = f"{host}:{port}"
    scheme = "https" if parts.scheme == "http" else parts.scheme
    fragment = "" if parts.fragment.isdigit() else parts.fragment
    return urlunsplit((scheme, host, parts.path.rstrip("/"), _canonical_query(parts.query), fragment))


def _canonical_query(query: str) -> str:
    kept = sorted(
        (k, v) for k, v in parse_qsl(query, keep_blank_values=True) if (k or v) and not _is_tracking(k, v)
    )
    return "&".join(f"{quote_plus(k)}={quote_plus(v)}" if v else quote_plus(k) for k, v in kept)


def _is_tracking(name: str, value: str) -> bool:
    if _TRACKING.fullmatch(name):
        return True
    by_value = _TRACKING_VALUES.get(name.lower())
    return by_value is not None and by_value.search(value) is not None


def origin(url: str) -> tuple[str, str, int]:
    """Return (scheme, host, port), the unit that request limits count by; ValueError if there is no host."""
    parts = urlsplit(url)
    if not parts.hostname:
        raise ValueError(f"no host in {url!r}")
    return parts.scheme, parts.hostname, parts.port or _DEFAULT_PORTS.get(parts.scheme, 0)
