"""What linking reads from the archive, and the writing of mentions and links."""

from __future__ import annotations

import hashlib
import json
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from picketwire.archive import item_links
from picketwire.archive.rows import dump
from picketwire.archive.schema.migrations import roles_query
from picketwire.facts import Alias, Bargaining, Membership, Organization
from picketwire.linkage import Figures, Link, Mention, News, Opening
from picketwire.records import AVERAGE
from picketwire.times import parse_day

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from sqlite_utils.db import Database

    from picketwire.linkage import PayQuestion

_BATCH = 500
_IN = "IN (SELECT value FROM json_each(?))"
_LINK_COLUMNS = "kind, posting, item, strike, score, reasons"


def facts_hash(db: Database) -> str:
    """Hash what links rest on besides items: organizations, their names and memberships."""
    digest = hashlib.blake2b(digest_size=16)
    for query in (
        "SELECT slug, name, kind, parent FROM organizations ORDER BY 1",
        "SELECT organization, alias, since, until FROM aliases ORDER BY 1, 2, 3, 4",
        "SELECT member, association, since, until FROM memberships ORDER BY 1, 2, 3, 4",
    ):
        for row in db.conn.execute(query):
            digest.update(repr(tuple(row)).encode(errors="surrogatepass"))
    return digest.hexdigest()


def state(db: Database) -> dict[str, str]:
    """Return what the present links rest on, by name."""
    return dict(db.conn.execute("SELECT name, value FROM linking_state"))


def save_state(db: Database, values: Mapping[str, str]) -> None:
    """Note what the links rest on now."""
    db.conn.executemany(
        "INSERT INTO linking_state (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        list(values.items()),
    )


def unlinked(db: Database) -> list[int]:
    """Return the items that are new or changed since they were last linked."""
    return [row[0] for row in db.conn.execute("SELECT item FROM unlinked ORDER BY item")]


def all_items(db: Database) -> list[int]:
    """Return every item."""
    return [row[0] for row in db.conn.execute("SELECT id FROM items ORDER BY id")]


def clear_unlinked(db: Database) -> None:
    """Note that everything has been looked at."""
    db.conn.execute("DELETE FROM unlinked")


def organizations(db: Database) -> tuple[Organization, ...]:
    """Read the organizations with their names and memberships, in the order of their slugs."""
    aliases: dict[str, list[Alias]] = {}
    for slug, text, since, until in db.conn.execute(
        "SELECT organization, alias, since, until FROM aliases ORDER BY organization, alias, since, until"
    ):
        aliases.setdefault(slug, []).append(Alias(text=text, since=_day(since), until=_day(until)))
    memberships: dict[str, list[Membership]] = {}
    for slug, association, since, until in db.conn.execute(
        "SELECT member, association, since, until FROM memberships ORDER BY member, association, since, until"
    ):
        member = Membership(association=association, since=_day(since), until=_day(until))
        memberships.setdefault(slug, []).append(member)
    bargains: dict[str, list[Bargaining]] = {}
    for slug, counterpart, called, unless, since, until in db.conn.execute(
        "SELECT union_party, counterpart, called, unless, since, until FROM bargaining ORDER BY 1, 2, 3, 4, 5, 6"
    ):
        pair = Bargaining(
            counterpart=counterpart,
            called=tuple(json.loads(called)),
            unless=tuple(json.loads(unless)),
            since=_day(since),
            until=_day(until),
        )
        bargains.setdefault(slug, []).append(pair)
    return tuple(
        Organization(
            slug=slug,
            name=name,
            kind=kind,
            parent=parent,
            aliases=tuple(aliases.get(slug, ())),
            memberships=tuple(memberships.get(slug, ())),
            bargains=tuple(bargains.get(slug, ())),
        )
        for slug, name, kind, parent in db.conn.execute(
            "SELECT slug, name, kind, parent FROM organizations ORDER BY slug"
        )
    )


def employers(
    db: Database, ids: Sequence[int]
) -> Iterator[tuple[int, str | None, str | None, str | None, date]]:
    """Yield (posting, organization now, that of its source, employer as written, day it opened)."""
    for part in _parts(ids):
        yield from (
            (item, organization, given, employer, parse_day(day))
            for item, organization, given, employer, day in db.conn.execute(
                "SELECT p.item, p.organization, s.employer, p.employer, coalesce(p.opened, substr(i.first_seen, 1, 10)) "
                f"FROM postings p JOIN items i ON i.id = p.item JOIN sources s ON s.slug = i.source WHERE p.item {_IN}",
                (dump(part),),
            ).fetchall()
        )


def save_employers(db: Database, settled: Iterable[tuple[int, str | None]]) -> None:
    """Write the hiring organization of postings."""
    db.conn.executemany(
        "UPDATE postings SET organization = ? WHERE item = ?", [(slug, item) for item, slug in settled]
    )


