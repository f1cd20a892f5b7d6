"""`picketwire site`: every page answers, nothing runs what a stranger wrote, and nobody can write."""

from __future__ import annotations

import asyncio
import csv
import io
import json
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from picketwire.archive.answers.questions import HEADLINES, QUESTIONS, metadata
from picketwire.archive.opening import open_reader, open_writer
from picketwire.archive.store import store_poll
from picketwire.cli.site import site_command
from picketwire.cli.site_app import safe_csv, site
from picketwire.records import TaggedItem
from tests.builders import board, feed, news, poll_of, posting, tag, untagged

if TYPE_CHECKING:
    from pathlib import Path

FORMULA = '=HYPERLINK("https://evil.example","Writers")'
MARKUP = "<script>alert(1)</script> Writers"


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive with a posting, a tagged item, and titles that a stranger made up."""
    path = tmp_path_factory.mktemp("site") / "news desk.sqlite"
    items = [
        TaggedItem(item=news("1"), tags=(tag("strike"),)),
        TaggedItem(item=news("2", FORMULA)),
        TaggedItem(item=news("3", MARKUP)),
    ]
    with open_writer(path) as db:
        store_poll(db, poll_of(feed(), items), enrich=untagged)
        store_poll(db, poll_of(board(), [posting()]), enrich=untagged)
    return path


def ask(archive: Path, *paths: str) -> list[Any]:
    """Return the site's answers; paths count from the archive's own page."""
    with open_reader(archive) as connection:
        application = site(connection, archive)

    async def answers() -> list[Any]:
        home = application.urls.database(archive.stem)
        return [await application.client.get(p if p == "/" else f"{home}{p}") for p in paths]

    return asyncio.run(answers())


def pages(archive: Path) -> list[str]:
    with open_reader(archive) as connection:
        kinds = (
            "SELECT name FROM sqlite_schema WHERE type IN ('table', 'view') AND name NOT LIKE 'items_fts_%'"
        )
        tables = [row[0] for row in connection.execute(kinds)]
    return [f"/{name}" for name in (*tables, *QUESTIONS)]


def test_every_table_view_and_question_answers(archive: Path) -> None:
    paths = ["/", "", *pages(archive), "/items/1", "/how_do_you_know?item=1", "/search?words=writers"]
    wrong = {path: answer.status_code for path, answer in zip(paths, ask(archive, *paths), strict=True)}
    assert {path for path, status in wrong.items() if status != 200} == set()


def test_the_front_page_leads_to_the_headline_and_the_questions(archive: Path) -> None:
    front = ask(archive, "/")[0].text
    for name in (*HEADLINES, *QUESTIONS):
        assert f'href="/news~20desk/{name}' in front
    links = [link.split('"')[0].replace("&amp;", "&") for link in front.split('href="')[1:]]
    ours = [link.removeprefix("/news~20desk") for link in links if link.startswith("/news~20desk/")]
    assert {answer.status_code for answer in ask(archive, *ours)} == {200}


@pytest.mark.parametrize("words", ["", '"', 'a "b', "NOT (", "-x", "*", "wri*  ters", "writers"])
def test_no_words_break_the_search(archive: Path, words: str) -> None:
    from urllib.parse import quote

    answer = ask(archive, f"/search.json?words={quote(words)}")[0]
    assert answer.status_code == 200
    assert bool(answer.json()["rows"]) is (words == "writers")


def test_evidence_is_one_click_from_an_item(archive: Path) -> None:
    evidence, answer = ask(archive, "/evidence", "/how_do_you_know.json?item=1&_shape=array")
    assert "how_do_you_know?item=1" in evidence.text
    assert [(row["claim"], row["evidence"]) for row in answer.json()] == [("tag strike", "Writers")]


def test_markup_in_a_title_is_shown_as_text(archive: Path) -> None:
    for answer in ask(archive, "/items", "/items/3", "/search?words=script"):
        assert "<script>alert(1)" not in answer.text
        assert "&lt;script&gt;alert(1)" in answer.text


@pytest.mark.parametrize("path", ["/items.csv", "/items.csv?_dl=on", "/items.csv?_stream=on"])
def test_a_formula_in_a_title_is_text_in_every_csv(archive: Path, path: str) -> None:
    answer = ask(archive, path)[0]
    assert answer.status_code in {200, 400}, "streaming is off"
    titles = [row.get("title", "") for row in csv.DictReader(io.StringIO(answer.text))]
    assert answer.status_code == 400 or f"'{FORMULA}" in titles
    assert FORMULA not in titles


def test_numbers_stay_numbers_in_csv() -> None:
    rows = [["-5", "+1.5", "-", "@cmd", '=1+1, "x"', "two\nlines", "-5 apples"]]
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    safe = list(csv.reader(io.StringIO(safe_csv(text.getvalue()), newline="")))
    assert safe == [["-5", "+1.5", "'-", "'@cmd", '\'=1+1, "x"', "two\nlines", "'-5 apples"]]


def test_the_site_cannot_write(archive: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """What it refuses is said on the page, not at length in the terminal."""
    before = archive.read_bytes()
    answers = ask(
        archive, "?sql=delete+from+items", "?sql=pragma+user_version=1", "?sql=select+count(*)+from+items"
    )
    assert [answer.status_code for answer in answers] == [400, 400, 200]
    assert archive.read_bytes() == before
    assert capfd.readouterr().err == ""


def test_internal_tables_are_out_of_the_way(archive: Path) -> None:
    tables = ask(archive, ".json")[0].json()["tables"]
    shown = {table["name"] for table in tables if not table["hidden"]}
    assert {"items", "postings", "pay", "strikes"} <= shown
    assert not {name for name in shown if name.startswith(("items_fts", "_", "story_", "entry_", "linking_"))}


def test_every_column_and_table_that_is_set_up_exists(archive: Path) -> None:
    """A slip in a facet's or a column's name would be an error page, or silence."""
    with open_reader(archive) as connection:
        tables = metadata(connection, "x")["databases"]["x"]["tables"]
        for name, about in tables.items():
            columns = {row[1] for row in connection.execute(f'PRAGMA table_info("{name}")')}
            assert columns, name
            named = {about.get("label_column"), about.get("sort_desc"), *about.get("facets", ())} - {None}
            assert named <= columns, name
            assert set(about.get("columns", ())) <= columns, name
        for name, (_, left_out) in HEADLINES.items():
            assert set(left_out) <= {row[1] for row in connection.execute(f'PRAGMA table_info("{name}")')}


def test_the_metadata_can_be_had_for_a_datasette_of_ones_own(
    archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PICKETWIRE_ARCHIVE", str(archive))
    printed = CliRunner().invoke(site_command, ["--metadata"])
    assert list(json.loads(printed.output)["databases"]) == ["news desk"]
