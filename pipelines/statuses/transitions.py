"""How a logistic order may move: the table of domain.md §2 as data, and the same as a SQL table the fold joins.

Marks: Y legal, R legal with approval roles, M legal for a Mirakl order, s a legal skip, = no move, . illegal.
"""

import json

from schemas.vocabulary import LOGISTIC_STATUSES

_TABLE = """
=  R  Y  sR s  s  s  sM s  s  sM Y
.  =  Y  R  s  s  s  sM s  s  sM Y
.  .  =  .  Y  Y  s  sM s  s  sM Y
.  R  .  =  .  .  .  .  .  .  .  =
.  .  .  .  =  .  .  .  .  .  .  =
.  .  .  .  .  =  Y  sM s  s  sM Y
.  .  .  .  .  .  =  M  Y  s  sM Y
.  .  .  .  .  .  .  =  Y  s  M  .
.  .  .  .  .  .  .  .  =  Y  .  .
.  .  .  .  .  .  .  .  .  =  .  .
.  .  .  .  .  .  .  .  Y  s  =  Y
.  .  .  .  .  .  .  .  .  .  .  =
"""

MARKS: dict[tuple[str, str], str] = {
    (before, after): mark
    for before, row in zip(LOGISTIC_STATUSES, _TABLE.strip().splitlines(), strict=True)
    for after, mark in zip(LOGISTIC_STATUSES, row.split(), strict=True)
}


def moves(before: str, after: str) -> bool:
    """Whether the table knows a way from one status into another one."""
    return MARKS[before, after] not in (".", "=")


def passed(before: str, after: str) -> tuple[str, ...]:
    """The statuses a step leaves behind: the one held, and those that lie between and were skipped."""
    between = (status for status in LOGISTIC_STATUSES if moves(before, status) and moves(status, after))
    return (before, *between) if before != after else ()


def behind(status: str) -> tuple[str, ...]:
    """Every status from which this one can be reached."""
    return tuple(other for other in LOGISTIC_STATUSES if moves(other, status))


def macros() -> str:
    """`transitions`: one row per pair of statuses, with what the table says of it, as a temporary SQL table."""
    rows = json.dumps([_row(before, after) for before in LOGISTIC_STATUSES for after in LOGISTIC_STATUSES])
    # Read from one text: to bind as many rows of values takes six times as long, in every night.
    told = f"from_json('{rows}', '{json.dumps([_TYPES])}')"
    return f"create or replace temp table transitions as select unnest({told}, recursive := true)"


def _row(before: str, after: str) -> dict[str, object]:
    mark = MARKS[before, after]
    return {
        "from_status": before,
        "to_status": after,
        "same": mark == "=",
        "legal": mark not in ".=",
        "skips": "s" in mark,
        "needs_roles": "R" in mark,
        "needs_mirakl": "M" in mark,
        "passes": passed(before, after),
        "behind": behind(after),
        "allowed": ", ".join(status for status in LOGISTIC_STATUSES if moves(before, status)) or "none",
    }


_TYPES: dict[str, object] = {
    "from_status": "VARCHAR",
    "to_status": "VARCHAR",
    **dict.fromkeys(("same", "legal", "skips", "needs_roles", "needs_mirakl"), "BOOLEAN"),
    "passes": ["VARCHAR"],
    "behind": ["VARCHAR"],
    "allowed": "VARCHAR",
}
