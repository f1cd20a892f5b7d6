"""Requirements: education and years of experience that a posting asks for, each with its sentence."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers import parse
from parsers.requirements.finding import find_requirements, minimum_education

LABELS = Path(__file__).parents[1] / "samples" / "requirements" / "labels.jsonl"
# Raising a floor is a good day's work; lowering one needs a sentence in the changelog.
FLOORS = {"education": 0.98, "or equivalent": 0.95, "years": 0.97, "preferred years": 0.97}


UNSEEN = LABELS.with_name("unseen.jsonl")
UNSEEN_FLOOR = 0.96


def education(text):
    return [
        (it.level, it.or_equivalent, it.preferred) for it in find_requirements(text) if it.kind == "education"
    ]


def years(text):
    return [(it.years_low, it.years_high) for it in find_requirements(text) if it.kind == "experience"]


@pytest.mark.parametrize(
    ("text", "level", "or_equivalent"),
    [
        ("Bachelor's degree in Computer Science", "bachelor", False),
        ("- Bachelor’s degree in Physics or equivalent experience", "bachelor", True),
        ("BS in Engineering, or equivalent practical experience", "bachelor", True),
        ("B.A. or B.S. degree required", "bachelor", False),
        ("BS/MS in Computer Science", "bachelor", False),
        ("BS, MS, or PhD in a quantitative field", "bachelor", False),
        ("Bachelor's/Master's degree in design, or comparable experience", "bachelor", True),
        ("Master's degree in Statistics", "master", False),
        ("MSc or PhD in Machine Learning", "master", False),
        ("An MBA is required", "master", False),
        ("Advanced degree in a related field", "master", False),
        ("Ph.D. in Linguistics", "doctorate", False),
        ("J.D. (or international equivalent) and bar membership", "doctorate", False),
        ("High school diploma or equivalent", "secondary", False),
        ("High school diploma or equivalent work experience", "secondary", True),
        ("GED required", "secondary", False),
        ("Associate's degree in nursing", "associate", False),
        ("Four-year college degree or equivalent industry experience", "bachelor", True),
        ("A university degree, or 5 years of relevant work", "bachelor", True),
        ("Degree in Economics or a related field", "bachelor", False),
        ("In lieu of a degree, 4+ years of experience may be considered", "bachelor", True),
        ("Currently enrolled in a Bachelor's program", "bachelor", False),
    ],
)
def test_levels_of_education(text, level, or_equivalent):
    """The least of the alternatives, and whether experience may stand for it."""
    assert education(text) == [(level, or_equivalent, False)]


@pytest.mark.parametrize(
    "text",
    [
        "A high degree of empathy",
        "No degree required",
        "We do not ask for a degree.",
        "Tuition reimbursement for a Master's degree",
        "A team of PhDs from Stanford",
        "Weekly supervision by a doctorate-level therapist",
        "Good with MS Office",
        "Mastering new tools",
        "Not hiring in ME, MS, NM",
        "Scrum master",
    ],
)
def test_what_asks_for_no_education(text):
    """Degrees of something, benefits, boasts and look-alikes."""
    assert education(text) == []


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("5+ years of experience in Rust", [(5, None)]),
        ("At least 3 years of experience", [(3, None)]),
        ("Minimum of two years' experience in retail", [(2, None)]),
        ("3-5 years of experience", [(3, 5)]),
        ("3 – 5 yrs experience", [(3, 5)]),
        ("8-10+ years of experience", [(8, 10)]),
        ("0 to 2 years of experience", [(0, 2)]),
        ("Up to 2 years of experience", [(None, 2)]),
        ("three (3) years of experience", [(3, None)]),
        ("Four or more years building compilers", [(4, None)]),
        ("10+ years of experience, including 4+ years of managing people", [(10, None), (4, None)]),
        ("5 years of Java experience and at least 2 years of Kotlin experience", [(5, None), (2, None)]),
        ("Master's degree + 3 yrs or Bachelor's degree + 5 yrs", [(3, None), (5, None)]),
        ("Experience: 6+ years", [(6, None)]),
        ("Looking for 2-4 years as a nurse", [(2, 4)]),
        ("- SQL: 1 year (Required)", [(1, None)]),
        ("Mindestens 3 Jahre Berufserfahrung", [(3, None)]),
    ],
)
def test_years_of_experience(text, spans):
    """Ranges, floors, ceilings, words, several areas in one sentence."""
    assert years(text) == spans


@pytest.mark.parametrize(
    "text",
    [
        "We have over 20 years of experience in banking.",
        "Founded 12 years ago",
        "A team with 30 years of combined experience",
        "Stock vests over 4 years",
        "10 paid holidays per year",
        "Work abroad up to 8 weeks per year",
        "Must be 18 years of age",
        "We doubled in the last 2 years.",
        "Salary: $60,000 - $97,000/year",
        "Anniversaries (3, 5, 8, 10 years) come with time off",
        "Mentorship from people with 10+ years in the field",
        "It supports 7-year-old devices",
    ],
)
def test_years_that_nobody_has_to_bring(text):
    """The company's age, vesting, holidays and other spans."""
    assert years(text) == []


@pytest.mark.parametrize(
    ("text", "area"),
    [
        ("5+ years of software engineering experience", "software engineering"),
        ("5+ years of relevant experience in strategic sourcing", "strategic sourcing"),
        ("5+ years as a data engineer", "data engineer"),
        ("5+ years of professional experience", None),
    ],
)
def test_what_the_years_are_to_be_spent_in(text, area):
    """Vague words ("relevant", "professional") name no area."""
    assert [it.area for it in find_requirements(text)] == [area]


