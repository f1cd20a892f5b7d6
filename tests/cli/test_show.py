"""`show` tells all that is known of an item in the order a reader asks; `explain` says why for each claim."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import CliRunner

from picketwire.archive.benchmarks import save_benchmarks
from picketwire.archive.opening import open_writer, transaction
from picketwire.cli.beside import paragraph
from picketwire.cli.main import cli
from picketwire.comparing import Offer, Yardstick, compare
from picketwire.records import Pay, RoleKind, TaggedItem
from picketwire.settings.load import load
from tests.builders import benchmark, board, feed, hours, tag
from tests.linking.conftest import PRODUCT_MANAGER, Desk, article, press_pay, product_manager

KIND = RoleKind(family="ai-product-management", family_rule="AI beside product management")
BAND = Pay(
    low=Decimal(300000),
    high=Decimal(900000),
    currency="USD",
    period="year",
    basis="total",
    text=PRODUCT_MANAGER,
    field="body",
    start=71,
    end=90,
)
FIGURE = benchmark()
FIGURES = (
    FIGURE,
    replace(
        FIGURE,
        slug="base",
        name="Average base pay",
        basis="base",
        figure=Decimal(300000),
        low=Decimal(200000),
        high=Decimal(400000),
    ),
    replace(FIGURE, slug="nurses", name="Median pay of nurses", statistic="median", role="nurse"),
    replace(
        FIGURE,
        slug="guild",
        name="Members under the threshold",
        statistic="share_below",
        figure=Decimal(26000),
        share=Decimal(87),
        basis="unknown",
        role="guild member",
        organization="wga",
    ),
)
QUOTE = (
    "Netflix lists a product manager for machine learning at $300,000 to $900,000 a year. "
    "“That one salary would carry my whole room,” said Ines Valtari, a writer and WGA member."
)


def role_of(item, pay=(BAND,), kind=KIND) -> TaggedItem:
    own = replace(item.posting, pay=pay, locations=("Los Gatos, California",))
    return TaggedItem(
        item=replace(item, posting=own), tags=(tag("ai_role", text="Product", end=7),), role=kind
    )


def fill(db) -> None:
    desk = Desk(db)
    with transaction(db):
        save_benchmarks(db, FIGURES, shipped().roles.classify)
    lower = replace(BAND, low=Decimal(200000), high=Decimal(700000))
    desk.brings(board(country="US"), [role_of(product_manager(body="Old words."), (lower,))], 0)
    desk.brings(board(country="US"), [role_of(product_manager())], 2)
    late = article("1", "Netflix lists AI product manager job at up to $900,000", body=QUOTE)
    early = article(
        "2", "Netflix pays an AI product manager up to $900,000", body="Short.", published=hours(-2)
    )
    for name, item, at in (("ledger", late, 4), ("docket", early, 5)):
        tagged = TaggedItem(item=item, tags=(tag("ai"), tag("ai_role"), tag("strike")), pay=press_pay(item))
        desk.brings(feed(name), [tagged], at)
    desk.link()


_SHIPPED: list = []


def shipped():
    if not _SHIPPED:
        _SHIPPED.append(load(Path(__file__).parents[2] / "config", {}))
    return _SHIPPED[0]


@pytest.fixture(scope="module")
def filled(tmp_path_factory) -> Path:
    """An archive with the posting that was in the news, raised once, and two reports of it."""
    path = tmp_path_factory.mktemp("show") / "archive.sqlite"
    with open_writer(path) as db:
        fill(db)
    return path


@pytest.fixture
def ask(filled, tmp_path, monkeypatch):
    """Call the command line on that archive; what it prints."""
    monkeypatch.setenv("PICKETWIRE_CONFIG", str(tmp_path))
    monkeypatch.setenv("PICKETWIRE_ARCHIVE", str(filled))
    monkeypatch.setenv("COLUMNS", "100")

    def call(*words: str) -> str:
        result = CliRunner().invoke(cli, words)
        assert result.exit_code == 0, result.output
        return result.stdout

    return call


def flat(text: str) -> str:
    return " ".join(text.split())


def sections(text: str) -> dict[str, str]:
    """Return the text under each heading on one line."""
    found, heading = {}, ""
    for line in text.splitlines():
        if line and not line.startswith(" ") and line.split("  ")[0] == line and len(line) < 25:
            heading = line
        found[heading] = f"{found.get(heading, '')} {line}"
    return {name: flat(lines) for name, lines in found.items()}


def test_pay_of_the_employer_and_of_the_press_stand_side_by_side_with_the_history(ask):
    pay = sections(ask("show", "1"))["Pay"]
    assert f"employer's text $300,000 to $900,000 a year (total): “{PRODUCT_MANAGER}”" in pay
    assert "$900,000 a year: Docket, Ledger" in pay or "$900,000 a year: Ledger, Docket" in pay
    assert "2023-07-24 first seen with $200,000 to $700,000 a year (total)" in pay
    assert "2023-07-24 raised: $300,000 to $900,000 a year (total)" in pay


def test_the_paragraph_and_its_rows_say_what_is_compared_and_what_is_refused(ask):
    beside = sections(ask("show", "1"))["Beside other figures"]
    assert (
        "Up to $900,000 a year (total), against an average total pay of $180,000 in the United States "
        "[5.00 times], against an average base pay of $300,000 ($200,000 to $400,000) in the United States "
        "[no ratio: total pay against base pay], and beside 87 % under $26,000 a year (guild member)."
    ) in beside
    assert "floor 1.67, middle 3.33, ceiling 5.00 times the average" in beside
    assert "multiple of that threshold, of no average: floor 11.54, ceiling 34.62 times" in beside
    assert "1 figure is about other work" in beside
    assert "nurses" not in beside


def test_strikes_come_with_how_they_reach_the_employer(ask):
    strikes = sections(ask("show", "1"))["Strikes"]
    assert "wga-2023 Writers' strike, via association amptp, 2023-07-10 to 2023-09-27, confirmed" in strikes
    assert "Netflix is a member of Alliance of Motion Picture and Television Producers" in strikes


def test_the_first_publication_and_the_first_sighting_are_told_apart(ask):
    reported = sections(ask("show", "1"))["Reported"]
    assert "first published Docket, 2023-07-24 10:00" in reported
    assert "first seen here Ledger, 2023-07-24 16:00" in reported


def test_who_said_what_about_the_posting_is_told_with_outlet_and_item(ask):
    said = sections(ask("show", "1"))["Reactions"]
    assert (
        "quote Ines Valtari (Writers Guild of America): “That one salary would carry my whole room”" in said
    )
    assert "Ledger, 2023-07-24, item 2" in said


@pytest.mark.parametrize("words", [("show", "1"), ("explain", "1"), ("show", "2"), ("explain", "2")])
def test_no_line_is_longer_than_a_hundred_columns(ask, words):
    assert [line for line in ask(*words).splitlines() if len(line) > 100] == []


def test_show_as_of_an_earlier_time_compares_the_pay_of_then(ask):
    then = sections(ask("show", "1", "--as-of", "2023-07-24T13:00:00Z"))
    assert "employer's text $200,000 to $700,000" in then["Pay"]
    assert "[3.89 times]" in then["Beside other figures"]
    assert "Reported" not in then


def test_show_in_json_holds_all_of_it(ask):
    [view] = [json.loads(line) for line in ask("show", "1", "--json").splitlines()]
    assert [c["verdict"] for c in view["benchmarks"]] == ["ratio", "beside", "refused", "refused"]
    by_slug = {c["benchmark"]["slug"]: c for c in view["benchmarks"]}
    assert by_slug["us-total"]["ratio"] == {"low": 1.67, "midpoint": 3.33, "high": 5.0}
    assert by_slug["base"]["reasons"] == ["total pay against base pay"]
    assert by_slug["guild"]["times_threshold"]["high"] == 34.62
    assert "ratio" not in by_slug["guild"]
    assert [change["change"] for change in view["pay_history"]] == ["pay_raised"]
    assert view["first_report"]["published"]["outlet"] == "Docket"
    assert (view["own_distribution"]["n"], view["own_distribution"]["low"]) == (1, None)
    assert [said["speaker"] for said in view["reactions"]] == ["Ines Valtari"]
    assert {"id", "pay", "role", "coverage", "tags", "changes", "posting"} <= view.keys()


def test_explain_answers_why_for_every_claim_of_a_posting(ask):
    told = sections(ask("explain", "1"))
    assert (
        f"$300,000 to $900,000 a year (total) in body, code points 71 to 90 “{PRODUCT_MANAGER}”"
        in told["Pay"]
    )
    assert "fits rule “AI beside product management” of config/roles.yaml" in told["Kind of work"]
    assert "level no rule of config/roles.yaml fits the title" in told["Kind of work"]
    assert "≠ basis: total pay against base pay" in told["Beside other figures"]
    assert "≠ role: another role: “nurse” is services" in told["Beside other figures"]
    assert "= currency: both in USD" in told["Beside other figures"]
    assert "1, too few for a distribution, which takes 5" in told["Beside other figures"]
    assert "is a member of Alliance" in told["Strikes"]
    assert "began 2023-05-02" in told["Strikes"]
    assert "the upper end of the employer's own band" in told["Reports"]


def test_explain_in_json_keeps_the_tags_and_adds_the_rest(ask):
    told = json.loads(ask("explain", "1", "--json"))
    assert [t["tag"] for t in told["tags"]] == ["ai_role"]
    assert told["pay"][0]["start"] == 71
    assert told["family_rule"] == "AI beside product management"
    assert told["links"][0]["reasons"]
    assert told["strikes"][0]["reasons"]
    assert {g["respect"] for g in told["benchmarks"][0]["grounds"]} >= {"role", "basis", "currency"}


def test_news_is_shown_with_what_it_reports_its_story_who_speaks_and_whom_it_names(ask):
    shown = sections(ask("show", "2"))
    assert "posting 1 Product Manager - Machine Learning Platform" in shown["Reports on"]
    assert "$300,000 to $900,000" in shown["Pay it states"]
    assert "first published Docket" in shown["Story"]
    assert "quote Ines Valtari (Writers Guild of America)" in shown["Said"]
    assert "Netflix (netflix" in shown["Names"]
    view = json.loads(ask("show", "2", "--json"))
    assert view["reports_on"][0]["posting"] == 1
    assert view["story"]["first"]["published"]["outlet"] == "Docket"
    assert {m["organization"] for m in view["mentions"]} >= {"netflix", "wga"}


def test_explain_says_where_news_states_pay_names_and_quotes(ask):
    told = sections(ask("explain", "2"))
    assert "press $300,000 to $900,000 a year in body, code points" in told["Pay"]
    assert "“Netflix” in title, code points 0 to 7" in told["Names"]
    assert "Ines Valtari: “That one salary would carry my whole room,” in body, code points" in told["Said"]


def test_roles_as_of_an_earlier_time_state_the_pay_of_then(ask):
    for moment, high in (("2023-07-24T13:00:00Z", 700000), ("2023-07-24T15:00:00Z", 900000)):
        [role] = [json.loads(line) for line in ask("roles", "--as-of", moment, "--json").splitlines()]
        assert [pay["high"] for pay in role["pay"]] == [high]
    assert ask("roles", "--as-of", "2023-07-24T13:00:00Z", "--min-pay", "800000", "--json") == ""


def test_the_figures_that_ship_make_the_paragraph_of_the_summer_of_2023():
    """A posting with a total band, an average of base pay, one of total pay, and a union's threshold."""
    offer = Offer(
        title="Product Manager - Machine Learning Platform",
        pay=(BAND,),
        role=shipped().roles.classify("Product Manager - Machine Learning Platform"),
        places=("Los Gatos, California", "Remote, United States"),
        country="US",
        day=date(2023, 7, 10),
        parties=frozenset({"netflix", "wga", "sag-aftra"}),
    )
    kinds = [(b, shipped().roles.classify(b.role or "")) for b in shipped().benchmarks]
    found = compare(offer, [Yardstick(benchmark=b, kind=kind) for b, kind in kinds])
    assert paragraph(found) == (
        "Up to $900,000 a year (total), against an average total pay of $180,000 in the United States "
        "[5.00 times], against an average base pay of $300,000 ($200,000 to $400,000) [no ratio: total pay "
        "against base pay], and beside 87 % under $26,000 a year (member of SAG-AFTRA)."
    )


