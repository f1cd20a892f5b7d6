"""Write the reference page of job-board systems out of the board files and what their samples fill."""

from __future__ import annotations

from typing import TYPE_CHECKING

from parsers.board import about, load, systems

if TYPE_CHECKING:
    from collections.abc import Mapping

_FIELDS = {
    "employer": "employer",
    "department": "department",
    "team": "team",
    "locations": "place",
    "remote": "remote",
    "employment_type": "type",
    "requisition_id": "requisition",
    "opened": "opened",
    "closes": "closes",
    "pay": "pay",
    "body": "text",
}
_HEAD = """# Job-board systems

<!-- Written from parsers/boards/*.py and tests/samples/boards/; change those, not this page:
     python -m tests.parsers.boards.write_docs -->

A source of kind `board` names a `system` from this page and a `tenant`:

    sources:
      - slug: lanternfish-jobs
        kind: board
        system: greenhouse
        tenant: lanternfish
        employer: lanternfish

`url` replaces the system's own host, for mirrors, tests and boards on the employer's domain. Most tenants
need not be known: `picketwire sources add URL` finds system and tenant behind a careers address.

To add a system, write one file in `parsers/boards/`, its samples in `tests/samples/boards/`, and one line of
config. The tests name whatever is missing.

| system | a tenant | a request for each text | postings at most | fields |
|---|---|---|---|---|
"""


def page(filled: Mapping[str, tuple[frozenset[str], bool]]) -> str:
    """Return `docs/boards.md`; `filled`: each system's fields, and whether its lists ask for details."""
    rows = [_row(system, *filled[system]) for system in systems()]
    return _HEAD + "\n".join(rows) + "\n" + "".join(map(_section, systems()))


def _row(system: str, fields: frozenset[str], details: bool) -> str:
    board = load(system)
    most = (
        "the newest only"
        if board.NEWEST_ONLY
        else f"{board.CEILING:,}"
        if board.CEILING
        else "no limit known"
    )
    named = ", ".join(word for name, word in _FIELDS.items() if name in fields)
    return f"| [{system}](#{system}) | `{board.EXAMPLE}` | {'yes' if details else 'no'} | {most} | {named} |"


def _section(system: str) -> str:
    board = load(system)
    request = board.first(board.EXAMPLE, None)
    untested = "**Untested against a recording.**\n\n" if board.UNTESTED else ""
    limits = "".join(f"\n- {limit}" for limit in board.LIMITS)
    asked = f"First request:\n\n    {request.method} {request.url}\n"
    closing = f"\nLimits:\n{limits}\n" if limits else ""
    return f"\n## {system}\n\n{untested}{about(system)}\n\n{asked}{closing}"
