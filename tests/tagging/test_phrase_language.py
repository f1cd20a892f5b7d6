"""The notation of phrases: what docs/tags.md promises, and errors that a writer can mend."""

from __future__ import annotations

import pytest

from picketwire.records import Item
from picketwire.tagging.definitions import Clause, Rule, RuleSet, TagDefinition, Word
from picketwire.tagging.inflection import forms
from picketwire.tagging.phrases import PhraseError, parse
from picketwire.tagging.tagger import Tagger


def found(phrase: str, text: str, sets: dict[str, tuple[Word, ...]] | None = None) -> list[str]:
    """Return the evidence of a one-phrase rule in a title."""
    rule = Rule(name="r", why="Test.", when=Clause(any=(phrase,)))
    rule_set = RuleSet(tags=(TagDefinition(name="t", why="Test.", rules=(rule,)),), sets=sets or {})
    tags = Tagger(rule_set).tag(Item(kind="news", title=text))
    return [evidence.text for tag in tags for evidence in tag.evidence]


@pytest.mark.parametrize(
    ("phrase", "text", "evidence"),
    [
        ("on strike", "Nurses ON STRIKE today", ["ON STRIKE"]),
        ("on strike", "A salon strikes back", []),
        ("strike", "Airstrikes and strikers", []),
        ("walk~ off the job", "They walked off the job", ["walked off the job"]),
        ("strike~", "Struck, then striking", ["Struck", "striking"]),
        ("worker~", "The workers' hall", ["workers'"]),
        ("strajk*", "Fala strajków w kraju", ["strajków"]),
        ("*streik", "Ein Warnstreik beginnt", ["Warnstreik"]),
        ("strajk* głodow*", "Strajku głodowego dzień 3", ["Strajku głodowego"]),
        ("AI", "AI and ai and Ai", ["AI"]),
        ("Ai Weiwei", "AI WEIWEI shows", ["AI WEIWEI"]),
        ("A.I.", "The A.I. boom; A.I.G. falls", ["A.I."]),
        ("GPT-4", "Try GPT-4, not GPT 4", ["GPT-4", "GPT 4"]),
        ("walk-out", "A walk out, a walk‑out", ["walk out", "walk‑out"]),
        (
            "(vote|ballot)~ (to|for) strike",
            "Voting to strike; ballots for strike",
            ["Voting to strike", "ballots for strike"],
        ),
        ("(the|) strike", "strike and the strike", ["strike", "the strike"]),
        ("salar(y|ies)", "salary, salaries", ["salary", "salaries"]),
        ("vote ... strike", "vote for a long strike", ["vote for a long strike"]),
        ("vote ... strike", "vote for a very very long strike", []),
        ("vote ...6 strike", "vote for a very very long strike", ["vote for a very very long strike"]),
        ("vote ...6 strike", "They vote today. Elsewhere a strike", []),
        ("_ strike", "x", None),
        ("two _ strikes", "two long strikes", ["two long strikes"]),
        ("two _ strikes", "two strikes", []),
        ("strikes by <number> nurses", "strikes by 60,000 nurses", ["strikes by 60,000 nurses"]),
        ("strikes by <number> nurses", "strikes by many nurses", []),
        ("^strike", "Strike: what to know", ["Strike"]),
        ("^strike", "The strike", []),
        ("strikes$", "Wave of strikes", ["strikes"]),
        ("strikes$", "Strikes spread", []),
        ("grève", "La GREVE et la gre\u0300ve", ["GREVE", "gre\u0300ve"]),
        ("intelligence", "L’intelligence et l'intelligence", ["intelligence", "intelligence"]),
        ("on strike", "‘On strike’, they said", ["On strike"]),
    ],
)
def test_what_a_phrase_finds(phrase: str, text: str, evidence: list[str] | None) -> None:
    """One phrase, one title, exactly these words."""
    if evidence is None:
        with pytest.raises(PhraseError):
            parse(phrase)
    else:
        assert found(phrase, text) == evidence


def test_sets_stand_in_phrases_and_may_hold_sets() -> None:
    sets = {"people": (Word(phrase="nurse~"), Word(phrase="{crews}")), "crews": (Word(phrase="cabin crew"),)}
    assert found("{people} strike", "Nurses strike; cabin crew strike", sets) == [
        "Nurses strike",
        "cabin crew strike",
    ]
    assert found("{people} strike", "Pilots strike", sets) == []


def test_a_set_alone_may_hold_phrases_with_gaps() -> None:
    sets = {"calls": (Word(phrase="calls off ... strike"),)}
    assert found("{calls}", "Union calls off the rail strike", sets) == ["calls off the rail strike"]
    with pytest.raises(PhraseError, match="too long a phrase"):
        found("union {calls}", "x", sets)


@pytest.mark.parametrize(
    ("phrase", "says"),
    [
        ("", "empty"),
        ("(a|b", "bracket"),
        ("a {set", "bracket"),
        ("vote ...", "end with a word"),
        ("... strike", "begin with a word"),
        ("st*ike", "beginning or end"),
        ("!!", "no letter"),
        (" ".join(["(a|b|c|d|e|f|g)"] * 5), "more than"),
    ],
)
def test_what_cannot_be_read_is_explained(phrase: str, says: str) -> None:
    """A PhraseError tells the writer of the rule what is wrong."""
    with pytest.raises(PhraseError, match=says):
        parse(phrase)


@pytest.mark.parametrize(
    ("word", "some"),
    [
        ("walk", {"walks", "walked", "walking", "walk's", "walks'"}),
        ("hire", {"hires", "hired", "hiring"}),
        ("ally", {"allies", "allied", "allying"}),
        ("plan", {"planned", "planning"}),
        ("strike", {"strikes", "struck", "striking"}),
        ("boss", {"bosses", "bosses'"}),
        ("Amazon worker", {"Amazon workers"}),
    ],
)
def test_english_forms(word: str, some: set[str]) -> None:
    """The ~ stands for every form that a headline may use."""
    assert some <= set(forms(word))
