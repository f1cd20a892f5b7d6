"""Read what `strikes.yaml` says of a strike beyond its stages: workers, places, contract, scope, demands."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

from picketwire.facts import Provenance as Basis
from picketwire.facts import StrikeFact
from picketwire.settings import values
from picketwire.settings.keys import Key, Row, read_cell, unknown

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

FACT_KEYS = (
    Key(
        "kind",
        "workers, place, industry, contract, covered, not_affected, demand or ai_demand",
        "what is said; several of one kind stand side by side",
        required=True,
    ),
    Key(
        "value",
        "text",
        "workers in digits; a sector of tags/strike_sectors.yaml; the topic of a demand; else the words",
        required=True,
    ),
    Key("quote", "text", "the words that say so", required=True),
    Key("by", "organization or {named: text}", "who says it"),
    Key("date", "date", "the day on which it was said"),
    Key("url", "web address", "where it stands"),
    Key("basis", "primary or reported", "primary: the union's, employer's or agency's own page"),
)
# All kinds but the counterpart, which only coverage infers.
_Kind = Literal["workers", "place", "industry", "contract", "covered", "not_affected", "demand", "ai_demand"]
_SPEAKER_KEYS = (Key("named", "text", "somebody whom organizations.yaml does not know", required=True),)


def read_facts(strike: Row, organizations: Collection[str] | None) -> Iterator[StrikeFact]:
    """Yield each fact of a strike that can be read; None for organizations leaves references unchecked."""
    for row in strike.rows("facts", FACT_KEYS):
        kind = row.choice("kind", _Kind)
        value = row.read("value", _reader(kind))
        speaker, organization = _by(row, organizations)
        if kind and value:
            yield StrikeFact(
                kind=kind,
                value=value,
                quote=row.text("quote") or "",
                speaker=speaker,
                organization=organization,
                date=row.read("date", values.day),
                url=row.read("url", values.web_address),
                basis=row.choice("basis", Basis) or "reported",
            )


def _reader(kind: str | None) -> Callable[[str], str]:
    return {"workers": _number, "industry": _word, "demand": _word, "ai_demand": _word}.get(
        kind or "", str.strip
    )


def _number(text: str) -> str:
    digits = re.sub(r"[,_]", "", text)
    if not re.fullmatch(r"[1-9]\d{0,8}", digits):
        raise ValueError(f'"{text}" is no number of workers: write digits alone, like 11500')
    return digits


def _word(text: str) -> str:
    if not re.fullmatch(r"[a-z]+(?:_[a-z]+)*", text):
        better = re.sub(r"[^a-z]+", "_", text.lower()).strip("_")
        hint = f", for instance {better}" if better else ""
        raise ValueError(f'"{text}" is no topic: write small letters and underscores{hint}')
    return text


def _by(row: Row, organizations: Collection[str] | None) -> tuple[str | None, str | None]:
    """Return the speaker's name and their organization; one of them is None."""
    cell = row.cell("by")
    if cell is None:
        return None, None
    if cell.form == "a mapping":
        return Row(cell, _SPEAKER_KEYS).text("named"), None
    slug = read_cell(cell, values.slug)
    if slug and organizations is not None and slug not in organizations:
        cell.problem(unknown("organization", slug, organizations) + "; a speaker not known is {named: …}")
    return None, slug
