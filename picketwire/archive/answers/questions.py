"""Questions one may ask of an archive in a browser: Datasette's metadata, with canned queries for the headline."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from picketwire.archive.schema.descriptions import describe

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


@dataclass(frozen=True, slots=True)
class _Question:
    title: str
    about: str
    sql: str


# The views that the front page leads to: title, and the columns that are left out to fit a screen.
HEADLINES = {
    "ai_roles_during_strikes": (
        "AI roles open at struck employers: pay, strike, days of overlap",
        ("url", "organization", "began", "ended", "last_evidence"),
    ),
    "coverage_of_postings": ("Who reported which posting, and why we think so", ("url", "first_seen")),
    "ai_roles": ("Every AI role, with the highest band that the employer states", ("url", "organization")),
    "strike_news": ("News about work stoppages, newest first", ("url", "first_seen")),
    "items": (
        "Everything that was seen, newest first",
        (
            *("key", "native_id", "canonical", "summary", "body", "body_from", "categories", "media"),
            *("published_raw", "updated", "last_seen", "content_hash", "story"),
        ),
    ),
}

# Times without a value stand for now, so that a question answers before anything is filled in.
QUESTIONS = {
    "ai_roles_on_a_day": _Question(
        "AI roles at struck employers on one day",
        "Write the day as 2023-07-26; without one it is today.",
        """SELECT item, title, employer, low, high, currency, period, basis, strike, labor_union, struck_party, relation,
  overlap_from, overlap_to, status, coverage, url
FROM ai_roles_during_strikes r
WHERE overlap_from <= coalesce(nullif(:day, ''), date('now')) AND coalesce(overlap_to, '9999') > coalesce(nullif(:day, ''), date('now'))
  AND (SELECT e.stage FROM strike_events e WHERE e.strike = r.strike AND e.until IS NULL
    AND e.stage IN ('began', 'resumed', 'lockout', 'suspended', 'ended') AND e.date <= coalesce(nullif(:day, ''), date('now'))
    ORDER BY e.date DESC, e.id DESC LIMIT 1) NOT IN ('suspended', 'ended') -- no day of a pause
ORDER BY employer, title, strike""",
    ),
    "how_do_you_know": _Question(
        "How do you know? The evidence for one item",
        "Its tags with the words that earned them, its pay with the sentence it was read from, and what links it to strikes and coverage. Takes the number of an item.",
        """SELECT 'tag ' || tag AS claim, text AS evidence, field || ' ' || start || '-' || "end" AS place, NULL AS url FROM evidence WHERE item = :item
UNION ALL
SELECT 'pay ' || coalesce(low, '') || ' to ' || coalesce(high, '') || ' ' || coalesce(currency, '') || ' a ' || coalesce(period, '?'), text, stated_by, NULL FROM pay WHERE item = :item
UNION ALL
SELECT 'open during ' || strike, (SELECT group_concat(value, ' ') FROM json_each(reasons)), NULL, NULL FROM links WHERE kind = 'strike' AND posting = :item
UNION ALL
SELECT 'reported by ' || publisher, title || ': ' || (SELECT group_concat(value, ' ') FROM json_each(reasons)), 'item ' || item, url FROM coverage_of_postings WHERE posting = :item""",
    ),
    "who_reported_a_posting": _Question(
        "Who reported a posting",
        "Words of the posting's title; without them every posting that was reported.",
        """SELECT posting, posting_title, publisher, published, item, title, url, score, reasons
FROM coverage_of_postings WHERE posting_title LIKE '%' || :words || '%' ORDER BY posting, coalesce(published, first_seen)""",
    ),
    "days_of_a_strike": _Question(
        "Strikes day by day",
        "Each stage with the words that say so; without a slug those of every strike.",
        """SELECT e.strike, e.date, e.stage, e.basis, e.quote, e.item, e.url, e.known
FROM strike_events e JOIN strikes s ON s.slug = e.strike
WHERE e.until IS NULL AND s.status = 'confirmed' AND (coalesce(:strike, '') IN ('', e.strike)) ORDER BY e.strike, e.date, e.id""",
    ),
    "what_a_strike_is_about": _Question(
        "What strikes are about, whom they concern, and who says so",
        "Demands about AI first, then other demands, numbers of workers, places, contracts and what is not struck; each statement by itself, none added up.",
        """SELECT strike, kind, value, quote, speaker, organization, basis, date, item, url FROM strike_facts
WHERE until IS NULL AND (coalesce(:strike, '') IN ('', strike))
ORDER BY strike, kind <> 'ai_demand', kind <> 'demand', kind, basis, date""",
    ),
    "pay_side_by_side": _Question(
        "Pay as the employer and as the press state it",
        "Every band with the sentence it was read from, highest first.",
        """SELECT p.item, i.title, p.stated_by, p.low, p.high, p.currency, p.period, p.basis, p.label, p.text, i.url
FROM pay p JOIN items i ON i.id = p.item ORDER BY p.high_year DESC, p.item LIMIT 1000""",
    ),
    "pay_beside_published_figures": _Question(
        "Pay beside published figures of the same work, currency and basis",
        "How many times the figure the ends of each band are, per year, for bands that employers state. Place, level and date are there to be looked at: `picketwire show` holds them against each other too, and says what it refuses.",
        """SELECT p.item, i.title, coalesce(o.employer, o.organization) AS employer, p.low, p.high, p.currency, p.period, p.basis,
  b.name AS figure, b.statistic, b.figure_year, round(p.low_year / b.figure_year, 2) AS low_times,
  round(p.high_year / b.figure_year, 2) AS high_times, o.locations, b.place, o.seniority, b.seniority AS figure_seniority,
  coalesce(o.opened, substr(i.first_seen, 1, 10)) AS opened, b.date, b.source, b.url
