"""Write the public page of one opening, with schema.org facts as careers sites embed them."""

from __future__ import annotations

import json
from html import escape
from typing import TYPE_CHECKING

from picketwire.demo.newsroom.answer import HTML, Answer, not_found

if TYPE_CHECKING:
    from picketwire.demo.newsroom.jobs import Board, Opening


def page(opening: Opening | None, board: Board, description: str) -> Answer:
    """Answer with the opening's page, or 404 once it is not listed any more; `description` is HTML."""
    if opening is None:
        return not_found("This job is no longer open.")
    title = escape(opening.title)
    facts = {
        "@context": "https://schema.org",
        "@type": "JobPosting",
        "title": opening.title,
        "description": description,
        "datePosted": opening.opened.isoformat(),
        "hiringOrganization": {"@type": "Organization", "name": board.company},
        "identifier": {"@type": "PropertyValue", "name": board.company, "value": opening.requisition},
        "jobLocation": [
            {"@type": "Place", "address": {"@type": "PostalAddress", "addressLocality": place}}
            for place in opening.locations
        ],
    }
    embedded = json.dumps(facts).replace("</", "<\\/")
    body = (
        f'<!doctype html>\n<html lang="en">\n<head><meta charset="utf-8"><title>{title}</title>\n'
        f'<script type="application/ld+json">{embedded}</script></head>\n'
        f"<body><h1>{title}</h1>\n{description}\n</body>\n</html>\n"
    )
    return Answer(body=body.encode(), content_type=HTML)
