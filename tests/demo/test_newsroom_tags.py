"""The rules that ship with Picketwire tell the newsroom's labour news from its noise."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from picketwire.demo.config import write_config
from picketwire.demo.newsroom.jobs import boards
from picketwire.demo.newsroom.press import outlets, published, steps
from picketwire.demo.play import rules_folder
from picketwire.records import Item, Posting
from picketwire.settings.load import load
from picketwire.tagging.tagger import Tagger

if TYPE_CHECKING:
    from collections.abc import Iterator

BASE = "http://127.0.0.1:8427"
FALSE_FRIENDS = {
    "orchid-plus-strikes-a-deal-for-saltmarsh",
    "lightning-strike-stops-saltmarsh-shoot",
    "bowling-drama-three-strikes",
    "air-strikes-hit-port-warehouses",
    "drone-strike-damages-refinery",
    "traders-crowd-into-higher-strike-prices",
    "lightning-closes-ridge-trail",
    "strike-a-pose",
    "court-strikes-down-filming-curfew",
    "counter-strike-map-pool",
}
FAR_FROM_HOLLYWOOD = {
    "wexcombe-bus-drivers-strike-over-rosters",
    "amazon-drivers-strike-in-palmdale",
    "amazon-delivery-drivers-strike-in-palmdale",
    "harbour-point-nurses-walk-out",
}
AI_ROLES = {
    "Machine Learning Engineer, Personalization",
    "Product Manager, Machine Learning Platform",
    "Machine Learning Engineer, Studio Research",
    "Research Scientist, Generative AI",
    "Applied Scientist, Machine Learning for Content Understanding",
    "AI Research Engineer, Subtitles",
    "Machine Learning Engineer, Video Models",
    "Director, Machine Learning, Ad Decisions",
}


@pytest.fixture(scope="module")
def tagger(tmp_path_factory: pytest.TempPathFactory) -> Tagger:
    folder = tmp_path_factory.mktemp("newsroom")
    write_config(folder, BASE, tags=rules_folder())
    return Tagger(load(folder, {}).rules)


def stories() -> Iterator[tuple[str, Item, str]]:
    for outlet in outlets():
        for entry in published(outlet, steps()[-1], BASE):
            item = Item(
                kind="news",
                title=entry.title,
                summary=entry.summary,
                body=entry.body,
                categories=entry.topics,
                language="en",
            )
            yield entry.link.rsplit("/", 1)[-1], item, outlet.name


def test_false_friends_of_strikes_are_refused_and_other_strikes_are_not(tagger: Tagger) -> None:
    tagged = {
        slug
        for slug, item, name in stories()
        if "strike" in {t.name for t in tagger.tag(item, publisher=name)}
    }
    slugs = {slug for slug, _, _ in stories()}
    assert slugs >= FALSE_FRIENDS | FAR_FROM_HOLLYWOOD
    assert not tagged & FALSE_FRIENDS
    assert tagged >= FAR_FROM_HOLLYWOOD


def test_ai_roles_are_told_from_other_openings_of_the_same_boards(tagger: Tagger) -> None:
    tagged = set()
    for board in boards():
        for opening in board.openings:
            about = Posting(employer=board.company, department=opening.department)
            item = Item(kind="posting", title=opening.title, body=opening.text, posting=about, language="en")
            if "ai_role" in {tag.name for tag in tagger.tag(item)}:
                tagged.add(opening.title)
    assert tagged == AI_ROLES
