"""Pay in texts: every form that postings use, nothing that is other money, and the evidence for each."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest

from parsers.pay.finding import find_pay, pay_record
from picketwire.records import AVERAGE

SAMPLES = Path(__file__).parents[1] / "samples" / "pay"
CASES = [json.loads(line) for line in (SAMPLES / "cases.jsonl").read_text("utf-8").splitlines()]


def bands(text: str, country: str | None = None) -> set[tuple[object, ...]]:
    return {
        (pay.low, pay.high, pay.currency, pay.period, pay.basis) for pay in find_pay(text, country=country)
    }


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_own_cases_are_read_exactly(case):
    """Every labelled case: low, high, currency, period and basis of every band, and nothing else."""
    wanted = {
        (
            None if band["low"] is None else Decimal(str(band["low"])),
            None if band["high"] is None else Decimal(str(band["high"])),
            band["currency"],
            band["period"],
            band["basis"],
        )
        for band in case["pay"]
    }
    assert bands(case["text"], case.get("country")) == wanted


def test_the_cases_are_many_and_of_both_kinds():
    """A scoreboard of a few easy cases would prove nothing."""
    assert len(CASES) >= 300
    assert sum(not case["pay"] for case in CASES) >= 80
    assert len({case["text"] for case in CASES}) == len(CASES)


def test_a_band_carries_its_sentence_and_the_place_of_its_figures():
    """The archive can show where a figure stood."""
    text = "We build robots. The salary is $90,000 - $110,000 a year, plus equity. Join us."
    (pay,) = find_pay(text, field="summary")
    assert pay.text == "The salary is $90,000 - $110,000 a year, plus equity."
    assert (pay.field, text[pay.start : pay.end]) == ("summary", "$90,000 - $110,000 a year")


def test_a_giant_sentence_is_quoted_around_the_figures():
    """A posting without full stops does not put its whole text into every band."""
    (pay,) = find_pay("word " * 3000 + "salary $90,000 - $110,000 " + "word " * 3000)
    assert len(pay.text) <= 700
    assert "$90,000 - $110,000" in pay.text


@pytest.mark.parametrize(
    ("text", "country", "currency", "settled"),
    [
        ("Salary: $90,000 - $110,000", None, "USD", "default"),
        ("Salary: $90,000 - $110,000", "au", "AUD", "country"),
        ("Salary: $90,000 - $110,000", "CA", "CAD", "country"),
        ("Salary in Toronto: $90,000 - $110,000", "US", "CAD", "words"),
        ("Salary: $90,000 - $110,000 plus super", "US", "AUD", "words"),
        ("Salary: US$90,000 - $110,000", "AU", "USD", "stated"),
        ("Salary: $90,000 - $110,000 CAD", "AU", "CAD", "stated"),
        ("Salary: $90,000 - $110,000", "DE", "USD", "default"),
        ("Salary: $90,000 - $110,000 (Toronto), our US office pays other rates", None, "CAD", "words"),
        ("Salary: kr 600 000 per year", "DK", "DKK", "country"),
        ("Salary: kr 600 000 per year", None, None, "default"),
    ],
)
def test_who_settles_a_sign_that_several_currencies_share(text, country, currency, settled):
    """The text's own words beat the source's country, and the record says which it was."""
    (pay,) = find_pay(text, country=country)
    assert (pay.currency, pay.currency_from) == (currency, settled)


@pytest.mark.parametrize(
    ("text", "stated_by"),
    [
        ("$64K-$133K (Glassdoor est.)", "board-estimate"),
        ("$64K-$133K (LinkedIn estimate)", "board-estimate"),
        ("$64K-$133K (Employer est.)", "employer-text"),
        ("$64K-$133K a year", "employer-text"),
    ],
)
def test_a_boards_estimate_is_not_the_employers_word(text, stated_by):
    """Glassdoor's "Employer est." is what the employer gave."""
    assert [pay.stated_by for pay in find_pay(text)] == [stated_by]


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("New York: $140,000 - $160,000; Denver: $120,000 - $138,000", ["New York", "Denver"]),
        ("Zone A: $118,000 - $139,000 Zone B: $104,000 - $122,000", ["Zone A", "Zone B"]),
        ("For Austin, TX only the base salary is $118,000 - $139,000", ["Austin, TX"]),
        ("$118,000 - $139,000 for Level 4, and $140,000 - $165,000 for Level 5", ["Level 4", "Level 5"]),
        ("All other locations:\n$104,000 - $122,000", ["All other locations"]),
        ("Salary range: $104,000 - $122,000", [None]),
    ],
)
def test_a_band_names_its_place_or_level(text, labels):
    """Two zones of one posting stay apart; a word for the pay itself is no place."""
    assert [pay.label for pay in find_pay(text)] == labels


