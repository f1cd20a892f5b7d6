"""CPU seconds of `tags diff` and `tags apply` over a large archive."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from picketwire.archive import rules as rules_archive
from picketwire.archive.opening import open_writer, transaction
from picketwire.pipeline import retag
from picketwire.tagging.definitions import RuleSet
from picketwire.times import instant
from tests.bench.news import news

if TYPE_CHECKING:
    from pathlib import Path

    from sqlite_utils.db import Database

    from picketwire.tagging.definitions import Rule, TagDefinition

_NOW = datetime(2024, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Speed:
    """Items per CPU second of one change of rules, and the CPU seconds of the linking that follows."""

    what: str
    tags: int  # that the change touches
    diff: float
    apply: float
    linking: float


def retagging(rules: RuleSet, folder: Path, items: int) -> list[Speed]:
    """Tag an archive of so many items for the first time, then change one phrase of one rule of `strike`."""
    with open_writer(folder / "retagging.sqlite") as db:
        _fill(db, items)
        first = _change("all tags are new", db, rules, 1)
        return [first, _change("a phrase of strike", db, _edited(rules, "strike"), 2)]


def _fill(db: Database, items: int) -> None:
    """Store items that are linked and were tagged by rules that say nothing."""
    rows = [
        (str(n), item.title, item.summary, item.language, instant(item.published or _NOW))
        for n, item in enumerate(news(items))
    ]
    with transaction(db):
        db.conn.execute("INSERT INTO sources (slug, kind, name) VALUES ('wire', 'feed', 'The Wire')")
        db.conn.executemany(
            "INSERT INTO items "
            "(key, kind, source, title, summary, language, published, first_seen, last_seen, content_hash) "
            "VALUES (?1, 'news', 'wire', ?2, ?3, ?4, ?5, ?5, ?5, ?1)",
            rows,
        )
        db.conn.execute("DELETE FROM unlinked")
        rules_archive.apply(db, RuleSet().to_json(), _NOW)


def _change(what: str, db: Database, rules: RuleSet, day: int) -> Speed:
    began = time.process_time()
    compared = retag.compare(db.conn, rules)
    diff = time.process_time() - began
    tagged: list[float] = []  # when each batch was done: what follows the last is linking
    began = time.process_time()
    retag.apply(
        db, rules, now=_NOW + timedelta(days=day), on_batch=lambda *_: tagged.append(time.process_time())
    )
    linking = time.process_time() - tagged[-1]
    looked_at = compared.looked_at
    return Speed(
        what=what,
        tags=len(compared.tags),
        diff=looked_at / diff,
        apply=looked_at / (tagged[-1] - began),
        linking=linking,
    )


def _edited(rules: RuleSet, name: str) -> RuleSet:
    """Return the rules with one more phrase in the first rule of a tag that lists phrases."""
    return replace(rules, tags=tuple(_with_phrase(tag) if tag.name == name else tag for tag in rules.tags))


def _with_phrase(tag: TagDefinition) -> TagDefinition:
    first = next(rule for rule in tag.rules if rule.when.any)
    return replace(tag, rules=tuple(_longer(rule) if rule is first else rule for rule in tag.rules))


def _longer(rule: Rule) -> Rule:
    return replace(rule, when=replace(rule.when, any=(*rule.when.any, "downs tools at dawn")))
