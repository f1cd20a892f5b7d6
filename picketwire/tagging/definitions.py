"""What a rule file says, as frozen types, with the one JSON form that the archive keeps."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import date
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

DEFAULT_FIELDS = (("title", 1.0), ("lead", 0.8))
DEFAULT_THRESHOLD = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """One phrase of a word set; it counts on items published in `[since, until)`."""

    phrase: str
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """What must be found; every part that is given must hold.

    `any`: at least one of them · `all`: each of them, wherever it stands · `none`: not one of them ·
    `near`: each of them, no more than `within` words apart, or in one sentence where `within` is None ·
    `tag`: the item has that tag · `fields`: where this clause looks, if not where its rule does.
    """

    any: tuple[Clause | str, ...] = ()
    all: tuple[Clause | str, ...] = ()
    none: tuple[Clause | str, ...] = ()
    near: tuple[Clause | str, ...] = ()
    within: int | None = None
    in_order: bool = False
    tag: str | None = None
    fields: tuple[str, ...] = ()

    def parts(self) -> tuple[Clause | str, ...]:
        """Return every part, whatever it is for."""
        return (*self.any, *self.all, *self.none, *self.near)


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A made-up item that a rule must, or must not, tag."""

    title: str
    summary: str = ""
    body: str = ""
    kind: str = "news"
    department: str = ""
    language: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One reason to give a tag; `name` is unique within its tag, `score` is between 0 and 1."""

    name: str
    why: str
    when: Clause
    fields: tuple[tuple[str, float], ...] = DEFAULT_FIELDS  # field and what a match there is worth
    kinds: tuple[str, ...] = ("news", "posting")
    languages: tuple[str, ...] = ()  # none: any language
    score: float = 1.0
    match: tuple[Example, ...] = ()
    no_match: tuple[Example, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TagDefinition:
    """One tag: it is given when its rules' scores together reach `threshold`.

    `swallow` lists phrases that hide whatever overlaps them from this tag's rules. `requires` names a
    tag without which this one is not given.
    """

    name: str
    why: str
    rules: tuple[Rule, ...]
    requires: str | None = None
    swallow: tuple[str, ...] = ()
    threshold: float = DEFAULT_THRESHOLD

    def refers_to(self) -> Iterator[str]:
        """Yield the names of the tags that this one looks at."""
        if self.requires:
            yield self.requires
        waiting: list[Clause | str] = [rule.when for rule in self.rules]
        while waiting:
            part = waiting.pop()
            if isinstance(part, Clause):
                waiting.extend(part.parts())
                if part.tag:
                    yield part.tag


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleSet:
    """Every tag and word set: all that decides what an item is tagged with."""

    tags: tuple[TagDefinition, ...] = ()
    sets: Mapping[str, tuple[Word, ...]] = field(default_factory=dict)

    @property
    def hash(self) -> str:
        """Name of this rule set: equal for equal rules."""
        return _digest(self.to_json())

    def names(self) -> tuple[str, ...]:
        """Return the names of all tags, facets included."""
        return tuple(tag.name for tag in self.tags)

    def to_json(self) -> str:
        """Return the rule set as text that `from_json` reads back to an equal one."""
        return json.dumps(
            {
                "tags": [_plain(tag) for tag in self.tags],
                "sets": {name: [_plain(word) for word in words] for name, words in sorted(self.sets.items())},
            },
            ensure_ascii=False,
            sort_keys=True,
            separators=(",", ":"),
        )

    @classmethod
    def from_json(cls, text: str) -> RuleSet:
        """Read what `to_json` wrote."""
        stored = json.loads(text)
        sets = {name: tuple(_word(word) for word in words) for name, words in stored["sets"].items()}
        return cls(tags=tuple(_tag(tag) for tag in stored["tags"]), sets=sets)


def canonical(value: object) -> str:
    """Return the text that a part of a rule set is hashed by."""
    return json.dumps(_plain(value), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _digest(text: str) -> str:
    return blake2b(text.encode(), digest_size=8).hexdigest()


def _plain(value: Any) -> Any:
    """Turn dataclasses into plain values, leaving out what is empty or the default."""
    if isinstance(value, (list, tuple)):
        return [_plain(part) for part in value]
    if isinstance(value, date):
        return value.isoformat()
    if not hasattr(value, "__dataclass_fields__"):
        return value
    pairs = ((name, getattr(value, name), info.default) for name, info in value.__dataclass_fields__.items())
    return {name: _plain(part) for name, part, default in pairs if part != default}


def _word(stored: dict[str, Any]) -> Word:
    days = {name: date.fromisoformat(stored[name]) for name in ("since", "until") if name in stored}
    return Word(phrase=stored["phrase"], **days)


def _tag(stored: dict[str, Any]) -> TagDefinition:
    rules = tuple(_rule(rule) for rule in stored["rules"])
    return TagDefinition(**{**stored, "rules": rules, "swallow": tuple(stored.get("swallow", ()))})


def _rule(stored: dict[str, Any]) -> Rule:
    found = {**stored, "when": _part(stored["when"])}
    if "fields" in stored:
        found["fields"] = tuple((name, weight) for name, weight in stored["fields"])
    for name in ("kinds", "languages"):
        if name in stored:
            found[name] = tuple(stored[name])
    for name in ("match", "no_match"):
        found[name] = tuple(Example(**example) for example in stored.get(name, ()))
    return Rule(**found)


def _part(stored: Any) -> Any:
    if isinstance(stored, str):
        return stored
    found = dict(stored)
    for name in ("any", "all", "none", "near"):
        found[name] = tuple(_part(part) for part in stored.get(name, ()))
    found["fields"] = tuple(stored.get("fields", ()))
    return Clause(**found)
