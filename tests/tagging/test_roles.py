"""What a title says of the kind of work and the level, by the table that is shipped."""

from __future__ import annotations

from pathlib import Path

import pytest

from picketwire.settings.load import load
from picketwire.tagging.roles import RoleRule, RoleTable

ROOT = Path(__file__).parent.parent.parent
# Title, family, level; made up, the traps among them.
TITLES = """
Senior Product Manager, Machine Learning Platform | ai-product-management | senior
AI Product Lead | ai-product-management | lead
Product Manager, Playback | product-management | -
Director of Product Management | product-management | director
Machine Learning Engineer | ai-engineering | -
Staff Software Engineer, Generative AI | ai-engineering | staff
Prompt Engineer | ai-engineering | -
Research Scientist, Deep Learning | ai-research | -
Applied Scientist Intern, NLP | ai-research | intern
Data Annotator (Polish) | data-labelling | -
AI Trainer, Chemistry | data-labelling | -
AI Policy Counsel | ai-policy | -
Head of Responsible AI Governance | ai-policy | head
Generative Artist, AI Studio | ai-creative | -
Account Executive, AI Solutions | ai-sales | -
VP, AI Strategy | ai-leadership | vice-president
Software Engineer II | engineering | mid
Principal Engineer | engineering | principal
Engineering Manager, Search | engineering | manager
Sound Engineer | production | -
VFX Producer | production | -
Art Director | design | -
Casting Assistant | production | junior
Script Coordinator | production | -
Staff Writer, Politics | editorial | -
Senior Audience Editor | editorial | senior
IT Support Specialist | it | -
Support it now: Fundraiser | - | -
Data Scientist, Content | data-science | -
Content Accountant | finance | -
Chief Financial Officer | finance | executive
Executive Assistant to the CEO | operations | -
Chief of Staff | operations | -
Associate Director, Business Development | sales | director
Recruiter, Emerging Talent | people | -
Public Policy Manager | policy | manager
Barista | services | -
Brand Designer | marketing | -
Camera Operator | production | -
Aida Costume Maker | production | -
"""


@pytest.fixture(scope="module")
def table():
    return load(ROOT / "config", {}).roles


@pytest.mark.parametrize("line", TITLES.strip().splitlines())
def test_the_shipped_table_reads_titles_as_a_reader_would(table, line):
    title, *wanted = (part.strip() for part in line.split(" | "))
    kind = table.classify(title)
    assert [kind.family or "-", kind.seniority or "-"] == wanted, kind


@pytest.mark.parametrize(
    ("phrase", "title", "fits"),
    [
        ("it", "IT Manager", True),
        ("IT", "Make it Manager", False),
        ("IT", "IT-Manager", True),
        ("product manager~", "Group Product Managers (AI)", True),
        ("product manager~", "Product, Manager", True),
        ("product manager~", "Production Manager", False),
        ("co-op", "Co-op, Summer", True),
        ("pharmac*", "Pharmacist", True),
        ("FP&A", "Analyst, FP&A", True),
        ("A.I.", "A.I. Lead", True),
        ("ingénieur~", "Ingénieurs Réseau", True),
    ],
)
def test_how_an_alternative_is_found(phrase, title, fits):
    table = RoleTable(families=(RoleRule(name="x", rule="r", title=((phrase,),)),))
    assert (table.classify(title).family == "x") is fits


def test_a_title_that_is_a_whole_text_is_read_to_a_bound():
    table = RoleTable(families=(RoleRule(name="x", rule="r", title=(("chef",),)),))
    assert table.classify("word " * 100_000 + "chef").family is None