@pytest.fixture
def fresh(tmp_path, monkeypatch):
    """An archive of its own."""
    monkeypatch.setenv("PICKETWIRE_CONFIG", str(tmp_path))
    monkeypatch.setenv("PICKETWIRE_ARCHIVE", str(tmp_path / "archive.sqlite"))
    with open_writer(tmp_path / "archive.sqlite") as db:
        yield Desk(db)


def show(item: int) -> str:
    return CliRunner().invoke(cli, ["show", str(item)]).stdout


def posted(number: int, high: int, **more) -> TaggedItem:
    item = replace(product_manager(), native_id=str(number), digest=str(number).encode(), **more)
    return role_of(item, (replace(BAND, low=Decimal(100000), high=Decimal(high)),))


def test_the_own_distribution_is_shown_from_five_postings_on(fresh):
    few = [posted(n, 200000 + n) for n in range(4)]
    fresh.brings(board(), few, 0)
    assert "postings of ai-product-management" not in show(1)
    fresh.brings(board(), [*few, posted(4, 500000)], 2)
    assert (
        "5 postings of ai-product-management opened in July 2023 that state pay in USD (total), per year"
        in flat(show(1))
    )
    assert "ceiling: median $200,002, middle half $200,001 to $200,003; here 1.00 times" in flat(show(1))