FROM benchmarks b JOIN postings o ON o.family = b.family JOIN items i ON i.id = o.item
JOIN pay p ON p.item = o.item AND p.currency = b.currency AND p.basis = b.basis
WHERE b.statistic <> 'share_below' AND b.basis <> 'unknown' AND p.stated_by IN ('employer-field', 'employer-text')
ORDER BY high_times DESC LIMIT 1000""",
    ),
    "search": _Question(
        "Items by words",
        "Items that hold all of the words, in any order; the best match first.",
        """SELECT i.id AS item, i.kind, i.source, i.title, snippet(items_fts, -1, '[', ']', '…', 24) AS words, i.published, i.url
FROM items_fts JOIN items i ON i.id = items_fts.rowid
WHERE items_fts MATCH '"' || replace(replace(trim(:words), '"', ' '), ' ', '" "') || '"' ORDER BY bm25(items_fts, 8.0, 3.0, 1.0) LIMIT 100""",
    ),
    "sources_in_trouble": _Question(
        "Sources whose last poll was not complete",
        "Those that have been silent longest come first.",
        """SELECT source, outcome, reason, last_poll, last_good, good_polls, polls FROM source_health
WHERE outcome NOT IN ('complete', 'unchanged') ORDER BY last_good""",
    ),
}

# What the archive keeps for its own work: there, but out of the way.
_INTERNAL = (
    *("_sqlite_migrations", "configs", "details", "entry_digests", "items_fts", "linking_state", "marks"),
    *("item_links", "rule_sets", "story_clues", "story_edges", "unlinked"),
)
# How tables and views are shown: newest first, with the columns by which one narrows down.
_SHOWN: dict[str, dict[str, Any]] = {
    "items": {
        "label_column": "title",
        "sort_desc": "id",
        "facets": ["kind", "source", "language"],
        "fts_table": "items_fts",
        "fts_pk": "id",
    },
    "postings": {"sort_desc": "opened", "facets": ["organization", "employment_type", "remote"]},
    "pay": {"sort_desc": "high_year", "facets": ["stated_by", "currency", "period", "basis"]},
    "fetches": {"sort_desc": "id", "facets": ["outcome", "source"]},
    "requests": {"sort_desc": "fetch", "facets": ["status"]},
    "revisions": {"sort_desc": "id", "facets": ["change"]},
    "taggings": {"label_column": "tag", "sort_desc": "id", "facets": ["tag"]},
    "links": {"sort_desc": "score", "facets": ["kind", "strike"]},
    "mentions": {"facets": ["organization"]},
    "statements": {"sort_desc": "id", "facets": ["kind", "strike"]},
    "organizations": {"label_column": "name", "facets": ["kind"]},
    "sources": {"label_column": "name", "facets": ["kind", "country"]},
    "strikes": {"label_column": "name", "sort_desc": "began"},
    "strike_facts": {"sort_desc": "date", "facets": ["strike", "kind", "basis"]},
    "strike_events": {"sort_desc": "date", "facets": ["strike", "stage", "basis"]},
    "tags": {"sort_desc": "since", "facets": ["tag"]},
    "evidence": {"sort_desc": "item", "facets": ["tag", "field"]},
    "ai_roles": {"sort_desc": "first_seen", "facets": ["organization", "basis"]},
    "ai_roles_during_strikes": {
        "sort_desc": "overlap_from",
        "facets": ["employer", "strike", "relation", "status"],
    },
    "coverage_of_postings": {"sort_desc": "score", "facets": ["posting_title", "publisher"]},
    "open_postings": {"sort_desc": "first_seen", "facets": ["organization"]},
    "benchmarks": {"label_column": "name", "facets": ["currency", "basis", "family"]},
    "pay_by_family": {"sort_desc": "month", "facets": ["family", "currency", "basis"]},
    "pay_changes": {"facets": ["change", "employer"]},
    "source_health": {"sort_desc": "failures", "facets": ["outcome", "kind"]},
    "strike_news": {"facets": ["publisher"]},
}


def metadata(connection: Any, name: str) -> dict[str, Any]:
    """Return Datasette's metadata for an archive that it calls `name`: descriptions, orders, facets, questions."""
    home = _route(name)
    headlines = _list(
        (f"/{home}/{table}?{urlencode([('_nocol', column) for column in left_out])}", title)
        for table, (title, left_out) in HEADLINES.items()
    )
    questions = _list((f"/{home}/{key}", question.title) for key, question in QUESTIONS.items())
    about = "<p>AI roles, strikes and who reported them, with the evidence for each.</p>"
    return {
        "title": "Picketwire",
        "description_html": f"{about}{headlines}<h2>Questions</h2>{questions}",
        "databases": {
            name: {
                "description_html": headlines,
                "tables": dict(_tables(connection)),
                "queries": {
                    key: {"title": q.title, "description": q.about, "sql": q.sql, "hide_sql": True}
                    for key, q in QUESTIONS.items()
                },
            }
        },
    }


def _list(links: Iterable[tuple[str, str]]) -> str:
    lines = [f'<li><a href="{escape(to)}">{escape(title)}</a></li>' for to, title in links]
    return f"<ul>{''.join(lines)}</ul>"


def _route(name: str) -> str:
    """Write a database's name as Datasette's addresses have it (https://docs.datasette.io/, "tilde encoding")."""
    return re.sub("[^A-Za-z0-9_-]", lambda found: "".join(f"~{b:02X}" for b in found[0].encode()), name)


def _tables(connection: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    for found in describe(connection):
        about = {"description": found.about, "columns": dict(found.columns)}
        yield found.name, about | _SHOWN.get(found.name, {})
    for name in _INTERNAL:
        yield name, {"hidden": True}
