"""Published figures are facts of the archive: as the configuration has them, in an older archive too."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from picketwire.archive.benchmarks import save_benchmarks, yardsticks
from picketwire.archive.opening import open_reader, open_writer
from picketwire.archive.rules import keep_configs
from picketwire.archive.schema.migrations import migrations
from picketwire.facts import Benchmark
from picketwire.pipeline.prepare import prepare
from picketwire.records import RoleKind
from picketwire.settings.load import load
from tests.builders import hours

SHARE = Benchmark(
    slug="share",
    name="Members under the threshold",
    statistic="share_below",
    figure=Decimal("26000.50"),
    share=Decimal("87.5"),
    currency="USD",
    period="year",
    basis="unknown",
    role="member of the guild",
    place="United States",
    organization="guild",
    date=date(2023, 7, 26),
    source="The guild",
    url="https://guild.example/",
    note="Earnings under its contracts.",
)
AVERAGE = replace(
    SHARE, slug="average", statistic="average", share=None, period="month", low=Decimal(20000), role=None
)
YAML = """\
benchmarks:
  - slug: average
    name: Average
    statistic: average
    figure: 180000
    currency: USD
    period: year
    basis: total
    role: AI product manager
    date: 2023-07-26
    source: Somebody
    url: https://press.example/pay
"""


def kind(title: str) -> RoleKind:
    return RoleKind(family=f"of {title}", family_rule="words")


def test_a_figure_comes_back_as_it_was_saved_with_the_kind_of_work_that_it_names(keeper):
    save_benchmarks(keeper.db, [SHARE, AVERAGE], kind)
    found = {each.benchmark.slug: each for each in yardsticks(keeper.db.conn)}
    assert found["share"].benchmark == SHARE
    assert found["share"].kind == kind("member of the guild")
    assert (found["average"].benchmark, found["average"].kind) == (AVERAGE, RoleKind())
    assert keeper.rows("SELECT figure_year FROM benchmarks WHERE slug = 'average'") == [(26000.5 * 12,)]


def test_a_figure_that_left_the_configuration_leaves_the_archive(keeper):
    save_benchmarks(keeper.db, [SHARE, AVERAGE], kind)
    save_benchmarks(keeper.db, [AVERAGE], kind)
    assert [each.benchmark.slug for each in yardsticks(keeper.db.conn)] == ["average"]


@pytest.fixture
def folder(tmp_path):
    """A configuration with one figure and the kinds of work that ship."""
    config = tmp_path / "config"
    config.mkdir()
    (config / "benchmarks.yaml").write_text(YAML)
    (config / "roles.yaml").symlink_to(Path(__file__).parents[2] / "config/roles.yaml")
    return config


def test_figures_are_taken_over_at_load_and_again_when_they_change(tmp_path, folder):
    with open_writer(tmp_path / "a.sqlite") as db:
        for written, figure in ((YAML, 180000), (YAML.replace("180000", "190000"), 190000)):
            (folder / "benchmarks.yaml").write_text(written)
            prepare(db, load(folder, {}, may_be_empty=True), hours(0))
            [found] = yardsticks(db.conn)
            assert (found.benchmark.figure, found.kind.family) == (figure, "ai-product-management")


def test_an_archive_from_before_gets_the_table_and_takes_the_figures_at_its_next_load(
    tmp_path, folder, monkeypatch
):
    """Its configuration has not changed since its last load, and still has to be taken once more."""
    path, config = tmp_path / "a.sqlite", load(folder, {}, may_be_empty=True)
    apply = migrations.apply
    with monkeypatch.context() as before:
        before.setattr(migrations, "apply", lambda db: apply(db, stop_before="m002_benchmarks"))
        before.setattr("picketwire.archive.schema.migrations._view_statements", list)
        with open_writer(path) as db:
            assert keep_configs(db, config.texts, hours(0))
            assert "benchmarks" not in db.table_names()
    with open_reader(path) as connection:
        assert yardsticks(connection) == ()
    with open_writer(path) as db:
        prepare(db, config, hours(1))
        assert [each.benchmark.slug for each in yardsticks(db.conn)] == ["average"]
