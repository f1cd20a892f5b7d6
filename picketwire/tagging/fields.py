"""The texts of an item that rules look at and that evidence offsets count in."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from picketwire.records import Item

FIELDS = ("title", "summary", "body", "categories", "publisher", "department", "team", "employer")
LEAD = "lead"  # the beginning of the summary, or where there is none, of the body
LEAD_LENGTH = 600  # code points: some feeds put the whole article into the summary


def texts(item: Item, publisher: str | None = None) -> dict[str, str]:
    """Return the text of each field of `item`; categories are joined by a line break."""
    found = {
        "title": item.title,
        "summary": item.summary,
        "body": item.body,
        "categories": "\n".join(item.categories),
        "publisher": publisher or "",
    }
    posting = item.posting
    if posting is not None:
        found["department"] = posting.department or ""
        found["team"] = posting.team or ""
        found["employer"] = posting.employer or ""
    return found


def lead_end(text: str) -> int:
    """Return where the lead of a text ends: at a space, so that no word is cut."""
    if len(text) <= LEAD_LENGTH:
        return len(text)
    space = text.rfind(" ", 0, LEAD_LENGTH)
    return space if space > 0 else LEAD_LENGTH
