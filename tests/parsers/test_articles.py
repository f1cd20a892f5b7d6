"""An article page gives its headline, date, names and text, and nothing of what stands around them."""

from __future__ import annotations

import gzip
import json
import re
from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parsers import parse
from parsers.pages.html_page import DEEPEST, MOST_TAGS, Page
from picketwire.times import instant

if TYPE_CHECKING:
    from pathlib import Path

    from picketwire.records import Item

URL = "https://paper.example/2023/05/02/story"
PARAGRAPH = (
    "<p>The strike began at one minute past midnight, after six weeks of talks had come to nothing at all, "
    "and nobody at the gates would say when it might be over, or what would have to happen first.</p>"
)
TITLE, HEADING = "<title>Talks have failed</title>", "<h1>Talks have failed</h1>"


def read(page: str) -> Item:
    """Read the one article of a page."""
    (item,) = parse(page.encode(), url=URL, hint="article").items
    return item


def article(head: str = "", body: str = "") -> Item:
    """Read a page with one paragraph of running text."""
    return read(f"<html><head>{head}</head><body><article>{body}{PARAGRAPH}</article></body></html>")


def json_ld(**fields: Any) -> str:
    """Return the script that describes a NewsArticle."""
    return f'<script type="application/ld+json">{json.dumps({"@type": "NewsArticle", **fields})}</script>'


@pytest.mark.parametrize(
    "kind", ["application/ld+json", "application/ld&#x2B;json", "Application/LD+JSON; x=y"]
)
@pytest.mark.parametrize(
    "script",
    [
        '{"@type":"NewsArticle","headline":"The headline"}',
        '[{"@type":"WebPage"},{"@type":["Article"],"headline":"The headline"}]',
        '{"@graph":[{"@type":"ReportageNewsArticle","headline":"The headline"}]}',
        '<!-- {"@type":"BlogPosting","headline":"The headline"} -->',
        '{"@type":"NewsArticle","headline":"The\n headline"};',
        '{"@type":"WebPage"}{"@type":"NewsArticle","headline":"The headline"}',
        '{"@type":"WebPage","mainEntity":{"@type":"NewsArticle","headline":"The headline"}}',
        '{broken</script><meta property="og:title" content="The headline"><script>',
        "</script><title>The headline</title><script>",
    ],
)
def test_a_headline_is_found_however_it_is_written(script: str, kind: str) -> None:
    assert article(f'<script type="{kind}">{script}</script>').title == "The headline"


def test_a_posting_for_a_job_is_no_article() -> None:
    assert article(json_ld(headline="y").replace("NewsArticle", "JobPosting")).title == ""


@pytest.mark.parametrize(
    ("head", "body", "shown"),
    [
        (
            '<title>Talks fail - The Paper</title><meta property="og:site_name" content="The Paper">',
            "",
            "Talks fail",
        ),
        ("<title>Talks fail - no deal in sight</title>", "", "Talks fail - no deal in sight"),
        ("<title>The Paper | Talks have failed</title>", HEADING, "Talks have failed"),
    ],
)
def test_the_name_of_the_site_is_no_part_of_a_title(head: str, body: str, shown: str) -> None:
    assert article(head, body).title == shown


@pytest.mark.parametrize(
    ("head", "body", "moment"),
    [
        (json_ld(datePublished="2023-05-02T07:01:00Z"), "", "2023-05-02T07:01:00Z"),
        (
            '<meta property="article:published_time" content="2023-05-02T00:01-07:00">',
            "",
            "2023-05-02T07:01:00Z",
        ),
        (
            json_ld(datePublished="last week") + '<meta name="date" content="2023-05-02">',
            "",
            "2023-05-02T00:00:00Z",
        ),
        (TITLE, f"{HEADING}<span class=date>Published May 2, 2023</span>", "2023-05-02T00:00:00Z"),
        (TITLE, f"{HEADING}<em>May 2, 2023</em>", "2023-05-02T00:00:00Z"),
        (TITLE, f"{HEADING}<div>Updated</div><i class=date>Updated May 2, 2023</i>", None),
        (TITLE, f"{HEADING}{PARAGRAPH * 2}<b>May 2, 1886</b>", None),
        (TITLE, f"{HEADING}<b>May 2023</b>", None),
        (TITLE, "<h1>Another heading</h1><b>May 2, 2023</b>", None),
        ("", "<time datetime=2022-01-01>another story</time>", None),
    ],
)
def test_a_date_is_taken_only_from_where_it_is_the_articles(head: str, body: str, moment: str | None) -> None:
    published = article(head, body).published
    assert (instant(published) if published else None) == moment


@pytest.mark.parametrize(
    ("head", "author"),
    [
        (json_ld(author={"@type": "Person", "name": "By Kim Osei"}), "Kim Osei"),
        (json_ld(author=[{"name": "A"}, "B", {"name": "A"}]), "A, B"),
        ('<meta name="author" content="Lou &amp;amp; Co">', "Lou & Co"),
        ('<meta property="article:author" content="https://social.example/paper">', None),
    ],
)
def test_an_author_is_a_name(head: str, author: str | None) -> None:
    assert article(head).author == author


@pytest.mark.parametrize(
    ("link", "url"),
    [
        ("/2023/story", "https://paper.example/2023/story"),
        ("https://paper.example/", URL),
        ("javascript:x", URL),
    ],
)
def test_a_canonical_address_is_kept_unless_it_is_the_front_page(link: str, url: str) -> None:
    assert article(f'<link rel=canonical href="{link}">').url == url


