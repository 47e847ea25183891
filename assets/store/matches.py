"""What matching came to is kept: the matches, what those who were asked have looked at, and, once it is published, what stands (domain.md §5)."""

from assets.store.asking import make
from assets.store.database import NAME, Database
from assets.store.telling import EVERYTHING, heard_since_mark, keys_in, next_tick, set_mark, tell, tell_everything
from pipelines.sql import query
from pipelines.table import ORDER, PAYMENT
from pipelines.tables import ANSWERED, MATCHES, MATCHING_LISTENS, STANDING, TOLD

GIVE_BACK = "select payment_no from facts.standing_matches where returns_payment_no in (select payment_no from touched_payments)"


def store(db: Database, *, anew: bool) -> int:
    """`steps.matches` as it is now; payments and orders whose match changed are told."""
    answered, told = (query(f"reconciliation/{name}") for name in ("answered_matches", "told_matches"))
    if not db.has(TOLD):
        db.make(ANSWERED, answered)
        db.make(TOLD, "from temp.told")
        db.con.execute(f"create view {NAME}.{MATCHES} as {query('reconciliation/matches')}")
        tell_everything(db, MATCHES, PAYMENT)
        tell_everything(db, MATCHES, ORDER)
        return db.value(f"select count(*) from {MATCHES}")
    make(db, "suspects", _suspects(anew=anew))
    of_suspects = "as not materialized (from {0} semi join suspects using (payment_no))"
    alone = ", ".join(
        f"{name} {of_suspects.format(whole)}"
        for name, whole in (
            ("standing_matches", "facts.standing_matches"),
            ("movements", "steps.movements"),
            ("answers", "temp.answers"),
            ("told", "temp.told"),
        )
    )
    make(db, "fresh", f"with {alone} ({answered}) union all by name ({told})")
    make(db, "moved", query("reconciliation/moved"))
    for part in (ANSWERED, TOLD):
        db.con.execute(f"delete from {NAME}.{part} where payment_no in (select payment_no from moved)")
    db.con.execute(
        f"insert into {NAME}.{TOLD} by name from temp.told where payment_no in (select payment_no from moved)"
    )
    db.con.execute(f"""insert into {NAME}.{ANSWERED} by name from fresh
        where payment_no in (select payment_no from moved) and payment_no not in (select payment_no from temp.told)""")
    # A return concerns the payment it gives back as well.
    given_back = "select returns_payment_no from moved"
    tell(db, MATCHES, PAYMENT, f"select payment_no from moved union all {given_back}")
    _tell_orders(db)
    return db.value("select count(distinct payment_no) from moved")


def _tell_orders(db: Database) -> None:
    """The orders whose matches are others, or the money in them: another date shares it out otherwise."""
    told = heard_since_mark(db, MATCHES, MATCHING_LISTENS, PAYMENT)
    if told is EVERYTHING:
        tell_everything(db, MATCHES, ORDER)
    else:
        same = f"select order_no from matches where payment_no in ({keys_in(told, PAYMENT)})"
        tell(db, MATCHES, ORDER, f"select order_no from moved union all {same}")


def _suspects(*, anew: bool) -> str:
    """Whose match can be another than it was: who was asked, and whose money is another, so that what stood may not stand any more."""
    if anew:
        return f"select payment_no from movements union select payment_no from {MATCHES}"
    return f"select payment_no from asked_once union select payment_no from touched_payments union {GIVE_BACK}"


def remember(db: Database, *, anew: bool) -> None:
    """What those have looked at who were asked: whatever changes of it asks them again, or questions the match that stands by then."""
    # Only who was asked has looked at anything, unless something is known of the night before.
    asked = "" if anew else "semi join asked_once using (payment_no)"
    # The plain ones were never asked, and nobody had to read their texts.
    plain = "(from temp.simply_named semi join plain using (payment_no))"
    named = f"with simply_named as {plain} {query('reconciliation/simple_marks')}"
    for name, sought in (
        (
            "sought_orders",
            f"select distinct payment_no, order_no from looked_at {asked} union all select payment_no, order_no from {plain}",
        ),
        ("sought_marks", f"from temp.sought_marks {asked} union all ({named})"),
        ("sought_accounts", f"from temp.sought_accounts {asked}"),
    ):
        if anew:
            db.con.execute(f"create or replace table {NAME}.steps.{name} as {sought}")
        else:
            # Whose money is another and who was not asked, is none, or a person has decided.
            gone = "select payment_no from asked_once union all select payment_no from touched_payments"
            db.con.execute(f"delete from {NAME}.steps.{name} where payment_no in ({gone})")
            db.con.execute(f"insert into {NAME}.steps.{name} {sought}")
    for name in ("sought_marks", "sought_accounts"):
        db.con.execute(f"drop table temp.{name}")


def let_stand(db: Database) -> None:
    """What is published from now on stands (domain.md §5): tonight's matches become facts."""
    told = heard_since_mark(db, STANDING, (MATCHES,), PAYMENT)
    if told != frozenset():
        changed = (
            "from matches" if told is EVERYTHING else f"from matches where payment_no in ({keys_in(told, PAYMENT)})"
        )
        db.con.execute(f"create or replace temp view newly_told as {changed}")
        db.con.execute(f"insert into facts.standing_matches by name {query('reconciliation/newly_standing')}")
    set_mark(db, STANDING, next_tick(db))
