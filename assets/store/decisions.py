"""What people decided is judged once, in the order in which they decided it; what was applied or refused is a fact (contract.md §3.5)."""

from assets.store.batches import unpublished
from assets.store.database import Database
from assets.store.remaking import remake
from assets.store.telling import mark_of, next_tick, set_mark
from pipelines.sql import query
from pipelines.table import ORDER, PAYMENT, REFERENCE, SUBJECT
from pipelines.tables import DECISIONS

_TOLD = (
    (ORDER, "select order_no from otherwise"),
    (PAYMENT, "select payment_no from otherwise"),
    (REFERENCE, "select reference from otherwise"),
    (SUBJECT, "select finding_id from otherwise"),
)


def judge(db: Database) -> dict[str, int]:
    """Judge what was not judged yet; how many decisions stand at each outcome. They are few, so all are walked through every night."""
    batch = db.batch()
    if (
        mark_of(db, DECISIONS) is not None
        and db.has(DECISIONS)
        and not db.value("select count(*) from facts.decision_rows")
    ):
        set_mark(db, DECISIONS, next_tick(db))
        return {}
    with db.transaction():
        db.con.execute(f"delete from facts.judged_decisions where {unpublished(db)}")
        db.con.execute(f"create or replace temp table walked as {query('decisions/walked')}")
        db.con.execute(f"""insert into facts.judged_decisions by name
            select decision_id, {batch} as batch, first_outcome as outcome, first_reason as reason, amount
            from walked where judged is null and first_outcome <> 'WAITING'""")
        remake(db, DECISIONS, "select * exclude (judged, first_outcome, first_reason) from walked", _TOLD)
    told = db.rows(f"select outcome, count(*) from {DECISIONS} group by 1 order by 1")
    return {str(outcome).lower(): int(str(n)) for outcome, n in told}
