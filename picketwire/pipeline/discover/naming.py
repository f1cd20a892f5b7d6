"""Name a new source: its slug, what people call it, and the organization that it belongs to."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from picketwire.pipeline.discover.boards import name_of_host
from picketwire.settings import values

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from picketwire.facts import Organization
    from picketwire.pipeline.discover.proof import Finding
    from picketwire.records import Source

_LONGEST_SLUG = 40
_LONGEST_NAME = 80
# What feeds and systems add to a name.
_ADDED = re.compile(
    r"\s*(?:[-–—|:»›·]\s*(?:rss|atom|feed|all|latest|home|news feed).*|\b(?:rss|feed)\b)$", re.IGNORECASE
)
_FEED_FILE = re.compile(r"(?:rss|feed|atom|index|sitemap)?(?:\.\w+)?/?$", re.IGNORECASE)
_FORM = re.compile(
    r",?\s+(?:inc|llc|ltd|gmbh|corp|co|plc|s\.?a\.?|ag|se|limited|incorporated)\.?$", re.IGNORECASE
)


def settle(
    found: Finding,
    *,
    existing: Sequence[Source],
    organizations: Iterable[Organization],
    slug: str | None = None,
    name: str | None = None,
    groups: tuple[str, ...] = (),
) -> Source:
    """Return the source that a finding becomes; what is not given is derived, and its slug is a free one."""
    source, taken = found.source, {other.slug for other in existing}
    board = source.kind == "board"
    called = " ".join((found.title or "").split())
    owner = _organization(called or _tenant_name(source), organizations)
    if name is None:
        name = f"{called or _tenant_name(source)} careers" if board else _ADDED.sub("", called)
    return replace(
        source,
        slug=slug or _free(_slugs(found, owner if board else None), taken),
        name=name[:_LONGEST_NAME].strip() or _host(source),
        employer=owner if board else None,
        publisher=None if board else owner,
        language=_language(found.language),
        groups=groups,
    )


def slugify(text: str) -> str:
    """Reduce a text to small letters, digits and single dashes; "" where nothing is left."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:_LONGEST_SLUG].strip("-")


def _slugs(found: Finding, owner: str | None) -> list[str]:
    """Return slugs to choose from, the best first."""
    source, title = found.source, slugify(_ADDED.sub("", found.title or ""))
    if source.kind == "board":
        names = (owner or "", slugify(_FORM.sub("", found.title or "")), slugify(_tenant_name(source)))
        return [f"{name}-jobs" for name in names if name] or ["jobs"]
    address = source.url or ""
    host = slugify(name_of_host(address))
    path = slugify(_FEED_FILE.sub("", urlsplit(address).path))
    tried = (host, f"{host}-{path}" if host and path else "", title, path, slugify(_host(source)))
    return [slug for slug in tried if slug] or ["source"]


def _free(wanted: Sequence[str], taken: Collection[str]) -> str:
    free = next((slug for slug in wanted if slug not in taken), None)
    number = 2
    while free is None:
        free = slug if (slug := f"{wanted[0]}-{number}") not in taken else None
        number += 1
    return free


def _tenant_name(source: Source) -> str:
    """Return the part of a tenant that names the employer: "disney" of disney.wd5/disneycareer."""
    tenant = (source.tenant or "").partition("?")[0]
    if "://" in tenant or ("." in tenant.split("/")[0] and source.system != "workday"):
        address = tenant if "://" in tenant else f"https://{tenant}"
        return name_of_host(address) or (urlsplit(address).hostname or "")
    return re.split(r"[./]", tenant)[0]


def _host(source: Source) -> str:
    return urlsplit(source.url or "").hostname or source.slug


def _organization(called: str, organizations: Iterable[Organization]) -> str | None:
    """Return the organization of that very name, legal form and case left aside."""
    wanted = _folded(called)
    for each in organizations:
        if wanted and wanted in {_folded(n) for n in (each.name, *(a.text for a in each.aliases))}:
            return each.slug
    return None


def _folded(name: str) -> str:
    return _FORM.sub("", " ".join(name.split())).casefold()


def _language(tag: str | None) -> str | None:
    try:
        return values.language(tag) if tag else None
    except ValueError:
        return None
