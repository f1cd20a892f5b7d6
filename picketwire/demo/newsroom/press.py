"""The outlets of the sample newsroom and what each of their feeds shows at a given step."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import NAMESPACE_URL, uuid5

from ruamel.yaml import YAML

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One instant at which the newsroom stands still to be polled; `number` counts from 1."""

    number: int
    when: datetime
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """What an outlet changed in a story, shown from `step` on; None leaves the text as it was."""

    step: int
    at: datetime
    title: str | None = None
    summary: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """One story as its outlet first published it."""

    slug: str
    at: datetime
    title: str
    summary: str
    body: str = ""
    by: str | None = None
    topics: tuple[str, ...] = ()
    id: str | None = None  # only where it is not the story's address
    edits: tuple[Edit, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """Habits of an outlet's software, and its mishaps."""

    encoding: str = "utf-8"
    ids: str = "link"  # or "rotating": another id for every story at every step
    tracking: bool = False  # links carry parameters that name the step
    markup: bool = False  # summaries are HTML
    build_date: bool = False  # the feed's own date moves although its stories stand
    full_content: bool = False
    media: bool = False
    validators: bool = True  # ETag and Last-Modified
    faults: dict[int, str] = field(default_factory=dict)  # step -> error, login, hostile


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlet:
    """An invented publisher with one feed."""

    slug: str
    name: str
    format: str
    feed: str  # last part of the feed's path
    about: str
    groups: tuple[str, ...]
    country: str
    holds: int  # stories the feed shows at a time
    full_text: bool = False
    options: Options
    stories: tuple[Story, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One story as it stands in a feed at one step: links absolute, edits made."""

    id: str
    link: str
    title: str
    summary: str
    body: str
    by: str | None
    topics: tuple[str, ...]
    at: datetime
    updated: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """All that a renderer needs to write an outlet's feed; entries come newest first."""

    outlet: Outlet
    step: Step
    home: str
    address: str  # of the feed itself
    entries: tuple[Entry, ...]


def read_yaml(path: Path) -> Any:
    """Read one of the newsroom's own YAML files."""
    return YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8"))


@cache
def steps() -> tuple[Step, ...]:
    """Return the steps in order of time."""
    return tuple(Step(number=n, **row) for n, row in enumerate(read_yaml(HERE / "steps.yaml"), start=1))


@cache
def outlets() -> tuple[Outlet, ...]:
    """Return every outlet in order of its slug."""
    return tuple(_outlet(path) for path in sorted((HERE / "outlets").glob("*.yaml")))


def edition(outlet: Outlet, step: Step, base: str) -> Edition:
    """Return what the feed of `outlet` holds at `step`."""
    entries = sorted(published(outlet, step, base), key=lambda entry: entry.at, reverse=True)
    return Edition(
        outlet=outlet,
        step=step,
        home=f"{base}/{outlet.slug}/",
        address=f"{base}/{outlet.slug}/{outlet.feed}",
        entries=tuple(_as_in_feed(entry, outlet.options, step) for entry in entries[: outlet.holds]),
    )


def published(outlet: Outlet, step: Step, base: str) -> Iterator[Entry]:
    """Yield every story that is out at `step`, as its own page shows it."""
    for story in outlet.stories:
        if story.at <= step.when:
            yield _entry(outlet, story, step, base)


def _entry(outlet: Outlet, story: Story, step: Step, base: str) -> Entry:
    title, summary, updated = story.title, story.summary, story.at
    for edit in (each for each in story.edits if each.step <= step.number):
        title, summary, updated = edit.title or title, edit.summary or summary, edit.at
    link = f"{base}/{outlet.slug}/{story.at:%Y/%m/%d}/{story.slug}"
    return Entry(
        id=story.id or link,
        link=link,
        title=title,
        summary=summary.replace("{base}", base),
        body=story.body.replace("{base}", base),
        by=story.by,
        topics=story.topics,
        at=story.at,
        updated=updated,
    )


def _as_in_feed(entry: Entry, options: Options, step: Step) -> Entry:
    if options.ids == "rotating":
        entry = replace(entry, id=str(uuid5(NAMESPACE_URL, f"{entry.id}#{step.number}")))
    if options.tracking:
        campaign = f"utm_source=rss&utm_medium=feed&utm_campaign=noon-{step.when:%Y%m%d}"
        entry = replace(entry, link=f"{entry.link}?{campaign}")
    return entry


def _outlet(path: Path) -> Outlet:
    row = read_yaml(path)
    options = Options(**row.pop("options", {}))
    stories = tuple(_story(each) for each in row.pop("stories"))
    groups = tuple(row.pop("groups"))
    return Outlet(slug=path.stem, options=options, stories=stories, groups=groups, **row)


def _story(row: dict[str, Any]) -> Story:
    edits = tuple(Edit(**each) for each in row.pop("edits", ()))
    topics = tuple(row.pop("topics", ()))
    return Story(edits=edits, topics=topics, **row)
