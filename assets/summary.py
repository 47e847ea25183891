"""What a night came to, read from the published database: figures, words for a finance person, and what to look at in the files."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import duckdb

# As many files as a person reads; the table `files` has all of them.
_WARNED = 20


def published(warehouse: Path) -> dict[str, Any]:
    """What the published database says of this night."""
    with duckdb.connect(str(warehouse / "closeout.duckdb"), read_only=True) as con:

        def rows(query: str) -> list[Any]:
            return con.execute(query).fetchall()

        run_row = con.execute("select * from runs order by as_of desc, started_at desc limit 1")
        names = [column[0] for column in run_row.description or []]
        values = run_row.fetchall()[0]
        summary: dict[str, Any] = dict(zip(names, (v if isinstance(v, int) else str(v) for v in values), strict=True))
        orders = rows("select payment_status, currency, count(*), sum(amount_received) from orders group by 1, 2")
        summary["orders"] = _summed((status, n) for status, _, n, _ in orders)
        summary["payments"] = dict(rows("select match_status, count(*) from payments group by 1 order by 1"))
        summary["findings"] = dict(
            rows(
                "select code, count(*) from findings where state = 'OPEN' and severity = 'ACTION' group by 1 order by 2 desc, 1"
            )
        )
        received = _summed((currency, amount) for _, currency, _, amount in orders if amount is not None)
        proof = con.execute(
            "select currency, suggested + unmatched from money_proof where run_id = ? and suggested + unmatched > 0 order by 1",
            [summary["run_id"]],
        )
        summary["received"] = {currency: str(amount) for currency, amount in received.items()}
        summary["unmatched"] = {currency: str(amount) for currency, amount in proof.fetchall()}
    return summary


def _summed(told: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    """What is told of each name added up, by name."""
    sums: dict[str, Any] = {}
    for name, number in told:
        sums[name] = sums.get(name, 0) + number
    return dict(sorted(sums.items()))


def in_words(summary: dict[str, Any]) -> str:
    """The closing summary, for a finance person."""

    def listed(counts: dict[str, Any]) -> str:
        return ", ".join(f"{value} {name}" for name, value in counts.items()) or "none"

    files = f"{summary['files_loaded']} read, {summary['files_rejected']} rejected"
    rows = f"{summary['rows_loaded']} new rows, {summary['rows_quarantined']} refused (see the tables files and quarantine)"
    lines = [
        f"Night of {summary['as_of']}, closed in {summary['seconds']} s",
        f"  Files      {files}; {rows}",
        f"  Orders     {listed(summary['orders'])}; {summary['orders_changed']} changed tonight",
        f"  Payments   {listed(summary['payments'])}",
        f"  Money      received {listed(summary['received'])}; belongs to nobody yet {listed(summary['unmatched'])}",
        f"  Completed  {summary['completions_applied']} Mirakl orders, by the term",
        f"  To do      {listed(summary['findings'])}" if summary["findings"] else "  To do      nothing",
        f"  Findings   {summary['findings_opened']} opened, {summary['findings_resolved']} resolved",
    ]
    return "\n".join(lines)


def warnings(warehouse: Path) -> list[str]:
    """One line per file that was rejected, or read with a warning, in the nights of the newest instant."""
    with duckdb.connect(str(warehouse / "closeout.duckdb"), read_only=True) as con:
        told = con.execute(
            """select feed || '/' || file_name || case status when 'REJECTED' then ' is rejected: ' else ': ' end || reason from files
            where reason is not null and status <> 'DUPLICATE' and first_seen_at = (select max(as_of) from runs) order by feed, file_name"""
        ).fetchall()
    more = [f"{len(told) - _WARNED} more files: see the table files"] if len(told) > _WARNED else []
    return [str(line) for (line,) in told[:_WARNED]] + more