@pytest.mark.parametrize(
    ("text", "basis"),
    [
        (
            """The overall market range for roles in this area of Netflix is typically $150,000 - $750,000.
            This market range is based on total compensation (vs. only base salary).""",
            "total",
        ),
        ("The overall market range for roles in this area of Netflix is typically $100K - $700K", "total"),
        (
            """Our compensation structure consists solely of an annual salary; we do not have bonuses. You
            choose how much goes into stock options. The range for this role is $170,000 - $720,000.""",
            "total",
        ),
        ("The range for this role is $100K - $700K.", "unknown"),
    ],
)
def test_netflix_wordings(text, basis):
    """Its four wordings: the figure is all that is paid, unless the text at hand does not say so."""
    assert [pay.basis for pay in find_pay(text)] == [basis]


@pytest.mark.parametrize(
    "text",
    [
        "The diocese was ordered to pay $323,000.",
        "A customer paid $800 for a tablet, says the shop.",
        "Households on $250,000 - $400,000 would pay more.",
        "The car starts at $78,490.",
        "Rent: $2,100/month",
    ],
)
def test_articles_need_a_word_for_pay(text):
    """In a newspaper most money is not pay, so shape alone proves nothing there."""
    assert find_pay(text, stated_by="press") == ()


@pytest.mark.parametrize(
    "text",
    [
        "Writers on the show are paid $4,546 a week for the job.",
        "The chief executive was paid a salary of $3 million.",
        "The contract would raise starting pay to $25 an hour and bring 40 jobs.",
        "The producer was awarded $900,000 in compensation by the court after losing the job.",
        "The studio, which is hiring for two roles, paid $1.5 million for the rights.",
        "It insulted the job's applicants with a one-time $200 day rate for performers.",
    ],
)
def test_what_others_earn_is_no_pay_of_the_job(text):
    """Groups, executives, contracts, damages and prices stand beside a job's pay in articles."""
    assert find_pay(text, stated_by="press") == ()


@pytest.mark.parametrize(
    "text",
    [
        "The job pays $300,000 to $900,000, while the average for such roles is $218,000, Glassdoor says.",
        "The job pays $300,000 to $900,000. Glassdoor puts a product manager's pay at $218,000.",
        "The job pays $300,000 to $900,000; AI managers earn $218,000 on average, according to Indeed.",
    ],
)
def test_the_jobs_pay_is_told_from_the_benchmark_beside_it(text):
    """What such jobs pay on average is kept beside the posting's band, by name."""
    found = [(pay.low, pay.high, pay.label) for pay in find_pay(text, stated_by="press")]
    assert found == [(300000, 900000, None), (218000, 218000, AVERAGE)]


def test_the_spread_of_an_average_belongs_to_it():
    """A spread "in a range of" behind an average is no band of the job."""
    text = "The average base pay for the role is $300,000, in a range of $200,000 to $400,000."
    assert [pay.label for pay in find_pay(text, stated_by="press")] == [AVERAGE, AVERAGE]


def test_press_figures_are_marked_as_the_presss():
    """Reported pay never passes for the employer's own statement."""
    (pay,) = find_pay("Netflix lists AI job worth $900,000 amid strikes", stated_by="press")
    assert (pay.low, pay.high, pay.stated_by) == (900000, 900000, "press")


def test_the_answer_line_of_the_pay_command():
    """The kept format: plain JSON numbers, whole ones without a fraction."""
    answer = pay_record({"id": 7, "text": "Pay: $21.50 - $30 an hour, or up to £80k"})
    assert json.loads(json.dumps(answer)) == {
        "id": 7,
        "pay": [
            {"low": 21.5, "high": 30, "currency": "USD", "period": "hour", "basis": "unknown"},
            {"low": None, "high": 80000, "currency": "GBP", "period": "year", "basis": "unknown"},
        ],
    }


@pytest.mark.parametrize("record", [{}, {"id": "x"}, {"id": "x", "text": None}, {"id": "x", "text": ""}])
def test_a_line_without_text_has_no_pay(record):
    """Nothing to read is no error."""
    assert pay_record(record) == {"id": record.get("id"), "pay": []}


@pytest.mark.parametrize(
    "unit",
    [
        "1",
        "-",
        "1-",
        "$1 - ",
        "$1",
        "1 000 ",
        "1,",
        "$1k - $2k ",
        "salary $100,000 - ",
        "$5\n",
        "CA$1",
        "(",
        "401k ",
        "<",
        "Min: $1 | Mid: $2 | ",
        "$9 (a) to ",
        "2.750,-",
        "workers who earn $1 ",
        "the average of $1, in a range of ",
        "CEO, a $1 ",
    ],
)
@pytest.mark.parametrize("stated_by", ["employer-text", "press"])
def test_hostile_text_ends(unit, stated_by):
    """A megabyte of digits and dashes is read in linear time: anything worse would hang this test."""
    find_pay(unit * (1_000_000 // len(unit)), stated_by=stated_by)


def test_reading_stops_after_more_figures_than_any_posting_has():
    """The cap that keeps hostile text cheap lies far above real ones, and what stands before it is kept."""
    found = find_pay("Salary: $50,001 a year.\n" + "It costs $5.\n" * 2000 + "Salary: $60,002 a year.\n")
    assert [pay.low for pay in found] == [50001]
    zones = "\n".join(f"Zone {n}: ${50_000 + n:,} - ${60_000 + n:,}" for n in range(300))
    assert len(find_pay(zones)) == 300