def news(db: Database, ids: Sequence[int]) -> Iterator[list[News]]:
    """Read news items with tags, pay and mentions, in batches; other ids are passed over."""
    for part in _parts(ids):
        wanted = dump(part)
        tags, pay, mentions = _tags(db, wanted), _pay(db, wanted, press=True), _mentions(db, wanted)
        leads = item_links.read(db, wanted)
        rows = db.conn.execute(
            "SELECT id, source, url, canonical, title, summary, body, substr(coalesce(published, first_seen), 1, 10) "
            f"FROM items WHERE +kind = 'news' AND id {_IN} ORDER BY id",
            (wanted,),
        ).fetchall()
        yield [
            News(
                id=row[0],
                source=row[1],
                url=row[2],
                canonical=row[3],
                title=row[4],
                summary=row[5],
                body=row[6],
                day=parse_day(row[7]),
                tags=frozenset(tags.get(row[0], ())),
                pay=tuple(pay.get(row[0], ())),
                mentions=tuple(mentions.get(row[0], ())),
                links=leads.get(row[0], ()),
            )
            for row in rows
        ]


def openings(db: Database, ids: Sequence[int]) -> Iterator[Opening]:
    """Read postings by id."""
    for part in _parts(ids):
        wanted = dump(part)
        tags, pay = _tags(db, wanted), _pay(db, wanted, press=False)
        rows = db.conn.execute(
            "SELECT i.id, i.title, i.canonical, i.native_id, p.requisition_id, p.organization, "
            "coalesce(p.opened, substr(i.first_seen, 1, 10)), substr(p.closed, 1, 10) "
            f"FROM postings p JOIN items i ON i.id = p.item WHERE i.id {_IN} ORDER BY i.id",
            (wanted,),
        ).fetchall()
        for row in rows:
            yield Opening(
                id=row[0],
                title=row[1],
                canonical=row[2],
                native_id=row[3],
                requisition_id=row[4],
                organization=row[5],
                opened=parse_day(row[6]),
                closed=_day(row[7]),
                ai=bool(tags.get(row[0], frozenset()) & {"ai", "ai_role"}),
                pay=tuple(pay.get(row[0], ())),
            )


def ai_openings_of(db: Database, organizations: Collection[str]) -> list[int]:
    """Return the ids of the AI postings of these organizations."""
    rows = db.conn.execute(
        f"SELECT p.item FROM postings p WHERE p.organization {_IN} AND EXISTS "
        "(SELECT 1 FROM taggings t WHERE t.item = p.item AND t.tag IN ('ai', 'ai_role') AND t.until IS NULL)",
        (dump(sorted(organizations)),),
    )
    return [row[0] for row in rows]


def postings_at(db: Database, addresses: Collection[str]) -> list[int]:
    """Return the ids of the postings that stand at these canonical addresses."""
    rows = db.conn.execute(
        f"SELECT id FROM items WHERE +kind = 'posting' AND canonical {_IN}", (dump(sorted(addresses)),)
    )
    return [row[0] for row in rows]


def news_stating(db: Database, question: PayQuestion) -> list[int]:
    """Return the ids of the news items that name the employer and state one of the amounts in these days."""
    amounts = dump(sorted(map(float, question.amounts))) if question.amounts is not None else None
    rows = db.conn.execute(
        "SELECT DISTINCT m.item FROM mentions m JOIN pay p ON p.item = m.item JOIN items i ON i.id = m.item "
        "WHERE m.organization = ?1 AND p.stated_by = 'press' AND p.label IS NOT ?5 "
        "AND substr(coalesce(i.published, i.first_seen), 1, 10) BETWEEN ?2 AND ?3 AND (?4 IS NULL "
        "OR coalesce(p.high_year, CAST(p.high AS REAL)) IN (SELECT value FROM json_each(?4)) "
        "OR coalesce(p.low_year, CAST(p.low AS REAL)) IN (SELECT value FROM json_each(?4)))",
        (question.employer, question.since.isoformat(), question.until.isoformat(), amounts, AVERAGE),
    )
    return [row[0] for row in rows]


def repaid(db: Database, postings: Collection[int]) -> set[int]:
    """Return those of these postings whose stated pay was ever another."""
    rows = db.conn.execute(
        f"SELECT DISTINCT item FROM revisions WHERE field = 'pay' AND item {_IN}", (dump(sorted(postings)),)
    )
    return {row[0] for row in rows}


def news_with_phrase(db: Database, phrase: str) -> list[int]:
    """Return the ids of the news items whose text holds these words in a row."""
    quoted = '"{}"'.format(phrase.replace('"', " "))
    rows = db.conn.execute(
        "SELECT f.rowid FROM items_fts f JOIN items i ON i.id = f.rowid WHERE items_fts MATCH ? AND i.kind = 'news'",
        (quoted,),
    )
    return [row[0] for row in rows]


def news_at(db: Database, addresses: Collection[str]) -> list[int]:
    """Return the ids of the news items that stand at these canonical addresses."""
    rows = db.conn.execute(
        f"SELECT id FROM items WHERE +kind = 'news' AND canonical {_IN}", (dump(sorted(addresses)),)
    )
    return [row[0] for row in rows]


def overlaps(db: Database) -> list[tuple[Any, ...]]:
    """Return the headline query's rows that links need: item, organization, strike, struck party, relation, days, status."""
    query = f"SELECT item, organization, strike, struck_party, relation, overlap_from, overlap_to, status FROM ({roles_query()})"
    return db.conn.execute(query, {"as_of": "9999"}).fetchall()


