"""`show --as-of` tells of an item, and of what hangs on it, nothing that came later."""

from __future__ import annotations

import json
from dataclasses import replace

from click.testing import CliRunner

from picketwire.cli.main import cli
from picketwire.records import TaggedItem
from tests.builders import board, feed, hours, posting, tag
from tests.cli.test_show import fill, fresh, role_of
from tests.linking.conftest import article, press_pay, product_manager

__all__ = ["fresh"]  # a fixture


def test_show_as_of_an_earlier_time_knows_no_later_reaction(fresh):
    fill(fresh.db)
    quote = "“It is gone by now,” said Ines Valtari, a writer and WGA member."
    later = article("9", "Netflix AI product manager job at $900,000 is gone", body=quote)
    tags = (tag("ai"), tag("ai_role"), tag("strike"))
    fresh.brings(feed("late"), [TaggedItem(item=later, tags=tags, pay=press_pay(later))], 60)
    fresh.link()
    now, then = (
        json.loads(CliRunner().invoke(cli, ["show", "1", "--json", *words]).stdout)
        for words in ((), ("--as-of", "2023-07-25"))
    )
    said = [{reaction["text"] for reaction in view["reactions"]} for view in (now, then)]
    assert said[0] - said[1] == {"It is gone by now,"}


def test_news_as_of_an_earlier_time_knows_no_later_title_and_no_closing(fresh):
    fill(fresh.db)
    gone = article("7", "Netflix AI product manager job at $900,000", published=hours(30))
    tagged = TaggedItem(item=gone, tags=(tag("ai"), tag("ai_role")), pay=press_pay(gone))
    fresh.brings(feed("ledger"), [tagged], 31)
    renamed = replace(role_of(product_manager()).item, title="Product Manager - Platform", digest=b"renamed")
    fresh.brings(board(country="US"), [role_of(renamed)], 50)
    for days in (20, 21):
        fresh.brings(board(country="US"), [posting("1", "Accountant")], 24 * days)
    fresh.link(everything=True)
    ((number,),) = fresh.rows("SELECT id FROM items WHERE native_id = '7'")

    def reported(*words):
        view = json.loads(CliRunner().invoke(cli, ["show", str(number), "--json", *words]).stdout)
        return [
            (r["title"], any("and closed" in reason for reason in r["reasons"])) for r in view["reports_on"]
        ]

    assert reported() == [("Product Manager - Platform", True)]
    assert reported("--as-of", "2023-07-25") == [("Product Manager - Machine Learning Platform", False)]
