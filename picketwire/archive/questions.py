"""Questions one may ask of an archive in a browser: canned queries, with their titles, for Datasette."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from picketwire.archive.descriptions import describe

if TYPE_CHECKING:
    from pathlib import Path

_QUESTIONS: dict[str, tuple[str, str]] = {
    "ai_roles_on_a_day": (
        "AI roles at struck employers on one day",
        """SELECT title, employer, low, high, currency, period, basis, strike, labor_union, struck_party, relation,
  overlap_from, overlap_to, status, coverage, url
FROM ai_roles_during_strikes
WHERE overlap_from <= :day AND coalesce(overlap_to, '9999') > :day
ORDER BY employer, title, strike""",
    ),
    "who_reported_a_posting": (
        "Who reported a posting, and how we know",
        """SELECT posting, posting_title, publisher, published, title, url, score, reasons
FROM coverage_of_postings WHERE posting_title LIKE '%' || :words || '%' ORDER BY posting, published""",
    ),
    "stated_pay_side_by_side": (
        "Pay as the employer and as the press state it",
        """SELECT i.title, p.stated_by, p.low, p.high, p.currency, p.period, p.basis, p.text, i.url
FROM pay p JOIN items i ON i.id = p.item ORDER BY p.high_year DESC""",
    ),
    "why_tagged": (
        "The words that earned an item its tags",
        "SELECT tag, rule, field, text FROM evidence WHERE item = :item ORDER BY tag, rule, n",
    ),
    "search": (
        "Items by words",
        """SELECT i.id, i.kind, i.source, i.title, snippet(items_fts, -1, '[', ']', '…', 24) AS words, i.published, i.url
FROM items_fts JOIN items i ON i.id = items_fts.rowid
WHERE items_fts MATCH '"' || replace(:words, '"', '""') || '"' ORDER BY bm25(items_fts, 8.0, 3.0, 1.0) LIMIT 100""",
    ),
    "sources_in_trouble": (
        "Sources whose last poll was not complete",
        """SELECT source, outcome, reason, last_poll, last_good, good_polls, polls FROM source_health
WHERE outcome NOT IN ('complete', 'unchanged') ORDER BY last_good""",
    ),
}


def metadata(connection: Any, path: Path) -> dict[str, Any]:
    """Return Datasette's metadata for the archive at `path`: descriptions of tables and columns, canned queries."""
    tables: dict[str, Any] = {
        found.name: {"description": found.about} | ({"columns": dict(found.columns)} if found.columns else {})
        for found in describe(connection)
    }
    tables["items"] |= {"label_column": "title", "sort_desc": "id"}
    queries = {name: {"title": title, "sql": sql} for name, (title, sql) in _QUESTIONS.items()}
    return {
        "title": "Picketwire",
        "description": "AI roles, strikes and who reported them, with the evidence for each.",
        "databases": {path.stem: {"tables": tables, "queries": queries}},
    }
