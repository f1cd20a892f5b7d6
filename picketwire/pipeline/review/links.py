"""Questions about links between news and postings: low scores, guesses, and postings that compete."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from picketwire.archive import links as archive
from picketwire.archive import verdicts
from picketwire.linkage import Subject
from picketwire.linking.coverage.choosing import in_window, weigh
from picketwire.linking.coverage.figures import money
from picketwire.linking.coverage.openings import Openings
from picketwire.linking.doubts import link_doubts, link_rule
from picketwire.linking.naming.lineage import lineages
from picketwire.pipeline.review.questions import Evidence, Question, Target

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from sqlite_utils.db import Database

    from picketwire.linkage import Figures, Link, News, Opening, Verdict

_TARGETS = 9


def link_questions(
    db: Database, said: Mapping[Subject, Verdict], *, sure: bool = False
) -> Iterator[Question]:
    """Yield each doubtful link between a posting and a news item (`sure`: every link), lowest score first."""
    links = sorted(archive.coverage_links(db), key=lambda link: (link.score, link.posting, link.item))
    desk = _Desk(db, links)
    for link in links:
        subject = Subject("link", (desk.keys[link.posting], desk.reports[link.item].address))
        verdict = said.get(subject)
        if verdict is not None and verdict.verdict != "later":
            continue
        if (reasons := link_doubts(link, desk.rivals(link))) or sure:
            yield desk.question(link, subject, reasons, verdict)


class _Desk:
    """What is read once for all questions, and each question's own reading."""

    def __init__(self, db: Database, links: Sequence[Link]) -> None:
        self.db = db
        self.organizations = archive.organizations(db)
        self.keys = verdicts.posting_keys(db, {link.posting for link in links})
        self.reports = verdicts.reports(db, {link.item for link in links})
        self.openings = {o.id: o for o in archive.openings(db, sorted(self.keys))}
        self.known: dict[str, list[Opening]] = {}  # AI postings of an employer
        self.by_item: dict[int, list[Link]] = defaultdict(list)
        for link in links:
            self.by_item[link.item].append(link)

    def rivals(self, link: Link) -> list[str]:
        """Return the titles of the same employer's other postings that the item is linked to."""
        own = self.openings[link.posting]
        others = (self.openings[o.posting] for o in self.by_item[link.item] if o.posting != link.posting)
        return [o.title for o in others if o.organization == own.organization]

    def question(
        self, link: Link, subject: Subject, doubts: tuple[str, ...], verdict: Verdict | None
    ) -> Question:
        """Put one link before a person."""
        opening, report = self.openings[link.posting], self.reports[link.item]
        (news,) = next(archive.news(self.db, [link.item]))
        return Question(
            subject=subject,
            asks="Does this report speak of this posting?",
            facts=(
                ("posting", opening.title),
                ("employer", opening.organization or "not known"),
                ("open", f"{opening.opened} to {opening.closed or 'not known to be closed'}"),
                ("pay", "; ".join(map(_band, opening.pay)) or "not stated"),
                ("address", opening.canonical or ""),
                ("why", " ".join(link.reasons)),
            ),
            doubts=doubts,
            rule=link_rule(link),
            score=link.score,
            evidence=tuple(Evidence(says="report", quote=q, report=report) for q in _quotes(news)),
            similar=self._same_story(link.item),
            targets=self._others(news, opening),
            covers=(subject,),
            put_off=verdict.at if verdict else None,
        )

    def _same_story(self, item: int) -> tuple[Evidence, ...]:
        found = verdicts.reports(self.db, verdicts.same_story(self.db, item))
        linked = {i: [self.openings[each.posting].title for each in self.by_item.get(i, ())] for i in found}
        return tuple(
            Evidence(says=f"linked to {'; '.join(linked[i]) or 'no posting'}", quote="", report=report)
            for i, report in found.items()
        )

    def _others(self, news: News, own: Opening) -> tuple[Target, ...]:
        """Return the employer's other AI postings that the report can mean, those with clues first."""
        if own.organization is None:
            return ()
        names = {o.slug: o.name for o in self.organizations}
        openings = Openings(lineage=lineages(self.organizations), names=names)
        near = [o for o in self._of(own.organization) if o.id != own.id and in_window(o, news.day)]
        for opening in near:
            openings.add(opening)
        score = {clues.opening.id: clues.score for clues in weigh(news, openings)}
        ranked = sorted(near, key=lambda o: (-score.get(o.id, 0), o.title, o.id))[:_TARGETS]
        keys = verdicts.posting_keys(self.db, [o.id for o in ranked])
        return tuple(Target(name=keys[o.id], label=_described(o)) for o in ranked)

    def _of(self, organization: str) -> list[Opening]:
        if organization not in self.known:
            ids = archive.ai_openings_of(self.db, {organization})
            self.known[organization] = list(archive.openings(self.db, ids))
        return self.known[organization]


def _described(opening: Opening) -> str:
    pay = "; ".join(map(_band, opening.pay)) or "pay not stated"
    return f"{opening.title} ({pay}; opened {opening.opened})"


def _band(figures: Figures) -> str:
    ends = [money(end, figures.currency) for end in (figures.low, figures.high) if end is not None]
    return " to ".join(dict.fromkeys(ends)) + (f" a {figures.period}" if figures.period else "")


def _quotes(news: News) -> list[str]:
    """Return the words around each stated pay, else how the text begins."""
    found = [
        " ".join(news.text(p.field)[max(0, p.start - 80) : (p.end or p.start) + 80].split())
        for p in news.pay
        if p.field in {"summary", "body"} and p.start is not None
    ]
    return list(dict.fromkeys(found))[:2] or [(news.summary or news.body)[:200]]
