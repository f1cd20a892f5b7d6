"""Find the organizations that a text names, each with the place where it stands."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from ahocorasick_rs import AhoCorasick

from picketwire.linkage import TEXT_FIELDS, Mention
from picketwire.linking.naming.ambiguity import Doubt, doubt, guild_of
from picketwire.times import Interval

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date

    from picketwire.facts import Organization, OrganizationKind
    from picketwire.linkage import TextField

# One character for one character, so that offsets stay true.
_SAME = {"’": "'", "‘": "'", "ʼ": "'", "–": "-", "‐": "-", "‑": "-", "—": "-", "\u00a0": " "}
_GUILD = "the guild"
_BESIDE = 40  # code points before a name that a phrase before it may take
_NEAR = 160  # code points on either side of a name that count as its context in a body
_LEAD = 600  # code points of a body that say what the item is about
_LONGEST_ADDRESS = 200  # code points of a web address that a name may stand in
_SHORT = 4  # letters up to which an acronym counts only in capitals


@dataclass(frozen=True, slots=True)
class Name:
    """One name of an organization, folded, and the days on which it is one."""

    organization: str
    kind: OrganizationKind
    text: str  # as configured
    days: Interval
    doubt: Doubt | None


@dataclass(frozen=True, slots=True)
class _Hit:
    name: Name
    start: int
    end: int


def fold_name(text: str) -> str:
    """Fold a name or text for comparing: case, apostrophes, dashes and no-break spaces; the length stays."""
    if text.isascii():
        return text.lower()
    straight = _straight(text)
    folded = straight.lower()
    if len(folded) == len(straight):
        return folded
    return "".join(c.lower() if len(c.lower()) == 1 else c for c in straight)


def _straight(text: str) -> str:
    for other, plain in _SAME.items():  # far faster than `translate`, which looks up every character
        text = text.replace(other, plain)
    return text


class Names:
    """The names of all organizations, ready to be found in texts."""

    def __init__(self, organizations: Iterable[Organization]) -> None:
        self._by_text: dict[str, list[Name]] = defaultdict(list)
        self._guilds: set[str] = set()
        self._known: set[str] = set()
        for organization in organizations:
            self._add(organization)
        self._patterns = [*self._by_text, *({_GUILD} - self._by_text.keys())]
        self._automaton = AhoCorasick(self._patterns) if self._patterns else None

    def _add(self, organization: Organization) -> None:
        names = [(organization.name, Interval(None, None))]
        names += [(alias.text, Interval(alias.since, alias.until)) for alias in organization.aliases]
        self._known.add(organization.slug)
        if organization.kind in {"union", "local"} and "guild" in organization.name.casefold():
            self._guilds.add(organization.slug)
        for text, days in names:
            folded = fold_name(text.strip())
            if folded:
                kind = organization.kind
                name = Name(organization.slug, kind, text.strip(), days, doubt(text.strip(), kind))
                self._by_text[folded].append(name)

    def exact(self, text: str | None, day: date) -> str | None:
        """Return the one organization whose name on `day` is `text`, case aside; None if none or several."""
        found = {
            n.organization
            for n in self._by_text.get(fold_name((text or "").strip()), ())
            if n.days.holds(day)
        }
        return found.pop() if len(found) == 1 else None

    def find(self, texts: Mapping[TextField, str], day: date) -> tuple[Mention, ...]:
        """Return what the fields of one item name on the day of its publication, in the order of the text."""
        if self._automaton is None:
            return ()
        hits: list[tuple[TextField, _Hit]] = []
        guilds: list[tuple[TextField, int, int]] = []
        for field in TEXT_FIELDS:
            text = texts.get(field, "")
            if text:
                found, coreferences = self._scan(text, day)
                hits += [(field, hit) for hit in found]
                guilds += [(field, start, end) for start, end in coreferences]
        sure = {hit.name.organization for _, hit in hits if hit.name.doubt is None}
        whole = f"{texts.get('title', '')}\n{texts.get('summary', '')}\n{texts.get('body', '')[:_LEAD]}"
        kept = [
            Mention(
                organization=hit.name.organization,
                field=field,
                start=hit.start,
                end=hit.end,
                text=texts[field][hit.start : hit.end],
            )
            for field, hit in hits
            if _stands(hit, texts[field], whole, field, sure)
        ]
        kept += self._coreferences(guilds, kept, texts)
        order = {field: n for n, field in enumerate(TEXT_FIELDS)}
        return tuple(sorted(kept, key=lambda m: (order[m.field], m.start, m.organization)))

    def _scan(self, text: str, day: date) -> tuple[list[_Hit], list[tuple[int, int]]]:
        folded = fold_name(text)
        taken: list[_Hit] = []
        coreferences: list[tuple[int, int]] = []
        assert self._automaton is not None  # noqa: S101 -- find has looked
        matches = self._automaton.find_matches_as_indexes(folded, overlapping=True)
        if not matches:
            return taken, coreferences
        end_of_last = -1
        for pattern, start, end in sorted(matches, key=lambda m: (m[1], -m[2])):
            if start < end_of_last or not _bordered(folded, start, end):
                continue
            names = [n for n in self._by_text.get(self._patterns[pattern], ()) if n.days.holds(day)]
            names = [n for n in names if _cased(n.text, text[start:end])]
            if names:
                taken += [_Hit(name, start, end) for name in names]
                end_of_last = end
            elif self._patterns[pattern] == _GUILD:
                coreferences.append((start, end))
        return taken, coreferences

    def _coreferences(
        self,
        places: Iterable[tuple[TextField, int, int]],
        kept: list[Mention],
        texts: Mapping[TextField, str],
    ) -> Iterator[Mention]:
        """Read "the guild" as the only guild that the item names, and "the Guild" as that of its craft."""
        places = list(places)
        if not places:
            return
        named = {m.organization for m in kept} & self._guilds
        craft = None if named else guild_of(" ".join(texts.get(field, "") for field in TEXT_FIELDS))
        slug = named.pop() if len(named) == 1 else craft
        for field, start, end in places:
            if slug in self._known and (slug != craft or texts[field][end - 5].isupper()):
                yield Mention(
                    organization=slug, field=field, start=start, end=end, text=texts[field][start:end]
                )


def _bordered(text: str, start: int, end: int) -> bool:
    before, after = text[start - 1 : start] if start else "", text[end : end + 1]
    if before.isalnum() or before == "_" or after.isalnum() or after == "_":
        return False
    near = text[max(0, start - _LONGEST_ADDRESS) : start]
    return not before or before.isspace() or "://" not in near.rsplit(None, 1)[-1]


def _cased(name: str, written: str) -> bool:
    """Whether a name is written as a name: with its capitals, or all in capitals."""
    letters = [c for c in name if c.isalpha()]
    if not letters or name == name.lower():
        return True
    if len(letters) <= _SHORT and all(c.isupper() for c in letters):
        return written in {name, _straight(name)}
    capitals = [n for n, c in enumerate(name) if c.isupper() and (n == 0 or not name[n - 1].isalpha())]
    return all(not written[n].islower() for n in capitals if n < len(written))


def _stands(hit: _Hit, text: str, whole: str, field: TextField, sure: set[str]) -> bool:
    """Weigh one hit whose name may mean something else."""
    checks = hit.name.doubt
    if checks is None:
        return True
    if checks.after is not None and checks.after.search(text[max(0, hit.start - _BESIDE) : hit.start]):
        return False
    if checks.before is not None and checks.before.match(text, hit.end):
        return False
    if hit.name.organization in sure or checks.needs is None:
        return True
    if checks.plain and _mid_sentence(text, hit.start) and not _title_case(text):
        return True
    return _supported(hit, text, whole, field, checks.needs)


def _supported(hit: _Hit, text: str, whole: str, field: TextField, needs: re.Pattern[str]) -> bool:
    """Whether the title and summary, or the surroundings in a body, have a word of the context."""
    written = text[hit.start : hit.end].casefold()
    if field != "body":
        return _speaks_of(whole, needs, written)
    window = text[max(0, hit.start - _NEAR) : hit.end + _NEAR]
    return any(found.group().casefold() not in written for found in needs.finditer(window))


@lru_cache(maxsize=64)  # a long summary may hold one name thousands of times
def _speaks_of(whole: str, needs: re.Pattern[str], written: str) -> bool:
    return any(found.group().casefold() not in written for found in needs.finditer(whole))


def _mid_sentence(text: str, start: int) -> bool:
    before = text[max(0, start - _NEAR) : start].rstrip(" \"'“‘(")
    return bool(before) and before[-1] not in ".!?:\n|" and start > 0


_WORD = re.compile(r"[^\W\d_]{4,}")


def _title_case(text: str) -> bool:
    words = _WORD.findall(text[:300])
    return len(words) < 3 or sum(w[0].isupper() for w in words) > len(words) * 0.6
