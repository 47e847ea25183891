"""The proof of totals: what came in and what became of it, per currency (contract.md §4)."""

from assets.store.database import Database
from assets.store.refresh import told_since_mark
from assets.store.telling import mark_of, next_tick, set_mark
from pipelines.sql import query
from pipelines.table import ORDER, PAYMENT

PROOF = "steps.money_proof"
_OF = ("steps.movements", "steps.matches", "steps.allocations", "steps.assertions")


def prove(db: Database) -> None:
    """`steps.money_proof` as it is now."""
    if mark_of(db, PROOF) is not None and not told_since_mark(db, PROOF, _OF, (ORDER, PAYMENT)):
        return
    with db.transaction():
        tick = next_tick(db)
        db.make(PROOF, query("runs/money_proof"))
        set_mark(db, PROOF, tick)