def test_text_that_is_only_stated_for_machines_is_taken_where_little_is_shown() -> None:
    stated = "First paragraph of it.\nSecond one. " * 20
    assert article(json_ld(articleBody=stated)).body.startswith("First paragraph of it.\nSecond one.")
    assert article(json_ld(articleBody="Short.")).body.startswith("The strike began")


@pytest.mark.parametrize(
    "around",
    [
        '<div class="related-stories">{}</div>',
        '<section id="comments">{}</section>',
        '<div class="newsletter-signup">{}</div>',
        "<div hidden>{}</div>",
        "<figure><figcaption>{}</figcaption></figure>",
        "<ul><li><a href=/x>{}</a></li></ul>",
        "<aside>{}</aside>",
        "<footer>{}</footer>",
        "<nav>{}</nav>",
        "<script>{}</script>",
        "<!-- {} -->",
        "<form>{}</form>",
    ],
)
def test_what_stands_around_an_article_is_not_its_text(around: str) -> None:
    """But the same words in the article are."""
    words = "Nobody should read these words as a part of the article, long as they may be."
    page = "<html><body><div>{}</div></body></html>"
    assert words not in read(page.format(PARAGRAPH * 5 + around.format(words))).body
    assert words in read(page.format(PARAGRAPH * 5 + f"<p>{words}</p>")).body


def test_text_without_paragraphs_is_read_line_by_line() -> None:
    text = "One sentence of some length. " * 5
    page = f"<html><title>t</title><body><div>{text}<br><br>Another &amp; last one.</div></body></html>"
    assert read(page).body.split("\n")[1] == "Another & last one."


@pytest.mark.parametrize(
    "page",
    [
        "<div>" * 50_000 + PARAGRAPH,
        "<p " + " ".join(f"a{n}=1" for n in range(100_000)) + ">" + PARAGRAPH,
        PARAGRAPH + "<b>x</b>" * 300_000,
        PARAGRAPH + "<a " * 200_000,
        PARAGRAPH + "<!--" * 200_000,
        PARAGRAPH + "<script>" * 50_000,
        PARAGRAPH + "&#xD800;&#" + "9" * 5_000 + ";",
    ],
    ids=["deep", "attributes", "tags", "open", "comments", "scripts", "references"],
)
def test_a_hostile_page_is_read_within_limits(page: str) -> None:
    assert "The strike began" in read(f"<html><title>t</title><body>{page}").body


def test_a_tree_keeps_all_text_of_ordinary_depth() -> None:
    unclosed = "<ul>" + "<li>x<p>y" * (2 * DEEPEST) + "</ul>"
    page = unclosed + "<div>" * (DEEPEST - 5) + "deep" + "</div>" * (DEEPEST - 5) + "after"
    assert Page(page, URL).tree.get_text().endswith("deepafter")
    assert len(Page("<b>x</b>" * MOST_TAGS, URL).tree.get_text()) == MOST_TAGS // 2


_TAGS = "<p> </p> <div/class=share> </div> <a/href=x> </a> <script> </script> <br> <table> </table> <h1> <h2>"
_PARTS = st.sampled_from([PARAGRAPH, "<time>", "<meta>", "<li>", *_TAGS.split()])


@settings(max_examples=100, deadline=None)
@given(st.lists(_PARTS, max_size=40))
def test_any_page_is_read(parts: list[str]) -> None:
    parsed = parse(("<html>" + "".join(parts)).encode(), url=URL, hint="article")
    assert not any("reading failed" in problem.what for problem in parsed.problems)


def overlap(found: str, expected: str) -> float:
    """Return the F1 of words, of characters where a script has no spaces."""

    def pieces(text: str) -> Counter[str]:
        dense = re.search(r"[\u3040-\u30ff\u4e00-\u9fff]", text)
        return Counter(filter(str.isalnum, text) if dense else re.findall(r"\w+", text.lower()))

    left, right = pieces(found), pieces(expected)
    return 2 * (left & right).total() / max(1, left.total() + right.total())


@pytest.mark.data
def test_recorded_articles_with_what_their_recorder_expected(data: Path) -> None:
    for page in sorted((data / "articles/fundus").rglob("*.html.gz")):
        item = parse(gzip.decompress(page.read_bytes()), url=URL, hint="article").items[0]
        assert item.title
        assert item.body
        assert item.published
        expected = page.with_name(re.sub(r"_\d{4}_\d\d_\d\d\.html\.gz", ".json", page.name))
        if expected.exists():
            said = json.loads(expected.read_text())["V1"]
            parts = [said["body"]["summary"]]
            parts += [
                lines for part in said["body"]["sections"] for lines in (part["headline"], part["paragraphs"])
            ]
            assert overlap(item.body, "\n".join(line for lines in parts for line in lines)) > 0.88, page.name
            assert "".join(item.title.split()) == "".join(said["title"].split())
            assert item.author == ", ".join(said["authors"])


@pytest.mark.data
def test_recorded_articles_whose_opening_is_known(data: Path) -> None:
    for path in sorted((data / "articles/goose3").glob("*.json")):
        opening = " ".join(json.loads(path.read_text())["expected"]["cleaned_text"].split())
        item = parse(path.with_suffix(".html").read_bytes(), url=URL, hint="article").items[0]
        assert opening in " ".join(item.body.split())
