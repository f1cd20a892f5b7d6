"""Say which strikes on record a report is about."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from picketwire.archive.statements import Fought
    from picketwire.facts import OrganizationKind
    from picketwire.linkage import News, Statement

ECHO = timedelta(days=60)  # before a strike and after it in which people speak of it
_UNIONS = frozenset({"union", "local"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Kin:
    """Who belongs to whom: kinds, forebears (each with itself) and associations of organizations, by slug."""

    kinds: Mapping[str, OrganizationKind]
    lineage: Mapping[str, frozenset[str]]
    associations: Mapping[str, frozenset[str]]


def told(news: News, strikes: Sequence[Fought], kin: Kin) -> tuple[Fought, ...]:
    """Return the strikes that an item is about, in the order of their slugs.

    Of the strikes in whose days (and two months around) it falls: for each union that it names the one
    most of whose parties it names; where it names no union, the only one that fits best. A strike of
    another union is none of it, though it names the employer. An association counts as named where one
    of its members is. A strike that was put on record from this very item counts in any case.
    """
    given = {s.slug: s for s in strikes if news.id in s.items}
    named = {mention.organization for mention in news.mentions}
    unions = _unions(named, kin)
    parties = named | unions | {a for slug in named for a in kin.associations.get(slug, ())}
    by_union: dict[frozenset[str], list[tuple[int, Fought]]] = defaultdict(list)
    for strike in strikes:
        if _near(strike, news) and strike.parties & parties and (strike.unions & unions or not unions):
            by_union[strike.unions & unions].append((len(strike.parties & parties), strike))
    for fitting in by_union.values():
        most = max(count for count, _ in fitting)
        best = [strike for count, strike in fitting if count == most]
        if len(best) == 1 and not any(best[0].unions == s.unions for s in given.values()):
            given[best[0].slug] = best[0]
    return tuple(given[slug] for slug in sorted(given))


def placed(
    found: Sequence[Statement], strikes: Sequence[Fought], posting: int | None, kin: Kin
) -> tuple[Statement, ...]:
    """Say what statements are about; only quotes react to a posting.

    Of several strikes that an item is about, a statement is about that of the union that makes it.
    """
    return tuple(
        replace(
            each,
            strike=_slug(strike_of(each, strikes, kin)),
            posting=posting if each.kind == "quote" else None,
        )
        for each in found
    )


def _slug(strike: Fought | None) -> str | None:
    return strike.slug if strike else None


def strike_of(statement: Statement, found: Sequence[Fought], kin: Kin) -> Fought | None:
    """Return which of the strikes of an item a statement is about."""
    return the_one(found, {statement.organization} if statement.organization else set(), kin)


def the_one(found: Sequence[Fought], named: set[str], kin: Kin) -> Fought | None:
    """Return which of these strikes words are about: that of the union they name, else the only one."""
    unions = _unions(named, kin)
    fitting = [strike for strike in found if strike.unions & unions] if unions else list(found)
    return fitting[0] if len(fitting) == 1 else None


def _near(strike: Fought, news: News) -> bool:
    over = strike.until is not None and news.day > strike.until + ECHO
    return strike.since - ECHO <= news.day and not over


def _unions(named: set[str], kin: Kin) -> set[str]:
    """Return the unions among these with those that chartered them."""
    return {up for slug in named if kin.kinds.get(slug) in _UNIONS for up in kin.lineage.get(slug, {slug})}
