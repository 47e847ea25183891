"""Matching asks the same questions, round by round, until the answers are what was assumed (domain.md §5)."""

from assets.store.database import NAME, Database
from assets.store.refresh import mark_of, set_mark, touched_since_mark
from pipelines.sql import query
from pipelines.tables import MATCHING_LISTENS, ORDER, PAYMENT

NAME_OF_STEP = "steps.matches"

# What does not depend on other payments, then what does, in the order in which one reads the other.
ONCE = ("waiting", "told", "undecided", "structured", "windows", "readings", "spots", "called_orders", "called_los")
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
    "payment_no, kind, status, order_no, lo_no, amount, rule, explanation, returns_payment_no, "
    "payer_iban, booked_on, turn, place, currency"
)


def match(db: Database, *, rebuild: bool = False) -> tuple[int, int]:
    """Decide every payment without a standing match; (payments asked, payments whose answer changed)."""
    db.batch()
    if not rebuild and not touched_since_mark(db, NAME_OF_STEP, MATCHING_LISTENS):
        return 0, 0
    with db.transaction():
        tick = db.tick()
        for name in ONCE:
            _make(db, name, query(f"reconciliation/{name}"))
        _make(db, "settled", query("reconciliation/settled"))
        _until_it_stands(db)
        changed = _store(db, rebuild=rebuild)
        set_mark(db, NAME_OF_STEP, tick)
    return db.value("select count(*) from answers"), changed


def _make(db: Database, name: str, select: str) -> None:
    db.con.execute(f"create or replace temp table {name} as {select}")


def _until_it_stands(db: Database) -> None:
    """Ask everybody once, then whoever looks at what has come out otherwise than it was assumed, until nobody does.

    An answer depends on earlier payments alone, so each round is right for one payment more of every chain at least: it ends.
    """
    _make(db, "answers", "select * from told")
    _make(
        db,
        "looked_at",
        "select payment_no, null::integer as order_no, booked_on, turn, place from waiting limit 0",
    )
    while db.value("select count(*) from undecided"):
        _make(db, "assumed", f"select {_ASSUMED} from settled union all by name select {_ASSUMED} from answers")
        _ask(db)
        _make(db, "stirred", query("reconciliation/stirred"))
        db.con.execute("delete from answers where payment_no in (select payment_no from undecided)")
        db.con.execute("insert into answers by name select * from decided")
        _make(db, "undecided", "select * from stirred")


def _ask(db: Database) -> None:
    """The answers of the undecided, `decided`, and which orders they have looked at."""
    db.con.execute("delete from looked_at where payment_no in (select payment_no from undecided)")
    for name, source in EACH_ROUND:
        _make(db, name, query(f"reconciliation/{source}"))
        if name == "asked":
            looked = "select payment_no, order_no, booked_on, turn, place from asked where lo_no is null"
            db.con.execute(f"insert into looked_at {looked}")


def _store(db: Database, *, rebuild: bool) -> int:
    """`steps.matches` as it is now; payments and orders whose match changed are told."""
    fresh = query("reconciliation/matches")
    if not db.has(NAME_OF_STEP):
        db.make(NAME_OF_STEP, fresh)
        db.touch(NAME_OF_STEP, PAYMENT, "select null::varchar")
        db.touch(NAME_OF_STEP, ORDER, "select null::varchar")
        return db.value(f"select count(*) from {NAME_OF_STEP}")
    _make(db, "suspects", _suspects(db, rebuild=rebuild))
    _make(db, "fresh", f"select * from ({fresh}) where payment_no in (select payment_no from suspects)")
    _make(db, "moved", query("reconciliation/moved"))
    db.con.execute(f"delete from {NAME}.{NAME_OF_STEP} where payment_no in (select payment_no from moved)")
    db.con.execute(
        f"insert into {NAME}.{NAME_OF_STEP} by name select * from fresh where payment_no in (select payment_no from moved)"
    )
    # A return concerns the payment it gives back as well.
    given_back = "select returns_payment_no from moved where returns_payment_no is not null"
    db.touch(NAME_OF_STEP, PAYMENT, f"select payment_no from moved union {given_back}")
    db.touch(NAME_OF_STEP, ORDER, "select order_no from moved where order_no is not null")
    return db.value("select count(distinct payment_no) from moved")


def _suspects(db: Database, *, rebuild: bool) -> str:
    """Whose match can be another than it was: who was asked, and whose money is another, so that what stood may not stand any more."""
    mark = mark_of(db, NAME_OF_STEP)
    told = f"from meta.touched where source = 'steps.movements' and tick > {mark}"
    if rebuild or mark is None or db.value(f"select count(*) {told} and value is null"):
        return f"select payment_no from movements union select payment_no from {NAME_OF_STEP}"
    return f"select payment_no from answers union select value::ubigint {told} and key = '{PAYMENT}'"


def let_stand(db: Database) -> int:
    """What is published from now on stands (domain.md §5): tonight's matches become facts."""
    db.con.execute("""insert into facts.standing_matches by name
        select payment_no, (select max(batch) from meta.batches) as batch, kind, order_no, lo_no,
            amount, rule, explanation, returns_payment_no
        from steps.matches where status = 'MATCHED' and not exists (
            select 1 from facts.standing_matches s where s.payment_no = matches.payment_no and s.amount = matches.amount)""")
    return db.value("select count(*) from facts.standing_matches")
