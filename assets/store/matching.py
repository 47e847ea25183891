"""Matching asks the same questions, round by round, until the answers are what was assumed (domain.md §5)."""

from assets.store.database import NAME, Database
from assets.store.refresh import set_mark, touched_since_mark
from pipelines.sql import query
from pipelines.tables import MATCHING_LISTENS

NAME_OF_STEP = "steps.matches"

# What does not depend on other payments, then what does, in the order in which one reads the other.
ONCE = ("undecided", "structured", "windows", "readings", "spots")
EACH_ROUND = (
    ("asked", "asked"),
    ("open_amounts", "open_amounts"),
    ("payers", "payers"),
    ("named", "named"),
    ("asked", "asked_of_account"),
    ("account_opens", "open_amounts"),
    ("decided", "decided"),
)
_ASSUMED = (
    "payment_id, kind, status, order_reference, logistic_reference, amount, rule, explanation, returns_payment_id, "
    "payer_iban, booked_on, turn, place, currency"
)
_CERTAIN = "rule = 'STRUCTURED' and returns_payment_id is null and payment_id in (select payment_id from undecided where provider <> 'BANK')"
_ANSWER = "payment_id, kind, status, order_reference, logistic_reference, rule, returns_payment_id"


def match(db: Database, *, rebuild: bool = False) -> tuple[int, int]:
    """Decide every payment without a standing match; (payments asked, payments whose answer changed)."""
    db.batch()
    if not rebuild and not touched_since_mark(db, NAME_OF_STEP, (*MATCHING_LISTENS, "night")):
        return 0, 0
    with db.transaction():
        tick = db.tick()
        for name in ONCE:
            db.con.execute(f"create or replace temp table {name} as {query(f'reconciliation/{name}')}")
        db.con.execute(f"create or replace temp table assumed as {query('reconciliation/settled')}")
        _until_it_stands(db)
        changed = _store(db)
        set_mark(db, NAME_OF_STEP, tick)
    return db.value("select count(*) from decided"), changed


def _until_it_stands(db: Database) -> None:
    """Each round is right for one payment more of every chain at least, so it ends.

    What a provider's order field names depends on no other payment: it is answered in the first round and taken for granted then.
    """
    _ask(db)
    db.con.execute(f"create or replace temp table certain as select * from decided where {_CERTAIN}")
    db.con.execute("delete from undecided where payment_id in (select payment_id from certain)")
    db.con.execute(f"insert into assumed by name select {_ASSUMED} from certain")
    db.con.execute("create or replace temp table granted as select * from assumed")
    while _assume_what_was_decided(db):
        _ask(db)
    db.con.execute(
        "insert into decided by name select * from certain where payment_id not in (select payment_id from decided)"
    )


def _ask(db: Database) -> None:
    for name, source in EACH_ROUND:
        db.con.execute(f"create or replace temp table {name} as {query(f'reconciliation/{source}')}")


def _assume_what_was_decided(db: Database) -> bool:
    """Take the answers for granted in the next round; False when they are the ones that were."""
    db.con.execute(
        "create or replace temp table answers as select * from decided where payment_id in (select payment_id from undecided)"
    )
    different = db.value(
        f"""select count(*) from (
            (select {_ANSWER} from answers except select {_ANSWER} from assumed)
            union all (select {_ANSWER} from assumed semi join undecided using (payment_id) except select {_ANSWER} from answers))"""
    )
    db.con.execute(
        f"create or replace temp table assumed as select * from granted union all by name select {_ASSUMED} from answers"
    )
    return bool(different)


def _store(db: Database) -> int:
    """`steps.matches` as it is now; payments and orders whose match changed are told."""
    fresh = query("reconciliation/matches")
    if not db.has(NAME_OF_STEP):
        db.con.execute(f"create table {NAME}.{NAME_OF_STEP} as {fresh}")
        db.touch(NAME_OF_STEP, "payment_id", "select null::varchar")
        db.touch(NAME_OF_STEP, "order_reference", "select null::varchar")
        return db.value(f"select count(*) from {NAME_OF_STEP}")
    db.con.execute(f"create or replace temp table fresh as {fresh}")
    db.con.execute(f"""create or replace temp table moved as
        select payment_id, order_reference, returns_payment_id from ((select * from fresh except select * from {NAME}.{NAME_OF_STEP})
            union all (select * from {NAME}.{NAME_OF_STEP} except select * from fresh))""")
    db.con.execute(f"delete from {NAME}.{NAME_OF_STEP} where payment_id in (select payment_id from moved)")
    db.con.execute(
        f"insert into {NAME}.{NAME_OF_STEP} by name select * from fresh where payment_id in (select payment_id from moved)"
    )
    # A return concerns the payment it gives back as well.
    given_back = "select returns_payment_id from moved where returns_payment_id is not null"
    db.touch(NAME_OF_STEP, "payment_id", f"select payment_id from moved union {given_back}")
    db.touch(NAME_OF_STEP, "order_reference", "select order_reference from moved where order_reference is not null")
    return db.value("select count(distinct payment_id) from moved")


def let_stand(db: Database) -> int:
    """What is published from now on stands (domain.md §5): tonight's matches become facts."""
    db.con.execute("""insert into facts.standing_matches by name
        select payment_id, (select max(batch) from meta.batches) as batch, kind, order_reference, logistic_reference,
            amount, rule, explanation, returns_payment_id
        from steps.matches where status = 'MATCHED' and not exists (
            select 1 from facts.standing_matches s where s.payment_id = matches.payment_id and s.amount = matches.amount)""")
    return db.value("select count(*) from facts.standing_matches")
