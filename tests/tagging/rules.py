"""The shipped rules, loaded once for the tests and tools of this folder."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from picketwire.settings.tags import load_rules
from picketwire.tagging.tagger import Tagger

if TYPE_CHECKING:
    from picketwire.tagging.definitions import RuleSet

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "config" / "tags"


def texts() -> dict[str, str]:
    """Return the rule files by name."""
    return {path.name: path.read_text(encoding="utf-8") for path in sorted(FOLDER.glob("*.yaml"))}


@cache
def shipped() -> RuleSet:
    """Return the rules of config/tags."""
    return load_rules(texts())


@cache
def tagger() -> Tagger:
    """Return a tagger with the rules of config/tags."""
    return Tagger(shipped())


def names(title: str, summary: str = "", **more: object) -> set[str]:
    """Return the names of the tags that the shipped rules give a made-up item."""
    from picketwire.tagging.records_json import tag_record

    return set(tag_record(tagger(), {"id": "x", "title": title, "summary": summary, **more})["tags"])
