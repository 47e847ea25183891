"""Whether today's rules would decide a match that stands otherwise: it stays, and a person is told (domain.md §5, MATCH_QUESTIONED)."""

from assets.store.asking import ask, begin, make
from assets.store.database import NAME, Database
from assets.store.telling import tell, tell_everything
from pipelines.sql import query
from pipelines.table import PAYMENT
from pipelines.tables import QUESTIONS


def question(db: Database, *, anew: bool) -> None:
    """`steps.questions` as it is now: those whose match stands are asked like the others, and what they say is only held against it.

    `waiting` and the texts that were read are theirs from here on; what they looked at is noted beside that of the others.
    """
    if make(db, "turned_to", query("reconciliation/standing_ones" if anew else "reconciliation/questioned")):
        for name in ("looked_at", "sought_marks", "sought_accounts"):
            db.con.execute(f"alter table temp.{name} rename to others_{name}")
        db.con.execute("create or replace temp view unsettled as from movements semi join turned_to using (payment_no)")
        make(db, "passed_over", "select payment_no from turned_to limit 0")
        make(db, "waiting", query("reconciliation/waiting"))
        begin(db)
        ask(db)
        for name in ("looked_at", "sought_marks", "sought_accounts"):
            db.con.execute(f"insert into temp.{name} from others_{name}")
            db.con.execute(f"drop table temp.others_{name}")
        make(db, "doubted", query("reconciliation/doubted"))
    else:
        make(
            db,
            "doubted",
            "select null::ubigint as payment_no, null::integer as order_no, null::varchar as explanation limit 0",
        )
    _store(db, anew=anew)


def _store(db: Database, *, anew: bool) -> None:
    if not db.has(QUESTIONS):
        db.make(QUESTIONS, "from doubted")
        tell_everything(db, QUESTIONS, PAYMENT)
        return
    asked = "select payment_no from turned_to union all select payment_no from asked_once union all select payment_no from touched_payments"
    gone = "true" if anew else f"payment_no in ({asked})"
    make(db, "asked_before", f"select payment_no from {QUESTIONS} where {gone}")
    db.con.execute(f"delete from {NAME}.{QUESTIONS} where {gone}")
    db.con.execute(f"insert into {NAME}.{QUESTIONS} by name from doubted")
    tell(db, QUESTIONS, PAYMENT, "select payment_no from asked_before union all select payment_no from doubted")