def save_mentions(db: Database, found: Mapping[int, Collection[Mention]]) -> tuple[int, int]:
    """Bring the mentions of these items to what was found; return how many are new and how many went."""
    added = removed = 0
    for part in _parts(list(found)):
        before = _mentions(db, dump(part))
        for item in part:
            old, now = set(before.get(item, ())), set(found[item])
            gone = [(item, m.field, m.start, m.organization) for m in old - now]
            db.conn.executemany(
                "DELETE FROM mentions WHERE item = ? AND field = ? AND start = ? AND organization = ?", gone
            )
            rows = [(item, m.organization, m.field, m.start, m.end, m.text) for m in sorted(now - old)]
            db.conn.executemany(
                'INSERT INTO mentions (item, organization, field, start, "end", text) VALUES (?, ?, ?, ?, ?, ?)',
                rows,
            )
            added, removed = added + len(rows), removed + len(gone)
    return added, removed


def coverage_of(db: Database, items: Collection[int]) -> list[Link]:
    """Read the links between these news items and postings."""
    return [
        link
        for part in _parts(sorted(items))
        for link in _links(db, f"kind = 'coverage' AND item {_IN}", dump(part))
    ]


def coverage_links(db: Database) -> list[Link]:
    """Read every link between a news item and a posting."""
    return _links(db, "kind = 'coverage'")


def strike_links(db: Database) -> list[Link]:
    """Read the links between postings and strikes."""
    return _links(db, "kind = 'strike'")


def covering(db: Database, postings: Collection[int]) -> list[int]:
    """Return the news items that are linked to these postings now."""
    rows = db.conn.execute(
        f"SELECT DISTINCT item FROM links WHERE kind = 'coverage' AND posting {_IN}",
        (dump(sorted(postings)),),
    )
    return [row[0] for row in rows]


def save_links(db: Database, before: Iterable[Link], now: Iterable[Link]) -> tuple[int, int, int]:
    """Replace links; return how many are new, how many went, and how many changed score or reasons."""
    old = {(link.kind, link.posting, link.item, link.strike): link for link in before}
    new = {(link.kind, link.posting, link.item, link.strike): link for link in now}
    gone = sorted(old.keys() - new.keys())
    changed = [key for key in sorted(new.keys() & old.keys()) if new[key] != old[key]]
    db.conn.executemany(
        "DELETE FROM links WHERE kind = ? AND posting = ? AND item = ? AND strike = ?", [*gone, *changed]
    )
    fresh = sorted(new.keys() - old.keys())
    db.conn.executemany(
        f"INSERT INTO links ({_LINK_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?)",
        [(*key, new[key].score, dump(new[key].reasons)) for key in [*fresh, *changed]],
    )
    return len(fresh), len(gone), len(changed)


def _links(db: Database, where: str, *values: Any) -> list[Link]:
    rows = db.conn.execute(f"SELECT {_LINK_COLUMNS} FROM links WHERE {where}", values)
    return [
        Link(
            kind=kind,
            posting=posting,
            item=item,
            strike=strike,
            score=score,
            reasons=tuple(json.loads(reasons)),
        )
        for kind, posting, item, strike, score, reasons in rows
    ]


def _tags(db: Database, wanted: str) -> dict[int, set[str]]:
    tags: dict[int, set[str]] = {}
    for item, tag in db.conn.execute(
        f"SELECT item, tag FROM taggings WHERE until IS NULL AND item {_IN}", (wanted,)
    ):
        tags.setdefault(item, set()).add(tag)
    return tags


def _pay(db: Database, wanted: str, *, press: bool) -> dict[int, list[Figures]]:
    who = "('press')" if press else "('employer-field', 'employer-text')"
    bands: dict[int, list[Figures]] = {}
    for item, low, high, currency, period, field, start, end in db.conn.execute(
        'SELECT item, low, high, currency, period, field, start, "end" FROM pay '
        f"WHERE stated_by IN {who} AND item {_IN} AND label IS NOT ? ORDER BY item, n",
        (wanted, AVERAGE),
    ):
        figures = Figures(
            low=None if low is None else Decimal(low),
            high=None if high is None else Decimal(high),
            currency=currency,
            period=period,
            field=field,
            start=start,
            end=end,
        )
        bands.setdefault(item, []).append(figures)
    return bands


def _mentions(db: Database, wanted: str) -> dict[int, list[Mention]]:
    found: dict[int, list[Mention]] = {}
    for item, organization, field, start, end, text in db.conn.execute(
        f'SELECT item, organization, field, start, "end", text FROM mentions WHERE item {_IN} ORDER BY item, field, start',
        (wanted,),
    ):
        mention = Mention(organization=organization, field=field, start=start, end=end, text=text)
        found.setdefault(item, []).append(mention)
    return found


def _parts(ids: Sequence[int]) -> Iterator[list[int]]:
    for start in range(0, len(ids), _BATCH):
        yield list(ids[start : start + _BATCH])


def _day(text: str | None) -> date | None:
    return parse_day(text) if text else None
