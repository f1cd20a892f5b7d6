"""Read one article from its page: what it states in JSON-LD and `<meta>`, and the text that a reader sees."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from parsers.job_links import job_links, leading_to_jobs
from parsers.pages.article_date import published, updated
from parsers.pages.article_text import main_text
from parsers.pages.html_page import Page, text_of
from parsers.pages.json_ld import described_article, string, strings
from parsers.text import clean_lines, label, plain
from parsers.values import LONGEST_TEXT, LONGEST_TITLE, digest, language_tag, links
from picketwire.errors import ParseError
from picketwire.records import Item, Parsed, Problem
from picketwire.urls import is_web_address, resolve

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from parsers.encoding import Decoded
    from parsers.pages.json_ld import Node

MOST_CATEGORIES = 50
_SHORT = 250  # characters; a page of less text is no article if it asks for a login or a proof
_NO_ARTICLE = re.compile(
    r"just a moment|attention required|access (?:to this page has been )?denied|captcha|"
    r"are you (?:a )?(?:human|robot)|verify(?:ing)? (?:that )?you|unusual traffic|"
    r"enable (?:javascript|cookies)|(?:log|sign) ?in\b|(?:page|article) (?:was )?not found|\b40[34]\b",
    re.IGNORECASE,
)
_SITE = re.compile(r"\s+[|\-–—·»:]\s+")
_BYLINE = re.compile(r"^\s*(?:by|von|par|por|di|door|av|af)[:\s]\s*", re.IGNORECASE)


def read(document: Decoded, url: str, known: Collection[bytes] = frozenset()) -> Parsed:
    """Read the article on a page that came from `url`; ParseError says what the page looks like instead."""
    page = Page(document.text, url)
    base, stated = page.base, described_article(page.tree)
    title, authors = _title(page, stated), tuple(dict.fromkeys(_authors(page, stated)))
    moment, words = published(page, stated)
    changed = updated(page, stated)
    media = links(base, (*strings(stated.get("image")), page.meta("og:image")))
    categories, summary = tuple(_categories(page, stated)), _summary(page, stated)
    address, language = _address(page, stated, base, url), _language(page, stated)
    name, (body, leads) = page.title, _body(page, stated, base)
    _refuse_what_is_no_article(name or title, title, body)
    item = Item(
        kind="news",
        url=address,
        title=title,
        summary=summary,
        body=body,
        author=", ".join(authors) or None,
        published=moment,
        published_raw=words,
        updated=changed,
        language=language,
        categories=categories,
        media=media,
        links=leads,
        digest=digest((address, title, summary, body, words, str(changed), *authors, "", *categories)),
    )
    problems = [Problem(where="document", what=oddity) for oddity in document.oddities]
    if not body:
        problems.append(Problem(where="document", what="no running text was found"))
    recognised = item.digest in known
    return Parsed(
        items=() if recognised else (item,),
        known=(item.digest,) if recognised else (),
        problems=tuple(problems),
        format="article",
        title=name or None,
        language=language,
    )


def _refuse_what_is_no_article(name: str, title: str, body: str) -> None:
    if len(body) < _SHORT and (found := _NO_ARTICLE.search(f"{name} {body}")):
        raise ParseError(f"no article: the page is titled {name!r} and says {found[0]!r}")
    if not (title or body):
        raise ParseError("no article: the page has neither a title nor running text")


def _title(page: Page, stated: Node) -> str:
    """Return the headline: as stated for machines, else the one main heading, else the page's title."""
    headings = [text_of(heading).replace("\n", " ") for heading in page.tree.find_all(["h1", "h2"], limit=20)]
    main = page.tree.find_all("h1", limit=2)
    candidates = [string(stated.get("headline")), page.meta("og:title")]
    candidates += [text_of(main[0])] if len(main) == 1 else []
    for words in (*candidates, page.title):
        if title := _without_site(label(words[:LONGEST_TEXT]), page.meta("og:site_name"), headings):
            return title[:LONGEST_TITLE]
    return ""


def _without_site(title: str, site: str, headings: list[str]) -> str:
    """Take the site's name off a title, where it is known or a heading on the page does without."""
    parts = _SITE.split(title)
    if len(parts) < 2:
        return title
    shown = [heading for heading in headings if len(heading) > 10 and heading in title]
    if shown:
        return max(shown, key=len)
    if site and parts[-1].casefold() == site.casefold():
        return title[: title.rindex(parts[-1])].rstrip(" |-–—·»:")
    return title


def _authors(page: Page, stated: Node) -> Iterator[str]:
    """Yield names; pages also call links to profiles and whole organizations their author."""
    names = strings(stated.get("author")) or page.metas(
        "author", "article:author", "parsely-author", "dc.creator"
    )
    if not any(name for name in names if not is_web_address(name)):
        names = [
            text_of(element) for element in page.tree.select('[rel~="author"], [itemprop~="author"]', limit=5)
        ]
    for name in names:
        plain_name = _BYLINE.sub("", label(name))
        if plain_name and not is_web_address(plain_name) and len(plain_name) < 200:
            yield plain_name


def _categories(page: Page, stated: Node) -> Iterator[str]:
    """Yield sections, tags and keywords, each once."""
    keywords = (
        strings(stated.get("keywords"))
        or page.metas("article:tag")
        or page.metas("news_keywords", "keywords")
    )
    found = [*strings(stated.get("articleSection")), *page.metas("article:section")]
    found += [part for words in keywords for part in words.split(",")]
    names = dict.fromkeys(name for words in found if (name := label(words)) and not is_web_address(name))
    yield from list(names)[:MOST_CATEGORIES]


def _summary(page: Page, stated: Node) -> str:
    words = page.meta("og:description", "description") or string(stated.get("description"))
    return plain(words[:LONGEST_TEXT])


def _language(page: Page, stated: Node) -> str | None:
    return page.language or language_tag(string(stated.get("inLanguage")))


def _address(page: Page, stated: Node, base: str, url: str) -> str:
    """Return the canonical address, unless it is that of a front page while `url` is not."""
    element = page.tree.find("link", rel="canonical", href=True)
    declared = [str(element["href"]) if element else "", page.meta("og:url"), string(stated.get("url"))]
    for link in declared:
        address = resolve(base, link)
        if address and (len(urlsplit(address).path) > 1 or len(urlsplit(url).path) <= 1):
            return address
    return url


def _body(page: Page, stated: Node, base: str) -> tuple[str, tuple[str, ...]]:
    """Return the text shown, or that stated for machines where less than half of it is shown, with links."""
    words = string(stated.get("articleBody"))[:LONGEST_TEXT]
    declared = plain(words) if "</" in words else clean_lines(words)
    shown, links = main_text(page.tree)
    shown = shown[:LONGEST_TEXT]
    if len(declared) > 2 * len(shown):
        return declared, job_links(base, words)
    return shown, leading_to_jobs(base, links)
