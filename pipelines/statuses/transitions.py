"""How a logistic order may move: the table of domain.md §2 as data, and the same as a SQL table the fold joins.

Marks: Y legal, R legal with approval roles, M legal for a Mirakl order, s a legal skip, = no move, . illegal.
"""

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
    rows = ",\n".join(_row(before, after) for before in LOGISTIC_STATUSES for after in LOGISTIC_STATUSES)
    columns = "from_status, to_status, same, legal, skips, needs_roles, needs_mirakl, passes, behind, allowed"
    return f"create or replace temp table transitions as select * from (values\n{rows}\n) t({columns})"


def _row(before: str, after: str) -> str:
    mark = MARKS[before, after]
    allowed = ", ".join(status for status in LOGISTIC_STATUSES if moves(before, status)) or "none"
    flags = (mark == "=", mark not in ".=", "s" in mark, "R" in mark, "M" in mark)
    told = ", ".join(str(flag).lower() for flag in flags)
    return f"('{before}', '{after}', {told}, {_list(passed(before, after))}, {_list(behind(after))}, '{allowed}')"


def _list(statuses: tuple[str, ...]) -> str:
    return "[" + ", ".join(f"'{status}'" for status in statuses) + "]::varchar[]"