def test_postings_of_unknown_basis_have_a_distribution_and_no_ratio_to_it(fresh):
    unknown = [posted(n, 200000 + n) for n in range(5)]
    for n, each in enumerate(unknown):
        pay = replace(each.item.posting.pay[0], basis="unknown")
        own = replace(each.item.posting, pay=(pay,))
        unknown[n] = replace(each, item=replace(each.item, posting=own))
    fresh.brings(board(), unknown, 0)
    shown = flat(show(1))
    assert "ceiling: median $200,002, middle half $200,001 to $200,003 floor:" in shown
    assert "no ratio: postings that do not say whether they state base or total pay" in shown


def test_a_posting_without_pay_and_without_strike_says_so_and_no_more(fresh):
    item = replace(product_manager(), digest=b"x")
    fresh.brings(board(), [role_of(item, ())], 0)
    with transaction(fresh.db):
        save_benchmarks(fresh.db, FIGURES, shipped().roles.classify)
    shown = flat(show(1))
    assert "employer states none" in shown
    assert "nothing, since no pay is stated" in shown
    assert "times" not in shown


def test_what_strangers_write_cannot_command_the_terminal(fresh):
    pay = replace(BAND, text="The \x9b31mrange\u202e", label="\x1b[2JZone")
    fresh.brings(board(), [role_of(product_manager(), (pay,))], 0)
    for words in (("show", "1"), ("explain", "1")):
        shown = CliRunner().invoke(cli, words).stdout
        assert not {"\x9b", "\u202e", "\x1b"} & set(shown)


@pytest.mark.parametrize(
    ("options", "found"),
    [
        (["--family", "ai-product-management"], 2),
        (["--family", "engineering"], 0),
        (["--seniority", "senior"], 1),
        (["--family", "ai-product-management", "--seniority", "junior"], 0),
    ],
)
def test_roles_keeps_to_a_kind_of_work_and_a_level(fresh, options, found):
    senior = replace(posted(2, 400000), role=replace(KIND, seniority="senior"))
    fresh.brings(board(), [posted(1, 300000), senior], 0)
    result = CliRunner().invoke(cli, ["roles", *options, "--json"])
    assert len(result.stdout.splitlines()) == found
    unknown = {"engineering", "junior"} & set(options)
    assert result.stderr.count("no posting has") == len(unknown)
