"""Put into words a few of the rows that linking would change, each with the facts that it follows from."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from picketwire.archive.snapshot import called, hirers
from picketwire.linking.naming.lineage import lineages

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

    from sqlite_utils.db import Database

    from picketwire.archive.snapshot import Difference
    from picketwire.facts import Organization
    from picketwire.pipeline.preview.facts import Fact

Change = Literal["gained", "lost", "changed"]
_SHOWN = 80  # characters of a title or quotation
_NEW = "it is new or was edited"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """One row that would come, go or say something else, in words."""

    change: Change
    what: str
    before: str | None = None  # of a changed one: what it says that is not the same
    after: str | None = None
    because: tuple[str, ...] = ()  # empty: it follows from another change


class Causes:
    """Which of the facts that differ, and which new items, a change can follow from.

    What reaches an employer by the organizations of `before` or of `after` counts.
    """

    def __init__(
        self,
        facts: Iterable[Fact],
        waiting: Collection[int],
        before: Sequence[Organization],
        after: Sequence[Organization],
    ) -> None:
        self._facts: dict[str, list[str]] = defaultdict(list)
        for fact in facts:
            self._facts[fact.subject].append(fact.text)
        self._waiting = waiting
        self._lines: dict[str, set[str]] = defaultdict(set)
        for organizations in (before, after):
            for slug, line in lineages(organizations).items():
                self._lines[slug] |= line

    def of(self, items: Iterable[int], subjects: Iterable[str | None]) -> tuple[str, ...]:
        """Return what can have changed a row about these items, organizations and strikes."""
        slugs = [each for s in subjects if s for each in (s, *sorted(self._lines[s]))]
        found = [text for slug in slugs for text in self._facts.get(slug, ())]
        if any(item in self._waiting for item in items):
            found.append(_NEW)
        return tuple(dict.fromkeys(found))


class _Said(NamedTuple):
    """One row in words: which it is, what it says of it, and what it is about."""

    what: str
    says: str
    items: tuple[int, ...]
    subjects: tuple[str | None, ...]


class Describing:
    """Puts rows into words, with titles from the archive at hand."""

    def __init__(self, db: Database, causes: Causes) -> None:
        self._db = db
        self._causes = causes
        self._words: dict[str, Callable[..., _Said]] = {
            "links": self._link,
            "answers": self._answer,
            "employers": self._employer,
            "mentions": self._mention,
            "stories": self._story,
            "statements": self._statement,
            "strike_news": self._strike_news,
            "strike_facts": self._strike_fact,
        }

    def samples(self, kind: str, found: Difference, most: int) -> tuple[Sample, ...]:
        """Describe up to `most` rows of each direction."""
        return tuple(self._samples(self._words[kind], found, most))

    def _samples(self, words: Callable[..., _Said], found: Difference, most: int) -> Iterator[Sample]:
        for row in found.lost[:most]:
            yield self._sample("lost", words(*row))
        for row in found.gained[:most]:
            yield self._sample("gained", words(*row))
        for was, now in found.changed[:most]:
            before, after = words(*was), words(*now)
            because = self._causes.of((*before.items, *after.items), (*before.subjects, *after.subjects))
            yield Sample(
                change="changed", what=after.what, before=before.says, after=after.says, because=because
            )

    def _sample(self, change: Change, said: _Said) -> Sample:
        because = self._causes.of(said.items, said.subjects)
        before, after = (said.says, None) if change == "lost" else (None, said.says)
        return Sample(change=change, what=said.what, before=before, after=after, because=because)

    def _link(self, kind: str, posting: int, item: int, strike: str, score: float, reasons: str) -> _Said:
        other = strike if kind == "strike" else self._news(item)
        says = f"{score:g}: {' '.join(json.loads(reasons))}"
        items = (posting, item) if item else (posting,)
        return _Said(
            f"{self._posting(posting)} <-> {other}", says, items, (strike or None, *self._hirers(posting))
        )

    def _answer(self, item: int, strike: str, organization: str, relation: str, *rest: str | None) -> _Said:
        party, union, since, until, status, reports = rest
        says = f"{since} to {until or 'now'}, {relation} ({party}), {union}, {status}, reports: {reports}"
        subjects = (strike, organization, party, *self._hirers(item))
        return _Said(f"{self._posting(item)} <-> {strike}", says, (item,), subjects)

    def _employer(self, item: int, organization: str | None) -> _Said:
        return _Said(
            _short(called(self._db, item)[0]), organization or "not known", (item,), self._hirers(item)
        )

    def _mention(self, item: int, field: str, start: int, slug: str, end: int, text: str) -> _Said:
        what = f"“{_short(text)}” in {self._news(item)} -> {slug}"
        return _Said(what, f"{field} {start} to {end}", (item,), (slug,))

    def _story(self, number: int, items: str, published: int, seen: int, credited: str | None) -> _Said:
        members: list[int] = json.loads(items)
        says = (
            f"{len(members)} items, first published: {self._news(published)}, first seen: {self._news(seen)}"
        )
        says += f", credited: {credited}" if credited else ""
        return _Said(
            f"story {number}: {_short(called(self._db, number)[0])}", says, tuple(members), (credited,)
        )

    def _statement(self, item: int, kind: str, _field: str, *rest: Any) -> _Said:
        _, _, text, speaker, organization, strike, posting = rest
        says = f"by {speaker or 'nobody named'}, for {organization or 'nobody'}"
        says += f", about {strike or posting}" if strike or posting else ""
        subjects = (organization, strike, *(self._hirers(posting) if posting else ()))
        return _Said(f"{kind} “{_short(text)}” in {self._news(item)}", says, (item,), subjects)

    def _strike_news(self, item: int, strike: str, why: str) -> _Said:
        return _Said(f"{self._news(item)} tells of {strike}", f"by {why}", (item,), (strike,))

    def _strike_fact(self, item: int, strike: str, kind: str, value: str, *rest: str | None) -> _Said:
        quote, speaker, organization = rest
        what = f"{kind} “{_short(value)}” of {strike} in {self._news(item)}"
        says = f"“{_short(quote or '')}” by {speaker or organization or 'nobody named'}"
        return _Said(what, says, (item,), (strike, organization))

    def _posting(self, item: int) -> str:
        hirers = self._hirers(item)
        return (
            f"{hirers[0]}: {_short(called(self._db, item)[0])}"
            if hirers
            else _short(called(self._db, item)[0])
        )

    def _news(self, item: int) -> str:
        title, source = called(self._db, item)
        return f"{_short(title)} ({source})"

    def _hirers(self, posting: int) -> tuple[str, ...]:
        return hirers(self._db, posting)


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _SHOWN else f"{line[: _SHOWN - 1]}…"
