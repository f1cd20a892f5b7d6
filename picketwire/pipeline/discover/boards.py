"""Recognise the job-board system and tenant behind an address or a page (pure; proving it is for others).

A board file says which addresses are its system's. Here is what an address alone does not tell: how
the widgets of some systems name the tenant in a script, what the career sites of others load on the
employer's own host, and that a mirror has the paths of a system on another host.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import parse_qsl, urlsplit

from parsers.board import load, systems
from parsers.board_parts.url import part, site

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from picketwire.pipeline.discover.page import Look

_MOST = 6  # boards behind one page that are worth asking
_EMBEDDED = 1_000  # a board that a page shows outweighs any number of links

# system -> how its widget's settings name the tenant in a page's script; all of a row's patterns must hold.
_WIDGETS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("lever", (r"leverJobsOptions\b[^;]{0,400}?\baccountName[\"']?\s*:\s*[\"']([\w-]+)",)),
    ("smartrecruiters", (r"\bcompany_?[cC]ode[\"']?\s*:\s*[\"']([\w-]+)",)),
    ("workable", (r"\bwhr_embed\(\s*[\"']?(\w+)",)),
    (
        "comeet",
        (
            r"\bcompany-uid[\"']?\s*:\s*[\"']([0-9A-F]{1,4}\.[0-9A-F]{3})",
            r"\btoken[\"']?\s*:\s*[\"'](\w{8,})",
        ),
    ),
)
# Hosts that the career sites of a system load their parts from, on the employer's own host.
_LOADED = {
    "avature": r"\.avature\.net$",
    "eightfold": r"(?:^|\.)(?:vscdn\.net|eightfold(?:-eu)?\.ai)$",
    "jibe": r"\.(?:jibecdn|jibeapply)\.com$",
    "phenom": r"\.phenompeople\.com$",
    "pinpoint": r"\.pinpointhq\.com$",
    "radancy": r"\.(?:talentbrew|tbcdn\.talentbrew)\.com$|\.radancy\.(?:com|eu)$",
    "recruitee": r"\.recruitee(?:cdn)?\.com$",
    "successfactors": r"^rmkcdn\.successfactors\.(?:com|eu)$|\.jobs2web\.com$",
    "teamtailor": r"\.teamtailor-cdn\.com$",
}
_DOMAIN = re.compile(r"[\"'?&]domain[\"']?\s*[:=]\s*[\"']?([a-z0-9-]+(?:\.[a-z0-9-]+)+)", re.IGNORECASE)
_LOCALE = re.compile(r"/([a-z]{2,6}/[a-z]{2})(?:/|$)")
_SECOND_LEVEL = {"co", "com", "org", "net", "ac", "gov", "edu", "gob", "or", "ne"}


class Place(NamedTuple):
    """A board: its system, tenant, and the origin to ask where that is not the system's own."""

    system: str
    tenant: str
    origin: str | None = None


def by_address(url: str) -> tuple[Place, ...]:
    """Return every board that an address may belong to, by its host or, for a mirror, by its path."""
    return tuple(dict.fromkeys([*_known(url), *_mirrored(url)]))


def in_page(look: Look, url: str) -> tuple[Place, ...]:
    """Return the boards that the page at `url` shows or links to, the likeliest first."""
    weight: Counter[Place] = Counter()
    for place in [p for address in look.parts for p in by_address(address)] + list(_widgets(look)):
        weight[place] += _EMBEDDED
    for address in look.links:
        weight.update(by_address(address))
    ranked = [place for place, _ in weight.most_common(_MOST)]
    return tuple(dict.fromkeys([*ranked, *_own_host(look, url)]))


def is_embedded(look: Look) -> bool:
    """Whether the page itself shows a board, not just a link to one."""
    return any(_widgets(look)) or any(place for address in look.parts for place in _known(address))


def alternatives(place: Place) -> tuple[Place, ...]:
    """Return a board as it stands, and how else its system may want it asked."""
    if place.system == "eightfold" and not place.tenant.endswith("/pcsx"):
        return place, place._replace(tenant=f"{place.tenant}/pcsx")
    return (place,)


