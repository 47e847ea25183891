"""How long stored movements take to stored matches, the reference index apart (contract.md §7). Prints payments and seconds as JSON.

Measured warm: in a night, what matching reads was written a moment before and lies in memory. Here it lies on the disk, so that everything is matched
once before it counts.
"""

import argparse
import json
import time
from pathlib import Path

from assets.settings import Settings
from assets.store.database import Database
from assets.store.matching import match

# What a night of matching leaves; without it every payment is asked as on the first night.
_ANSWERS = ("told_matches", "answered_matches", "questions", "sought_orders", "sought_marks", "sought_accounts")
# The payments that STRUCTURED and EXACT match, whatever it takes to see that: the exact path, without the rest of the ladder.
_EXACT = "select payment_no from steps.matches where rule in ('STRUCTURED', 'EXACT') and status = 'MATCHED'"


def forget(db: Database, *, exact: bool) -> int:
    """Take back every match of a warehouse, with `exact` also all other payments than those of the exact path; what is left to match."""
    with db.transaction():
        if exact:
            db.con.execute(f"delete from steps.movements where payment_no not in ({_EXACT})")
        db.con.execute("delete from facts.standing_matches")
        db.con.execute("drop view steps.matches")
        for answers in _ANSWERS:
            db.con.execute(f"drop table steps.{answers}")
    db.con.execute("checkpoint")
    return db.value("select count(*) from steps.movements where matchable")


def seconds_to_match(warehouse: Path, *, exact: bool) -> tuple[int, float]:
    """Payments of a closed warehouse, and how long it takes to match all of them again."""
    db = Database(warehouse, Settings())
    try:
        forget(db, exact=exact)
        match(db, rebuild=True)
        payments = forget(db, exact=exact)
        started = time.perf_counter()
        match(db, rebuild=True)
        return payments, time.perf_counter() - started
    finally:
        db.close()


def main() -> None:
    """`python -m benchmarks.matching WAREHOUSE [--exact]`: the warehouse is changed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("warehouse", type=Path)
    parser.add_argument("--exact", action="store_true")
    asked = parser.parse_args()
    print(json.dumps(seconds_to_match(asked.warehouse, exact=asked.exact)))


if __name__ == "__main__":
    main()
