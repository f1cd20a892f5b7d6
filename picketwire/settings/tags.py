"""Read the rule files of `config/tags/`: word sets, tags and their rules, every mistake with its place."""

from __future__ import annotations

from functools import cache, partial
from typing import TYPE_CHECKING

from picketwire.errors import ConfigError
from picketwire.settings import values
from picketwire.settings.keys import Key, Row, unknown
from picketwire.settings.rule_parts import KINDS, Notes, read_clause, read_examples, read_fields, read_phrases
from picketwire.settings.yaml import Problems, read
from picketwire.tagging import phrases
from picketwire.tagging.definitions import (
    DEFAULT_FIELDS,
    DEFAULT_THRESHOLD,
    Rule,
    RuleSet,
    TagDefinition,
    Word,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from picketwire.settings.yaml import Cell

FILE_KEYS = (
    Key("sets", "mapping", "word sets that rules name in braces"),
    Key("tags", "list", "tags with their rules"),
)
SET_KEYS = (
    Key("why", "text", "what the set holds, in one sentence", required=True),
    Key("words", "phrases", "one phrase a line, or a list with dated ones", required=True),
)
WORD_KEYS = (
    Key("words", "phrases", "one phrase a line", required=True),
    Key("since", "date", "the first day on which these words mean this"),
    Key("until", "date", "the first day on which they no longer do"),
)
TAG_KEYS = (
    Key("tag", "name", "the name of the tag; a facet has a slash, like strike/began", required=True),
    Key("why", "text", "what the tag means, in one sentence", required=True),
    Key("requires", "tag", "a tag without which this one is not given"),
    Key("swallow", "phrases", "phrases that hide what they overlap from this tag's rules"),
    Key(
        "threshold", "number", f"the score that the rules together must reach; {DEFAULT_THRESHOLD} if not set"
    ),
    Key("fields", "fields", "where the rules look, if they do not say"),
    Key("kinds", "list", "news, posting, or both, for rules that do not say"),
    Key("rules", "list", "the rules, any of which may give the tag", required=True),
)
RULE_KEYS = (
    Key("name", "slug", "unique within the tag", required=True),
    Key("why", "text", "why the rule exists, in one sentence", required=True),
    Key("fields", "fields", "where to look: a list, or each field with its weight between 0 and 1"),
    Key("kinds", "list", "news, posting, or both"),
    Key("languages", "list", "two-letter codes; the rule holds only for texts in one of them"),
    Key("score", "number", "how sure the rule is, above 0 and up to 1; 1 if not set"),
    Key(
        "examples",
        "mapping",
        "`match` and `no_match`: titles, one a line, or a list with fields",
        required=True,
    ),
    Key("any", "phrases", "at least one of these must be found"),
    Key("all", "phrases", "each of these must be found"),
    Key("none", "phrases", "not one of these may be found"),
    Key("near", "phrases", "each of these must be found, close together"),
    Key("within", "number", "how many words may lie between the parts of `near`; if not set, the sentence"),
    Key("in_order", "flag", "whether the parts of `near` must come in the order written"),
    Key("tag", "tag", "the item must have this tag"),
)


def load_rules(texts: Mapping[str, str], given_sets: Mapping[str, tuple[Word, ...]] | None = None) -> RuleSet:
    """Read rule files (file name to text) into one rule set; ConfigError lists every problem.

    `given_sets` are word sets that come from elsewhere, such as the unions of organizations.yaml; a
    set of the same name in a file is joined with them.
    """
    problems = Problems()
    notes = Notes()
    sets: dict[str, tuple[Word, ...]] = dict(given_sets or {})
    tags: list[TagDefinition] = []
    all_read = True
    for file, text in texts.items():
        before = len(problems.found)
        cell = read(text, file, problems)
        if cell is None:
            all_read = all_read and len(problems.found) == before  # an empty file is no mistake
            continue
        row = Row(cell, FILE_KEYS)
        notes.rows = text.splitlines()
        for name, words in _sets(row, notes):
            sets[name] = tuple(dict.fromkeys((*words, *sets.get(name, ()))))
        tags += _tags(row, notes)
    if all_read:  # else names would seem unknown that the unread file gives
        _check_names(tags, sets, notes)
    if problems.found:
        raise ConfigError(problems.sorted())
    return RuleSet(tags=tuple(tags), sets=sets)


def _sets(row: Row, notes: Notes) -> Iterator[tuple[str, tuple[Word, ...]]]:
    cell = row.cell("sets")
    for name, key, value in cell.pairs() if cell else ():
        if name in notes.sets:
            key.problem(f'the word set "{name}" is already in {notes.sets[name].file}: give one another name')
        notes.sets[name] = key.place
        words = Row(value, SET_KEYS).cell("words")
        yield name, tuple(_words(words, notes)) if words else ()


def _words(cell: Cell, notes: Notes) -> Iterator[Word]:
    for part in cell.cells() if cell.form == "a list" else (cell,):
        if part.form == "a mapping":
            row = Row(part, WORD_KEYS)
            since, until = row.span()
            inner = row.cell("words")
            for phrase in read_phrases(inner, notes) if inner else ():
                yield Word(phrase=phrase, since=since, until=until)
        else:
            yield from (Word(phrase=phrase) for phrase in read_phrases(part, notes))


def _tags(row: Row, notes: Notes) -> Iterator[TagDefinition]:
    for tag in row.rows("tags", TAG_KEYS):
        name = tag.read("tag", _tag_name) or ""
        if name in notes.tags:
            tag.problem(
                f'the tag "{name}" is already in {notes.tags[name].file}: give one another name', "tag"
            )
        notes.tags[name] = tag.place
        requires, swallow = tag.text("requires"), tag.cell("swallow")
        if requires:
            notes.named.append((name, requires, tag.cell("requires")))
        threshold = tag.read("threshold", _share)
        yield TagDefinition(
            name=name,
            why=tag.text("why") or "",
            rules=tuple(_rules(tag, name, notes)),
            requires=requires,
            swallow=tuple(read_phrases(swallow, notes)) if swallow else (),
            threshold=DEFAULT_THRESHOLD if threshold is None else threshold,
        )


def _rules(tag: Row, tag_name: str, notes: Notes) -> Iterator[Rule]:
    fields, kinds = tag.cell("fields"), tuple(kind for kind, _ in tag.each("kinds", _kind)) or KINDS
    default_fields = read_fields(fields) if fields else DEFAULT_FIELDS
    seen: set[str] = set()
    for rule in tag.rows("rules", RULE_KEYS):
        name = rule.read("name", values.slug) or ""
        if name in seen:
            rule.problem(f'the rule "{name}" stands twice in this tag: give one another name', "name")
        seen.add(name)
        own_kinds = tuple(kind for kind, _ in rule.each("kinds", _kind)) or kinds
        own_fields, examples, score = rule.cell("fields"), rule.cell("examples"), rule.read("score", _share)
        match, no_match = read_examples(examples, notes, own_kinds) if examples else ((), ())
        when = read_clause(rule, tag_name, notes)
        if when.none and not (when.any or when.all or when.near or when.tag):
            rule.problem("nothing to look for: a rule needs any, all, near or tag beside none")
        yield Rule(
            name=name,
            why=rule.text("why") or "",
            when=when,
            fields=read_fields(own_fields) if own_fields else default_fields,
            kinds=own_kinds,
            languages=tuple(language for language, _ in rule.each("languages", _language)),
            score=1.0 if score is None else score,
            match=match,
            no_match=no_match,
        )


def _check_names(tags: list[TagDefinition], sets: Mapping[str, tuple[Word, ...]], notes: Notes) -> None:
    """Refuse names of tags and sets that nothing bears, and tags or sets that need each other in a circle."""
    unfit = cache(partial(_unfit, sets=sets))
    inner = {name: {s for w in words for s in _inner_sets(w.phrase)} for name, words in sets.items()}
    for used in notes.used_sets:
        if used.name not in sets:
            used.problems.add(used.place, unknown("word set", used.name, sets))
        elif _reaches(inner, used.name, used.name):
            used.problems.add(used.place, f'the word set "{used.name}" holds itself')
        elif not used.alone and (phrase := unfit(used.name)):
            used.problems.add(used.place, f'"{phrase}" is too long a phrase for a set used within others')
    known = {tag.name: set(tag.refers_to()) for tag in tags}
    for user, name, cell in notes.named:
        if cell and name not in known:
            cell.problem(unknown("tag", name, known))
        elif cell and (name == user or _reaches(known, name, user)):
            cell.problem(f'"{user}" and "{name}" need each other: one must do without')


def _unfit(name: str, sets: Mapping[str, tuple[Word, ...]]) -> str | None:
    """Return a phrase of a set, or of the sets in it, that cannot stand within a longer phrase."""
    for word in sets.get(name, ()):
        try:
            steps = phrases.parse(word.phrase)
        except phrases.PhraseError:
            continue
        if len(steps) > 1 or not steps[0].is_plain:
            return word.phrase
        if steps[0].word_set and (phrase := _unfit(steps[0].word_set, sets)):
            return phrase
    return None


def _inner_sets(phrase: str) -> Iterator[str]:
    try:
        yield from (step.word_set for step in phrases.parse(phrase) if step.word_set)
    except phrases.PhraseError:
        return


def _reaches(edges: Mapping[str, set[str]], start: str, goal: str) -> bool:
    """Whether a path of references leads from `start` to `goal`."""
    waiting, seen = list(edges.get(start, ())), set()
    while waiting:
        name = waiting.pop()
        if name == goal:
            return True
        if name not in seen:
            seen.add(name)
            waiting += edges.get(name, ())
    return start == goal and goal in edges.get(start, ())


def _tag_name(text: str) -> str:
    if not all(part.replace("_", "").isalnum() and part == part.lower() for part in text.split("/")):
        raise ValueError(f'"{text}" is no tag name: write small letters, digits, _ and at most one /')
    return text


def _share(text: str) -> float:
    try:
        number = float(text)
    except ValueError:
        number = 0.0
    if not 0 < number <= 1:
        raise ValueError(f'"{text}" is not above 0 and up to 1')
    return number


def _kind(text: str) -> str:
    if text not in KINDS:
        raise ValueError(f'"{text}" is neither news nor posting')
    return text


def _language(text: str) -> str:
    if len(text) != 2 or not text.islower():
        raise ValueError(f'"{text}" is no two-letter language code, like en or pl')
    return text