def test_the_field_of_a_degree():
    """Up to "or a related field"."""
    (found,) = find_requirements("Bachelor's degree in Statistics, Economics, or a related field")
    assert found.area == "Statistics, Economics"


def test_a_plus_is_no_must():
    """By its own sentence, or by the heading above it; a must under that heading says so itself."""
    text = """Requirements:
- Bachelor's degree
- 3+ years of experience, preferably in finance
- 2 years of experience as a team lead is a plus
Nice to have:
- Master's degree
- 8+ years of experience
- PhD required for the research track
Benefits
- 1 year of experience gives a day off
"""
    found = find_requirements(text)
    assert [(it.level or it.years_low, it.preferred) for it in found[:6]] == [
        ("bachelor", False),
        (3, False),
        (2, True),
        ("master", True),
        (8, True),
        ("doctorate", False),
    ]
    least = minimum_education(found)
    assert least is not None
    assert least.level == "bachelor"


def test_no_must_no_minimum():
    """A degree that is only preferred is no minimum."""
    assert minimum_education(find_requirements("A Master's degree is preferred.")) is None


def test_every_requirement_carries_its_sentence_and_place():
    """What the archive can show."""
    text = "About you\nYou bring 4+ years of experience in audits. You like cats."
    (found,) = find_requirements(text, field="summary")
    assert found.text == "You bring 4+ years of experience in audits."
    assert (found.field, text[found.start : found.end]) == ("summary", "4+ years")


def test_repeated_asks_are_returned_once():
    """Some postings state each requirement twice."""
    text = "5+ years of experience in Go.\nWe said it: 5+ years of experience in Go."
    assert len(find_requirements(text)) == 1


@pytest.mark.parametrize("unit", ["5 years ", "a", "degree ", "BS, ", "- 1 year\n", "5", "or ", "(", "1-"])
def test_hostile_text_ends(unit):
    """A megabyte of repetition is read in linear time: anything worse would hang this test."""
    find_requirements(unit * (1_000_000 // len(unit)))


@given(st.text(alphabet="15+-– yearsdginofBSMPhD'.,()\n", max_size=300))
def test_any_text_gives_sane_requirements(text):
    """Never an error; offsets inside the text; ends in order."""
    for it in find_requirements(text):
        assert it.start is not None
        assert it.end is not None
        assert 0 <= it.start < it.end <= len(text)
        assert (it.level is None) == (it.kind == "experience")
        if it.years_low is not None and it.years_high is not None:
            assert it.years_low <= it.years_high


def labels():
    return [json.loads(line) for line in LABELS.read_text("utf-8").splitlines()]


def test_the_labels_are_many():
    """A hundred real postings and more, of both kinds."""
    rows = labels()
    assert len({(row["file"], row["id"]) for row in rows}) == len(rows) >= 100
    assert sum(bool(row["years"]) for row in rows) >= 50
    assert sum(not row["years"] for row in rows) >= 30


@pytest.mark.data
def test_labelled_postings(data):
    """Recorded postings, labelled by reading: the least education, and every span of years."""
    bodies = {}
    right = dict.fromkeys(FLOORS, 0)
    asked = dict.fromkeys(FLOORS, 0)
    wrong = []
    for row in labels():
        if row["file"] not in bodies:
            raw = (data / "jobs" / row["file"]).read_bytes()
            assert hashlib.sha256(raw).hexdigest() == row["sha256"], row["file"]
            items = parse(raw, url="https://example.org/", hint=row["system"]).items
            bodies[row["file"]] = {item.native_id: item.body for item in items}
        found = find_requirements(bodies[row["file"]][row["id"]])
        least = minimum_education(found)
        spans = {True: set(), False: set()}
        for it in found:
            if it.kind == "experience":
                spans[it.preferred].add((it.years_low, it.years_high))
        verdict = {
            "education": (least.level if least else None) == row["education"],
            "years": spans[False] == {tuple(span) for span in row["years"]},
            "preferred years": spans[True] == {tuple(span) for span in row["preferred_years"]},
        }
        if row["education"]:
            verdict["or equivalent"] = bool(least and least.or_equivalent == row["or_equivalent"])
        for name, ok in verdict.items():
            asked[name] += 1
            right[name] += ok
        if not all(verdict.values()):
            wrong.append((row["file"], row["id"]))
    got = {name: right[name] / asked[name] for name in asked}
    print(got, wrong)
    assert {name: got[name] for name, floor in FLOORS.items() if got[name] < floor} == {}


def _ask(ask):
    if "level" in ask:
        return ("education", ask["level"], ask["or_equivalent"], ask["preferred"])
    return ("experience", ask["low"], ask["high"], ask["preferred"])


def _found(text):
    return [
        ("education", it.level, it.or_equivalent, it.preferred)
        if it.kind == "education"
        else ("experience", it.years_low, it.years_high, it.preferred)
        for it in find_requirements(text)
    ]


def test_sentences_labelled_before_they_were_read():
    """Every level and every span of a sentence, in several languages, and nothing for boasts and benefits."""
    rows = [json.loads(line) for line in UNSEEN.read_text("utf-8").splitlines()]
    wrong = [
        row["id"]
        for row in rows
        if sorted(map(repr, map(_ask, row["asks"]))) != sorted(map(repr, _found(row["text"])))
    ]
    print(wrong)
    assert 1 - len(wrong) / len(rows) >= UNSEEN_FLOOR
