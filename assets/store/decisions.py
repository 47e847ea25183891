"""What people decided is judged once, in the order in which they decided it; what was applied or refused is a fact (contract.md §3.5)."""

from assets.store.batches import unpublished
from assets.store.database import NAME, Database
from assets.store.telling import next_tick, set_mark, tell, tell_everything
from pipelines.sql import query
from pipelines.table import ORDER, PAYMENT, SUBJECT
from pipelines.tables import DECISIONS, DECISIONS_LISTEN

_TOLD = ((ORDER, "order_no"), (PAYMENT, "payment_no"), (SUBJECT, "finding_id"))


def judge(db: Database) -> dict[str, int]:
    """Judge what was not judged yet; how many decisions stand at each outcome. They are few, so all are walked through every night."""
    batch = db.batch()
    with db.transaction():
        tick = next_tick(db)
        db.con.execute(f"delete from facts.judged_decisions where {unpublished(db)}")
        db.con.execute(f"create or replace temp table walked as {query('decisions/walked')}")
        db.con.execute(f"""insert into facts.judged_decisions by name
            select decision_id, {batch} as batch, first_outcome as outcome, first_reason as reason, amount
            from walked where judged is null and first_outcome <> 'WAITING'""")
        _store(db)
        set_mark(db, DECISIONS, tick)
    return {str(outcome).lower(): int(str(n)) for outcome, n in db.rows(f"select outcome, count(*) from {DECISIONS} group by 1 order by 1")}


def _store(db: Database) -> None:
    """`steps.decisions_made` as it is now; orders, payments and findings of a decision that stands otherwise are told."""
    fresh = "select * exclude (judged, first_outcome, first_reason) from walked"
    if not db.has(DECISIONS):
        db.make(DECISIONS, fresh)
        for key, _ in _TOLD:
            tell_everything(db, DECISIONS, key)
        return
    changed = f"""select * from ((from fresh_decisions except all from {DECISIONS}) union all (from {DECISIONS} except all from fresh_decisions))"""
    db.con.execute(f"create or replace temp table fresh_decisions as {fresh}")
    db.con.execute(f"create or replace temp table otherwise as {changed}")
    db.con.execute(f"delete from {NAME}.{DECISIONS} where decision_id in (select decision_id from otherwise)")
    db.con.execute(f"insert into {NAME}.{DECISIONS} by name select * from fresh_decisions where decision_id in (select decision_id from otherwise)")
    for key, column in _TOLD:
        tell(db, DECISIONS, key, f"select {column} from otherwise")

