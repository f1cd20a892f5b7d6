"""`picketwire demo` ends with the answer, and what it has filled can be asked for every step of it."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from picketwire.cli.main import cli

if TYPE_CHECKING:
    from pathlib import Path

DAY = "2023-07-26"


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """The newsroom's story played once: the folder, and what the command printed."""
    folder = tmp_path_factory.mktemp("demo")
    result = CliRunner().invoke(cli, ["demo", "--no-prefect", "--port", "0", "--folder", str(folder)])
    assert result.exit_code == 0, result.output
    return folder, " ".join(result.stdout.split())


def ask(folder: Path, *words: str) -> list[dict]:
    environment = {"PICKETWIRE_CONFIG": str(folder / "config"), "PICKETWIRE_ARCHIVE": ""}
    result = CliRunner().invoke(cli, [*words, "--json"], env=environment)
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_it_ends_with_the_pay_beside_what_others_are_paid(played):
    _, printed = played
    assert (
        "Up to $900,000 a year (total), against an average total pay of $180,000 in the US [5.00 times], "
        "against an average base pay of $300,000 ($200,000 to $400,000) in the US "
        "[no ratio: total pay against base pay], and beside 87 % under $26,000 a year (SAG-AFTRA member)."
    ) in printed


def test_the_posting_it_names_is_shown_with_first_report_press_pay_and_reactions(played):
    folder, printed = played
    number = re.search(r"picketwire show (\d+)", printed)[1]
    [view] = ask(folder, "show", number)
    assert view["employer"] == "Netflix"
    assert view["first_report"]["published"]["outlet"] == "The Long Docket"
    assert view["first_report"]["credited"] == "The Long Docket"
    assert [(p["low"], p["high"], p["basis"]) for p in view["pay"]] == [(300000, 900000, "total")]
    press = {(p["low"], p["high"], p["basis"]) for c in view["coverage"] for p in c["pay"]}
    assert {(300000, 300000, "base"), (None, 900000, "unknown")} <= press
    spoke = {(said["speaker"], said["organization"]) for said in view["reactions"] if said["posting"]}
    assert ("Ines Valtari", "wga") in spoke


def test_explain_says_why_each_figure_is_compared_or_not(played):
    folder, printed = played
    number = re.search(r"picketwire explain (\d+)", printed)[1]
    [told] = ask(folder, "explain", number)
    assert {c["benchmark"]["slug"]: (c["verdict"], c["reasons"]) for c in told["benchmarks"]} == {
        "glassdoor-us-ai-product-manager": ("ratio", []),
        "sag-aftra-members-below-26000": ("beside", ["a share of people below a threshold is no average"]),
        "glassdoor-netflix-ai-product-manager": ("refused", ["total pay against base pay"]),
    }


def test_a_role_that_states_no_pay_is_held_against_nothing_and_says_so(played):
    folder, _ = played
    disney = ask(folder, "roles", "--on", DAY, "--employer", "disney", "--family", "ai-research")
    assert [role["pay"] for role in disney] == [[], []]
    for role in disney:
        [view] = ask(folder, "show", str(role["posting"]["id"]))
        assert {c["verdict"] for c in view["benchmarks"]} == {"refused"}
        assert all("the posting states no pay" in c["reasons"] for c in view["benchmarks"])
