"""The configuration that the sample newsroom writes is one that Picketwire accepts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from picketwire.demo.config import write_config
from picketwire.demo.newsroom.press import outlets, published, steps
from picketwire.facts import began, days, ended
from picketwire.settings.load import load

if TYPE_CHECKING:
    from pathlib import Path

BASE = "http://127.0.0.1:8427"


def test_configuration_loads_without_a_problem(tmp_path: Path) -> None:
    write_config(tmp_path, BASE, archive=tmp_path / "demo.sqlite")
    config = load(tmp_path, {})
    assert sorted({source.kind for source in config.sources}) == ["board", "feed", "page", "sitemap"]
    assert len([source for source in config.sources if source.kind != "board"]) == 10
    assert config.settings.archive == tmp_path / "demo.sqlite"


def test_only_the_newsroom_may_be_dialled_though_private(tmp_path: Path) -> None:
    write_config(tmp_path, BASE)
    settings = load(tmp_path, {}).settings
    assert settings.allow_private is False
    assert settings.allow_hosts == {("127.0.0.1", 8427)}


def test_strikes_run_as_the_press_counted(tmp_path: Path) -> None:
    write_config(tmp_path, BASE)
    strikes = {strike.slug: strike for strike in load(tmp_path, {}).strikes}
    spans = {slug: (str(began(each)), str(ended(each)), days(each)) for slug, each in strikes.items()}
    assert spans == {
        "wga-2023": ("2023-05-02", "2023-09-27", 148),
        "sag-aftra-2023": ("2023-07-14", "2023-11-09", 118),
    }


def test_real_employers_belong_to_the_struck_association_and_invented_ones_do_not(tmp_path: Path) -> None:
    write_config(tmp_path, BASE)
    config = load(tmp_path, {})
    members = {o.slug for o in config.organizations if any(m.association == "amptp" for m in o.memberships)}
    employers = {source.employer for source in config.sources if source.kind == "board"}
    assert employers - members == {"orchid-plus", "fernglass"}


def test_quotes_of_the_record_are_sentences_of_the_stories_they_name(tmp_path: Path) -> None:
    write_config(tmp_path, BASE)
    entries = [entry for outlet in outlets() for entry in published(outlet, steps()[-1], BASE)]
    stories = {entry.link: " ".join(f"{entry.summary} {entry.body}".split()) for entry in entries}
    for strike in load(tmp_path, {}).strikes:
        for event in strike.events:
            assert event.quote in stories[event.url or ""]


def test_same_arguments_write_the_same_bytes(tmp_path: Path) -> None:
    rules = tmp_path / "rules"
    rules.mkdir()
    (rules / "strike.yaml").write_text("tags: []\n", encoding="utf-8")
    for name in ("one", "two", "two"):
        write_config(tmp_path / name, BASE, tags=rules)
    one, two = (
        {path.relative_to(tmp_path / name): path.read_bytes() for path in (tmp_path / name).rglob("*.yaml")}
        for name in ("one", "two")
    )
    assert one == two
    assert "strike.yaml" in {path.name for path in one}
