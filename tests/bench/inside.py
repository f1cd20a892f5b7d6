"""CPU seconds of tagging and of linking by themselves, the latter on made-up news of many days."""

from __future__ import annotations

import random
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from picketwire.archive.facts import save_organizations
from picketwire.archive.opening import open_writer, transaction
from picketwire.archive.store import store_poll
from picketwire.pipeline.link import link
from picketwire.records import Evidence, Item, Outcome, Poll, Source, SourceState, Tag, TaggedItem
from picketwire.tagging.tagger import Tagger
from tests.bench.news import news

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlite_utils.db import Database

    from picketwire.settings.load import Config

_OUTLETS, _A_DAY = 200, 1_000
_SYLLABLES = [first + second for first in "bdfgklmnprstvz" for second in "aeiou"]
_TELLING = ("strike", "walkout", "picket", "union", "contract", "actor", "writer", "model", "hires")
_FIRST = datetime(2023, 5, 1, tzinfo=UTC)


class Newswire:
    """Items that follow from a seed: one in ten reports an event that another has reported."""

    def __init__(self, seed: int = 1) -> None:
        self._pick = random.Random(seed)
        made = {"".join(self._pick.choices(_SYLLABLES, k=self._pick.randint(1, 4))) for _ in range(30_000)}
        self._words = sorted(made)
        self._usual = [1 / (n + 10) for n in range(len(self._words))]  # Zipf: few words make most of a text
        self._last = self._told()

    def items(self, number: int, first: int = 0) -> Iterator[Item]:
        """Yield so many items, a thousand a day."""
        for n in range(first, first + number):
            again = self._pick.random() < 0.1
            title, text = self._again(*self._last) if again else self._told()
            self._last = title, text
            yield Item(
                kind="news",
                native_id=str(n),
                url=f"https://outlet-{n % _OUTLETS}.example/{n}",
                title=title,
                summary=text,
                published=_FIRST + timedelta(days=n / _A_DAY),
            )

    def _told(self) -> tuple[str, str]:
        title = [*self._some(8), self._pick.choice(_TELLING)]
        return " ".join(title).capitalize(), " ".join([*title[:4], *self._some(70)])

    def _again(self, title: str, text: str) -> tuple[str, str]:
        """Tell an event in partly other words."""
        words = title.split()
        self._pick.shuffle(words)
        return " ".join([*words[:7], *self._some(2)]), f"{text[: len(text) // 2]} {' '.join(self._some(30))}"

    def _some(self, number: int) -> list[str]:
        return self._pick.choices(self._words, self._usual, k=number)


def tagging(config: Config, items: int = 5_000) -> float:
    """Return how many items of ordinary news a CPU second tags, in the best of five rounds."""
    tagger, told = Tagger(config.rules), news(items)
    took = []
    for _ in range(5):
        began = time.process_time()
        for item in told:
            tagger.tag(item)
        took.append(time.process_time() - began)
    return items / min(took)


def linking(config: Config, folder: Path, items: int) -> tuple[float, float]:
    """Return the CPU seconds of linking an archive of so many tagged items, then of a hundred new ones."""
    wire = Newswire()
    with open_writer(folder / "linking.sqlite") as db:
        with transaction(db):
            save_organizations(db, config.organizations)
        for first in range(0, items, 500):
            _store(db, wire, min(500, items - first), first)
        took = []
        for new in (0, 100):
            if new:
                _store(db, wire, new, items)
            began = time.process_time()
            link(db, now=_FIRST)
            took.append(time.process_time() - began)
    return took[0], took[1]


def _store(db: Database, wire: Newswire, number: int, first: int) -> None:
    slug = f"outlet-{first // 500 % _OUTLETS}"
    source = Source(slug=slug, kind="feed", name=slug, url=f"https://{slug}.example/feed")
    found = [_tagged(item) for item in wire.items(number, first)]
    seen = _FIRST + timedelta(days=first / _A_DAY)
    poll = Poll(
        source=source,
        started=seen,
        finished=seen,
        outcome=Outcome.COMPLETE,
        items=tuple(found),
        state=SourceState(slug=slug),
        seen=number,
    )
    store_poll(db, poll, enrich=lambda item, _: _tagged(item))


def _tagged(item: Item) -> TaggedItem:
    words = Evidence(field="title", start=0, end=1, text=item.title[:1])
    tag = Tag(name="strike", rule="bench", rules_version="1", score=1.0, evidence=(words,))
    return TaggedItem(item=replace(item, digest=item.title.encode()[:16]), tags=(tag,))
