"""Read from a report of a strike who strikes and who is struck, and leave unnamed what it does not name."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from types import MappingProxyType
from typing import TYPE_CHECKING

from picketwire.linking.naming.names import fold_name
from picketwire.linking.stories.word_weights import RARE, stems, weight
from picketwire.linking.strikes.bargaining import implied
from picketwire.linking.strikes.employers import employer_after, employer_before, short, struck_name
from picketwire.linking.strikes.labour_words import STRIKE, WORD, country, place_in, plain
from picketwire.linking.strikes.labour_words import table as labour_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from picketwire.facts import Organization, OrganizationKind
    from picketwire.linkage import Mention, News
    from picketwire.linking.strikes.bargaining import Implied
    from picketwire.linking.strikes.labour_words import Table

_NEAR_IN_TITLE, _NEAR_IN_LEAD = 70, 120  # code points between a group of workers and a word for a strike
_LEAD = 280  # code points of a summary or body in which a report says who strikes
_TALKS = r"(?:deal|agreement|contract|talks|dispute|pact|offer)"
_TURN = (
    r"(?:and|or|but|as|amid|while|during|after|before|on|with|for)\s"  # behind which another thing is told
)
_STRUCK_AFTER = re.compile(
    rf"['’]?s?\s+(?:(?!{_TURN})[\w-]+\s+){{0,2}}(?:{STRIKE}|{_TALKS}|workers|staff|employees|drivers|crews?|pilots|nurses|"
    r"baristas|journalists|union)\b",
    re.IGNORECASE,
)
_STRUCK_BEFORE = re.compile(
    rf"(?:(?:{STRIKE}|workers|staff|employees|drivers|picket lines?)\s+(?:at|against|outside|hits?)|"
    rf"{_TALKS}\s+with|strikes?)\s+(?:the\s+)?$",
    re.IGNORECASE,
)
# Occupations that say who strikes although no place is named, if not which of them.
LOOSE = frozenset({"doctor", "nurse", "teacher", "driver", "miner", "cleaner", "courier", "servant"})
_EMPLOYING = frozenset({"employer", "publisher"})
_ANY = frozenset({"worker", "officer", "driver", "engineer", "guard", "cleaner"})  # of any branch
_JOINED = re.compile(r"^(?:,| and| &|/|-)\s*(?:the )?$", re.IGNORECASE)


# Titles of items that speak of strikes and tell of none.
_LONGEST_TITLE = 2_000  # code points; what is longer is no headline
_BESIDE = re.compile(
    r"\banti-strikes?\b|\bstrikes? (?:laws?|legislation|bans?|bills?|rules?|curbs)\b|\bminimum service\b|"
    r"\b(?:law|legislation)\b.*\bstrik|\bstrik\w+.*\b(?:law|legislation)$|"
    r"\bworking days\b.*\bstrike|\bagency workers\b|\b(?:best|top)\b.*\b(?:20\d\d|movies?|shows|games)\b|"
    r"\byear of (?:\w+ )?strikes\b|\bhistory of\b|"
    r"\bwinter of discontent\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Parties:
    """Who a report says strikes and is struck: slugs, and groups or employers just as they are named.

    `groups` are keys such as "radiographer", "doctor in israel" or "worker of irn-bru"; `written` are the
    words for each.
    """

    unions: frozenset[str]
    struck: frozenset[str]
    groups: frozenset[str]
    written: tuple[tuple[str, str], ...] = ()  # (group, the words)
    named: tuple[tuple[str, str], ...] = ()  # (group, employer that no organization is known for)
    place: str = ""  # country, as far as the item tells
    hints: tuple[Implied, ...] = ()  # at whom a union of theirs would bargain with
    cause: str = ""  # what a strike of a whole country is about
    names: frozenset[str] = frozenset()  # rare ones in the title, as stems


def parties(
    news: News,
    kinds: Mapping[str, OrganizationKind],
    organizations: Mapping[str, Organization] = MappingProxyType({}),
) -> Parties:
    """Read the parties from title and lead; employers count where words tie them to the dispute.

    With `organizations`, words like “the studios” are kept as hints at whom a union bargains with.
    """
    if len(news.title) > _LONGEST_TITLE or _BESIDE.search(news.title):
        return Parties(frozenset(), frozenset(), frozenset())
    unions, struck = _organizations(news, kinds)
    lead = (news.summary or news.body)[:_LEAD]
    place = place_in(news.title) or place_in(lead)
    where = f"of {min(struck)}" if struck else f"in {place}" if place else ""
    found = _groups(news.title, where, _NEAR_IN_TITLE) or _groups(lead, where, _NEAR_IN_LEAD)
    found = [_known(group, news.mentions, kinds) for group in found or _titled(news.title, lead)]
    bodies = {m.text for m in news.mentions if kinds.get(m.organization) in {"union", "local"}}
    cause = _cause(f"{news.title} {lead}") if country(place) else ""
    if cause and not found and re.search(STRIKE, news.title, re.IGNORECASE):
        found = [_Group(f"worker in {country(place)}", "", "")]
    struck |= {slug for g in found if kinds.get(slug := g.key.partition(" of ")[2]) in _EMPLOYING}
    return Parties(
        unions=frozenset(unions),
        struck=frozenset(struck),
        groups=frozenset(group.key for group in found),
        written=tuple((group.key, group.written) for group in found if group.written),
        named=tuple((g.key, g.employer) for g in found if g.employer and g.employer not in bodies),
        place=place,
        hints=implied(news, _LEAD, organizations),
        cause=cause,
        names=_names(news.title, *(group.employer for group in found)),
    )


def _organizations(news: News, kinds: Mapping[str, OrganizationKind]) -> tuple[set[str], set[str]]:
    """Return the unions that title and lead name, and the organizations that their words make struck."""
    unions, struck = set(), set()
    for mention in news.mentions:
        if mention.field != "title" and mention.start > _LEAD:
            continue
        kind = kinds.get(mention.organization)
        if kind in {"union", "local"}:
            unions.add(mention.organization)
        elif kind == "association" or (kind == "employer" and _is_struck(news, mention, kinds)):
            struck.add(mention.organization)
    return unions, struck


def _is_struck(news: News, mention: Mention, kinds: Mapping[str, OrganizationKind]) -> bool:
    text = news.text(mention.field)
    if _STRUCK_AFTER.match(text, mention.end) or _STRUCK_BEFORE.search(
        text[max(0, mention.start - 60) : mention.start]
    ):
        return True
    return any(
        kinds.get(other.organization) in {"union", "local"} and _adjoin(text, mention, other)
        for other in news.mentions
        if other.field == mention.field
    )


def _adjoin(text: str, one: Mention, two: Mention) -> bool:
    first, second = (one, two) if one.start < two.start else (two, one)
    return bool(_JOINED.match(text[first.end : second.start]))


@dataclass(frozen=True, slots=True)
class _Group:
    key: str
    written: str
    employer: str


def _groups(text: str, where: str, near: int) -> list[_Group]:
    """Find groups of workers within reach of a word for a strike; of the general ones the nearest only."""
    strikes = [m.start() for m in re.finditer(STRIKE, text, re.IGNORECASE)]
    if not strikes:
        return []
    table, words = labour_words(), list(WORD.finditer(text))
    found: dict[str, _Group] = {}
    general: list[tuple[bool, int, _Group]] = []
    for n, word in enumerate(words):
        folded = plain(word.group())
        pair = f"{plain(words[n - 1].group())}-{folded}" if n else ""
        distance = min(abs(word.start() - s) for s in strikes)
        if distance > near:
            continue
        first = words[n - 1].start() if pair in table.specific or pair in table.general else word.start()
        written = text[first : word.end()]
        if employer := employer_before(text, words, n - (first < word.start())):
            written = f"{employer} {written}"
        elif employer := employer_after(text, word.end()):
            written = text[first : text.index(employer, word.end()) + len(employer)]
        if specific := table.specific.get(pair) or table.specific.get(folded):
            found.setdefault(specific, _Group(specific, written, employer))
        elif group := _general(table, words, n, written, employer, where):
            general.append((group.key.startswith(("worker of ", "worker in ")), distance, group))
    if general and not found:
        nearest = min(general, key=lambda told: told[:2])[2]
        found[nearest.key] = nearest
    if not found and (name := struck_name(text)):
        found[name] = _Group(f"worker of {fold_name(name)}", name, name)
    return list(found.values()) if len(found) < 3 else []


def _known(group: _Group, mentions: Iterable[Mention], kinds: Mapping[str, OrganizationKind]) -> _Group:
    """Count the workers of an employer that is known as such, under whatever name."""
    slug = next((m.organization for m in mentions if m.text == group.employer), None)
    if slug is None or kinds.get(slug) not in _EMPLOYING:
        return group
    return _Group(f"{group.key.partition(' of ')[0]} of {slug}", group.written, "")


def _titled(title: str, lead: str) -> list[_Group]:
    """Return the one occupation that a title names where only the lead speaks of a strike."""
    if not re.search(STRIKE, lead, re.IGNORECASE):
        return []
    words, specific = [plain(w.group()) for w in WORD.finditer(title)], labour_words().specific
    pairs = [f"{a}-{b}" for a, b in pairwise(words)]
    keys = {specific[w] for w in (*pairs, *words) if w in specific}
    return [_Group(key, key, "") for key in keys] if len(keys) == 1 else []


def _general(
    table: Table, words: list[re.Match[str]], n: int, written: str, employer: str, where: str
) -> _Group | None:
    """Read a general word for workers with what stands before it: a branch, an employer, or a place."""
    folded = plain(words[n].group())
    pair = f"{plain(words[n - 1].group())}-{folded}" if n else ""
    general = table.general.get(pair) or table.general.get(folded)
    if general is None or (general == "woman" and words[n].group().lower() != "women"):
        return None
    branch = general in _ANY and next(
        (b for w in reversed(words[max(0, n - 2) : n]) if (b := table.branches.get(plain(w.group())))), ""
    )
    if general in _ANY and where.removeprefix("in ") in table.airports:
        branch = "airport worker"
    if general == "worker" and where.startswith("in "):
        branch = branch or ("" if employer else _sector(words))
    name = branch or general
    if employer and not branch:
        return _Group(f"{name} of {short(employer)}", written, employer)
    if where:
        return _Group(f"{name} {where}", written, "")
    return _Group(name, written, "") if branch or general in LOOSE else None


def _sector(words: Sequence[re.Match[str]]) -> str:
    """Return the branch whose services a text says are struck, if it is one."""
    found = {sector for w in words if (sector := labour_words().sectors.get(plain(w.group())))}
    return min(found) if len(found) == 1 else ""


def _names(*texts: str) -> frozenset[str]:
    """Return the stems of rare words that are written as names and are neither places nor workers."""
    table = labour_words()
    words = {w for text in texts for w in WORD.findall(text) if w[0].isupper() and len(w) > 3}
    names = (w for w in map(plain, words) if w not in table.ordinary | table.workers | table.places.keys())
    return frozenset(s for name in names for s in stems(name) if weight(s) >= RARE)


def _cause(text: str) -> str:
    words = [plain(w.group()) for w in WORD.finditer(text)]
    pairs = (f"{a}-{b}" for a, b in pairwise(words))
    return next((cause for w in (*pairs, *words) if (cause := labour_words().causes.get(w))), "")
