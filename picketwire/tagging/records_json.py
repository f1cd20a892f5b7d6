"""Tag the plain records that `picketwire tag` reads as JSON lines, in the kept form."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from picketwire.records import Item, Posting

if TYPE_CHECKING:
    from collections.abc import Mapping

    from picketwire.tagging.tagger import Tagger


def tag_record(tagger: Tagger, record: Mapping[str, Any]) -> dict[str, Any]:
    """Return `{"id", "tags": [...], "evidence": [{"tag", "field", "start", "end", "text", "rule"}]}`.

    `record` has `id` and `title` and may have `summary`, `body`, `kind`, `categories`, `publisher`,
    `department`, `language`; what is missing or null is empty.
    """
    tags = tagger.tag(_item(record), publisher=_text(record, "publisher") or None)
    evidence = [
        {"tag": tag.name, "field": e.field, "start": e.start, "end": e.end, "text": e.text, "rule": tag.rule}
        for tag in tags
        for e in tag.evidence
    ]
    return {
        "id": record.get("id"),
        "tags": list(dict.fromkeys(tag.name for tag in tags)),
        "evidence": evidence,
    }


def _item(record: Mapping[str, Any]) -> Item:
    is_posting = record.get("kind") == "posting"
    posting = Posting(
        department=_text(record, "department") or None,
        team=_text(record, "team") or None,
        employer=_text(record, "employer") or None,
    )
    categories = record.get("categories") or ()
    return Item(
        kind="posting" if is_posting else "news",
        title=_text(record, "title"),
        summary=_text(record, "summary"),
        body=_text(record, "body"),
        categories=tuple(map(str, [categories] if isinstance(categories, str) else categories)),
        language=_text(record, "language") or None,
        posting=posting if is_posting else None,
    )


def _text(record: Mapping[str, Any], name: str) -> str:
    value = record.get(name)
    return "" if value is None else str(value)
