"""Read from a report of a strike who strikes and who is struck, and leave unnamed what it does not name."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise
from types import MappingProxyType
from typing import TYPE_CHECKING

from picketwire.linking.naming.names import fold_name
from picketwire.linking.stories.word_weights import RARE, stems, weight
from picketwire.linking.strikes.bargaining import implied

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from picketwire.facts import Organization, OrganizationKind
    from picketwire.linkage import Mention, News
    from picketwire.linking.strikes.bargaining import Implied

_NEAR_IN_TITLE, _NEAR_IN_LEAD = 70, 120  # code points between a group of workers and a word for a strike
_LEAD = 280  # code points of a summary or body in which a report says who strikes
_STRIKE = (
    r"(?:strik\w*|walk-?\s?outs?|walk\w* (?:out|off)|picket\w*|stoppages?|industrial action|lockout|"
    r"strajk\w*)"
)
_TALKS = r"(?:deal|agreement|contract|talks|dispute|pact|offer)"
_TURN = (
    r"(?:and|or|but|as|amid|while|during|after|before|on|with|for)\s"  # behind which another thing is told
)
_STRUCK_AFTER = re.compile(
    rf"['’]?s?\s+(?:(?!{_TURN})[\w-]+\s+){{0,2}}(?:{_STRIKE}|{_TALKS}|workers|staff|employees|drivers|crews?|pilots|nurses|"
    r"baristas|journalists|union)\b",
    re.IGNORECASE,
)
_STRUCK_BEFORE = re.compile(
    rf"(?:(?:{_STRIKE}|workers|staff|employees|drivers|picket lines?)\s+(?:at|against|outside|hits?)|"
    rf"{_TALKS}\s+with|strikes?)\s+(?:the\s+)?$",
    re.IGNORECASE,
)
# Occupations that say who strikes although no place is named, if not which of them.
LOOSE = frozenset({"doctor", "nurse", "teacher", "driver", "miner", "cleaner", "courier", "servant"})
_EMPLOYING = frozenset({"employer", "publisher"})
_ANY = frozenset({"worker", "officer", "driver", "engineer", "guard", "cleaner"})  # of any branch
_JOINED = re.compile(r"^(?:,| and| &|/|-)\s*(?:the )?$", re.IGNORECASE)


# Titles of items that speak of strikes and tell of none.
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
    if _BESIDE.search(news.title):
        return Parties(frozenset(), frozenset(), frozenset())
    unions, struck = set(), set()
    for mention in news.mentions:
        if mention.field != "title" and mention.start > _LEAD:
            continue
        kind = kinds.get(mention.organization)
        if kind in {"union", "local"}:
            unions.add(mention.organization)
        elif kind == "association" or (kind == "employer" and _is_struck(news, mention, kinds)):
            struck.add(mention.organization)
    lead = (news.summary or news.body)[:_LEAD]
    place = _place(news.title) or _place(lead)
    where = f"of {min(struck)}" if struck else f"in {place}" if place else ""
    found = _groups(news.title, where, _NEAR_IN_TITLE) or _groups(lead, where, _NEAR_IN_LEAD)
    found = [_known(group, news.mentions, kinds) for group in found or _titled(news.title, lead)]
    bodies = {m.text for m in news.mentions if kinds.get(m.organization) in {"union", "local"}}
    cause = _cause(f"{news.title} {lead}") if country(place) else ""
    if cause and not found and re.search(_STRIKE, news.title, re.IGNORECASE):
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


_WORD = re.compile(r"[^\W\d_][\w'’.&-]*(?:/[^\W\d_][\w'’.&-]*)?")


def _groups(text: str, where: str, near: int) -> list[_Group]:
    """Find groups of workers within reach of a word for a strike; of the general ones the nearest only."""
    strikes = [m.start() for m in re.finditer(_STRIKE, text, re.IGNORECASE)]
    if not strikes:
        return []
    table, words = _table(), list(_WORD.finditer(text))
    found: dict[str, _Group] = {}
    general: list[tuple[bool, int, _Group]] = []
    for n, word in enumerate(words):
        folded = _plain(word.group())
        pair = f"{_plain(words[n - 1].group())}-{folded}" if n else ""
        distance = min(abs(word.start() - s) for s in strikes)
        if distance > near:
            continue
        first = words[n - 1].start() if pair in table.specific or pair in table.general else word.start()
        written = text[first : word.end()]
        if employer := _employer_before(text, words, n - (first < word.start())):
            written = f"{employer} {written}"
        elif employer := _employer_after(text, word.end()):
            written = text[first : text.index(employer, word.end()) + len(employer)]
        if specific := table.specific.get(pair) or table.specific.get(folded):
            found.setdefault(specific, _Group(specific, written, employer))
        elif group := _general(table, words, n, written, employer, where):
            general.append((group.key.startswith(("worker of ", "worker in ")), distance, group))
    if general and not found:
        nearest = min(general, key=lambda told: told[:2])[2]
        found[nearest.key] = nearest
    if not found and (name := _struck_name(text)):
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
    if not re.search(_STRIKE, lead, re.IGNORECASE):
        return []
    words, specific = [_plain(w.group()) for w in _WORD.finditer(title)], _table().specific
    pairs = [f"{a}-{b}" for a, b in pairwise(words)]
    keys = {specific[w] for w in (*pairs, *words) if w in specific}
    return [_Group(key, key, "") for key in keys] if len(keys) == 1 else []


_NAME_STRIKE = re.compile(
    r"(?:^|(?<=[a-z,] ))(?P<name>[A-Z]{2,6}|(?:[A-Z][\w&-]+[ ]){0,2}[A-Z][\w&-]{2,})(?P<owner>['’]s)?[ ]"
    r"(?:strike|walk-?out|picket line|lockout)s?\b(?!\s(?:price|rate|force|group|zone|fund|law)|[\w-])"
)


def _struck_name(text: str) -> str:
    """Return the name that stands right before a word for a strike: “LCBO strike enters sixth day”."""
    if _all_capitalised(text):
        return ""
    if at := _STRIKE_AT.search(text):
        return _proper(at["name"])
    if not (found := _NAME_STRIKE.search(text)):
        return ""
    name = found["name"]
    first = found.start() == 0
    if found["owner"] or (first and " " not in name and not name.isupper()) or _place(name):
        return ""
    return "" if _table().no_names & {_plain(word) for word in name.split()} else name


_STRIKE_AT = re.compile(
    rf"\b{_STRIKE}\s(?:\w+\s){{0,2}}at\s(?:the\s)?(?P<name>[A-Z][\w&’'/-]*(?:\s[A-Z][\w&’'/-]*){{0,3}})"
)


def _general(
    table: _Table, words: list[re.Match[str]], n: int, written: str, employer: str, where: str
) -> _Group | None:
    """Read a general word for workers with what stands before it: a branch, an employer, or a place."""
    folded = _plain(words[n].group())
    pair = f"{_plain(words[n - 1].group())}-{folded}" if n else ""
    general = table.general.get(pair) or table.general.get(folded)
    if general is None or (general == "woman" and words[n].group().lower() != "women"):
        return None
    branch = general in _ANY and next(
        (b for w in reversed(words[max(0, n - 2) : n]) if (b := table.branches.get(_plain(w.group())))), ""
    )
    if general in _ANY and where.removeprefix("in ") in table.airports:
        branch = "airport worker"
    if general == "worker" and where.startswith("in "):
        branch = branch or ("" if employer else _sector(words))
    name = branch or general
    if employer and not branch:
        return _Group(f"{name} of {_short(employer)}", written, employer)
    if where:
        return _Group(f"{name} {where}", written, "")
    return _Group(name, written, "") if branch or general in LOOSE else None


def _employer_before(text: str, words: list[re.Match[str]], at: int) -> str:
    """Return the name right before a group of workers, where capitals tell names from other words."""
    if _all_capitalised(text):
        return ""
    first = at
    while first > 0 and words[first - 1].group()[0].isupper() and not _place(words[first - 1].group()):
        if text[words[first - 1].end() : words[first].start()] != " ":
            break
        first -= 1
    name = text[words[first].start() : words[at - 1].end()] if first < at else ""
    single = first == 0 and " " not in name and not name[1:].lower() != name[1:]
    if single and _table().general.get(_plain(words[at].group())) != "worker":
        return ""  # any word may stand at the head of a title before "doctors"
    return _proper(name)


_AFTER = re.compile(r"\s(?:at|for|with)\s(?:the\s)?(?P<name>[A-Z][\w&’'/-]*(?:\s[A-Z][\w&’'/-]*){0,3})")


def _employer_after(text: str, at: int) -> str:
    """Return the name after a group of workers: “workers at Mack Trucks go on strike”."""
    found = None if _all_capitalised(text) else _AFTER.match(text, at)
    return _proper(found["name"]) if found else ""


def _proper(name: str) -> str:
    """Return a name without the ordinary words that stand at its head; none if it is a place or no name."""
    words = re.sub(r"['’]s?$|\s(?:City|State|County)$", "", name).split()
    table = _table()
    tail = "-".join(map(_plain, words[-2:]))
    if words and {tail, _plain(words[-1])} & table.places.keys():
        return ""
    while words and _plain(words[0]) in table.adjectives:
        del words[0]
    if all(_plain(word) in table.ordinary for word in words) or len("".join(words)) < 3:
        return ""
    if re.match(_STRIKE, words[0], re.IGNORECASE) or _plain(words[-1]) in table.workers:
        return ""
    return " ".join(words)


def _short(employer: str) -> str:
    """Return the name of an employer without the word for what it is."""
    return re.sub(
        r"\s(?:universit\w+|hospitals?|corp\w*|inc|company|group|plc|trucks|stores)$", "", fold_name(employer)
    )


def _sector(words: Sequence[re.Match[str]]) -> str:
    """Return the branch whose services a text says are struck, if it is one."""
    found = {sector for w in words if (sector := _table().sectors.get(_plain(w.group())))}
    return min(found) if len(found) == 1 else ""


def _names(*texts: str) -> frozenset[str]:
    """Return the stems of rare words that are written as names and are neither places nor workers."""
    table = _table()
    words = {w for text in texts for w in _WORD.findall(text) if w[0].isupper() and len(w) > 3}
    names = (w for w in map(_plain, words) if w not in table.ordinary | table.workers | table.places.keys())
    return frozenset(s for name in names for s in stems(name) if weight(s) >= RARE)


def _cause(text: str) -> str:
    words = [_plain(w.group()) for w in _WORD.finditer(text)]
    pairs = (f"{a}-{b}" for a, b in pairwise(words))
    return next((cause for w in (*pairs, *words) if (cause := _table().causes.get(w))), "")


def _all_capitalised(text: str) -> bool:
    longer = [w.group() for w in _WORD.finditer(text[:120]) if len(w.group()) > 3]
    return bool(longer) and sum(w[0].isupper() for w in longer) > 0.7 * len(longer)


def _place(text: str) -> str:
    places = _table().places
    words = [_plain(w) for w in _WORD.findall(text) if len(w) > 3 or w.lower() != w]  # "US", and not "us"
    pairs = [f"{a}-{b}" for a, b in pairwise(words)]
    return next((places[w] for w in [*pairs, *words] if w in places), "")


def _plain(word: str) -> str:
    return re.sub(r"'s$|'$", "", fold_name(word)).rstrip(".")


@dataclass(frozen=True, slots=True)
class _Table:
    specific: Mapping[str, str]
    general: Mapping[str, str]
    places: Mapping[str, str]
    branches: Mapping[str, str]
    within: Mapping[str, str]
    airports: Mapping[str, str]
    no_names: frozenset[str]
    ordinary: frozenset[str]
    adjectives: frozenset[str]
    workers: frozenset[str]
    trades: frozenset[str]
    sectors: Mapping[str, str]
    causes: Mapping[str, str]


@cache
def _table() -> _Table:
    raw = tomllib.loads(files("picketwire.linking.strikes").joinpath("labour_words.toml").read_text("utf-8"))

    def turned(name: str) -> dict[str, str]:
        return {fold_name(word): key for key, words in raw[name].items() for word in words.split()}

    airports = turned("airports")
    within = turned("within") | airports
    places = {word: word for word in within} | turned("places")
    return _Table(
        specific=turned("specific"),
        general=turned("general"),
        places=places,
        branches=turned("branches"),
        within=within,
        airports=airports,
        no_names=frozenset(raw["no_names"]["words"].split()),
        ordinary=frozenset(" ".join(raw["no_names"].values()).split()),
        adjectives=frozenset(raw["no_names"]["adjectives"].split()),
        workers=frozenset(turned("specific")) | frozenset(turned("general")),
        trades=frozenset(raw["specific"]),
        sectors=turned("sectors"),
        causes=turned("causes"),
    )


def is_country(place: str) -> bool:
    """Whether a place is a country, and not a city or region of one."""
    return place not in _table().within


def is_trade(work: str) -> bool:
    """Whether a word for workers says enough alone."""
    return work in _table().trades


def country(place: str) -> str:
    """Return the country that a place is in, or is."""
    while place in _table().within:
        place = _table().within[place]
    return place


def same_place(closer: str, looser: str) -> bool:
    """Whether a place may be the one beside a looser name: it is within it, or none is told there."""
    return not looser or looser in _around(closer)


def _around(place: str) -> list[str]:
    """Return a place and those that it is in."""
    found = [place]
    while (wider := _table().within.get(found[-1])) and wider not in found:
        found.append(wider)
    return [*found, "britain"] if found[-1] in _NATIONS else found


_NATIONS = frozenset({"england", "scotland", "wales"})