def name_of_host(url: str) -> str:
    """Return the telling label of a host: "acme" of www.jobs.acme.co.uk; "" for a bare number."""
    labels = (urlsplit(url).hostname or "").split(".")
    if len(labels) < 2 or labels[-1].isdigit():
        return ""
    end = -3 if len(labels) > 2 and labels[-2] in _SECOND_LEVEL else -2
    return labels[end]


def _known(url: str) -> Iterator[Place]:
    host, here = (urlsplit(url).hostname or ""), site(url)
    for system in systems():
        found = load(system).tenant_of(url)
        if found is None:
            continue
        tenant, origin = found
        # A site known by its host is asked where it stands: another port or http, on a mirror.
        own = tenant.split("/")[0] == host and here != f"https://{host}"
        yield Place(system, tenant, origin or (here if own else None))


def _mirrored(url: str) -> Iterator[Place]:
    """Recognise the interface of a system on another host by the path that its list has."""
    parts = urlsplit(url)
    segments = set(parts.path.split("/"))
    for system, standard, fixed in _standards():
        if not fixed <= segments or parts.netloc == urlsplit(standard).netloc:
            continue
        board = load(system)
        found = board.tenant_of(f"{standard}{parts.path}{'?' if parts.query else ''}{parts.query}")
        if found is None or urlsplit(board.first(found[0], None).url).path.strip("/") != parts.path.strip(
            "/"
        ):
            continue
        if part(found[0].split("/")[-1]) in segments | set(dict(parse_qsl(parts.query)).values()):
            yield Place(system, found[0], site(url))


@cache
def _standards() -> tuple[tuple[str, str, frozenset[str]], ...]:
    """Return each system with its own host and the parts that the path of a list always has."""
    rows = []
    for system in systems():
        example = load(system).EXAMPLE
        first = load(system).first(example, None).url
        own = {part(piece) for piece in re.split(r"[/.]", example)} | {part(p) for p in example.split("/")}
        fixed = frozenset(p for p in urlsplit(first).path.split("/") if p and p not in own)
        if len(fixed) > 1 and (host := site(first)):  # one word alone, as in /search, is no mark of a system
            rows.append((system, host, fixed))
    return tuple(rows)


def _widgets(look: Look) -> Iterator[Place]:
    loaded = " ".join(look.parts) + look.scripts
    for system, patterns in _WIDGETS:
        found = [re.search(pattern, look.scripts) for pattern in patterns]
        if all(found) and system in loaded.lower():
            yield Place(system, "?".join(match[1] for match in found if match))


def _own_host(look: Look, url: str) -> Iterator[Place]:
    """Recognise a career site on the employer's host by what it loads."""
    hosts = {urlsplit(address).hostname or "" for address in look.parts}
    here = urlsplit(url).hostname or ""
    for system, pattern in _LOADED.items():
        if any(re.search(pattern, host) for host in hosts) and not re.search(pattern, here):
            yield from _tenants_here(system, look, url)


def _tenants_here(system: str, look: Look, url: str) -> Iterable[Place]:
    host, here = urlsplit(url).hostname or "", site(url)
    origin = None if here == f"https://{host}" else here
    if system == "eightfold":
        named = [
            found[1] for text in (*look.links, *look.parts, look.scripts) if (found := _DOMAIN.search(text))
        ]
        return [Place(system, domain, here) for domain in dict.fromkeys(named)][:2]
    if system == "phenom":
        locale = _LOCALE.search(urlsplit(url).path)
        return [Place(system, f"{host}/{locale[1] if locale else 'us/en'}", origin)]
    if system in {"jibe", "radancy", "successfactors"}:
        return [Place(system, host, origin)]
    if system in {"pinpoint", "recruitee", "teamtailor"}:
        return [Place(system, name_of_host(url) or host, here)]
    return ()  # its tenants can be told from the links of the page
