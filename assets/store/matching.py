"""Matching asks the same questions, round by round, until the answers are what was assumed (domain.md §5)."""

from assets.store.database import NAME, Database
from assets.store.refresh import told_since_mark
from assets.store.telling import (
    EVERYTHING,
    heard,
    heard_since_mark,
    keys_in,
    mark_of,
    next_tick,
    set_mark,
    tell,
    tell_everything,
)
from pipelines.sql import query
from pipelines.table import ORDER, PAYMENT
from pipelines.tables import MATCHES, MATCHING_LISTENS, STANDING

# What is asked of the texts, as tables, in the order in which one reads the other; and those that say what a text came to.
TEXTS = ("rf_tokens", "structured", "windows", "text_marks", "readings", "spots", "misreadings")
SAID = ("rf_tokens", "structured", "spots", "misreadings")
# What people have decided of payments, which no rule is asked about again.
PERSONS = ("ruled_by_person", "banned", "by_person")
# One round of questions, in the same way: of what the texts name, and of what other payments leave of that.
ROUND = (
    ("undecided", "undecided"),
    ("called_orders", "called_orders"),
    ("called_los", "called_los"),
    ("settled", "settled"),
    ("assumed", f"from settled union all by name from ({query('reconciliation/counted')})"),
    ("asked", "asked"),
    ("open_amounts", "open_amounts"),
    ("opens", "opens"),
    ("payers", "payers"),
    ("candidates", "candidates"),
    ("several", "several"),
    ("named", "named"),
    ("looked_into", "looked_into"),
    ("asked_first", "from asked"),
    ("asked", "asked_of_account"),
    ("account_opens", "open_amounts"),
    ("ruled", "ruled"),
    ("suggested", "suggested"),
    ("decided", "decided"),
)
# What the payments that still wait for an order have looked at: by these they are found again when it changes.
SOUGHT = (
    ("sought_orders", "order_no", "integer"),
    ("sought_marks", "mark", "uinteger"),
    ("sought_accounts", "account_id", "varchar"),
)


def match(db: Database, *, rebuild: bool = False) -> tuple[int, int]:
    """Decide the payments without a standing match, those for whom nothing has changed apart; (payments asked, answers that changed)."""
    db.batch()
    if not rebuild and not told_since_mark(db, MATCHES, MATCHING_LISTENS):
        return 0, 0
    with db.transaction():
        tick = next_tick(db)
        anew = rebuild or not _knows_what_changed(db)
        for name in PERSONS:
            _make(db, name, query(f"reconciliation/{name}"))
        _find_unsettled(db, anew=anew)
        _make(db, "waiting", query("reconciliation/waiting"))
        _make(db, "told", query("reconciliation/told"))
        _make(db, "turned_to", query(f"reconciliation/{'turned_to' if anew else 'turned_to_again'}"))
        _begin(db, anew=anew)
        _until_it_stands(db)
        changed = _store(db, anew=anew)
        _remember(db, anew=anew)
        set_mark(db, MATCHES, tick)
    return db.value("select count(*) from asked_once"), changed


def _make(db: Database, name: str, select: str) -> int:
    """A temporary table; its rows."""
    return db.value(f"create or replace temp table {name} as {select}")


def _knows_what_changed(db: Database) -> bool:
    """Whether the answers of the night before serve; if so, the keys touched since: of payments, of orders, and of orders with other names."""
    mark = mark_of(db, MATCHES)
    if mark is None or not db.settings.narrowing or heard(db, ("facts.accounts",), ORDER, mark) != frozenset():
        return False
    for name, column, key, listens in (
        ("touched_payments", "payment_no", PAYMENT, MATCHING_LISTENS),
        ("touched_orders", "order_no", ORDER, MATCHING_LISTENS),
        ("renamed_orders", "order_no", ORDER, ("steps.known_references",)),
    ):
        sets = heard(db, listens, key, mark)
        if sets is EVERYTHING:
            return False
        _make(db, name, f"select value as {column} from ({keys_in(sets, key)})")
    return True


def _find_unsettled(db: Database, *, anew: bool) -> None:
    """The view `unsettled`: the payments that may have no standing match. Of those that had one only what was told since can have lost it."""
    if anew:
        db.con.execute("create or replace temp view unsettled as from movements")
        return
    told = heard_since_mark(db, STANDING, (MATCHES,), PAYMENT)
    matched = "select payment_no from matches" if told is EVERYTHING else keys_in(told, PAYMENT)
    open_ones = "select payment_no from matches where status <> 'MATCHED' union select payment_no from touched_payments"
    _make(db, "may_wait", f"{open_ones} union {matched}")
    db.con.execute("create or replace temp view unsettled as from movements semi join may_wait using (payment_no)")


def _begin(db: Database, *, anew: bool) -> None:
    """What is answered before anybody is asked, and what those who are not asked have looked at."""
    _make(db, "answers", "from told union all by name from by_person")
    _make(db, "asked_once", "select payment_no from told")
    _make(db, "was_read", "select payment_no from waiting limit 0")
    _make(db, "looked_at", "select payment_no, null::integer as order_no, booked_on, turn, place from waiting limit 0")
    for name, column, kind in SOUGHT[1:]:
        _make(db, name, f"select null::ubigint as payment_no, null::{kind} as {column} limit 0")
    if not anew:
        db.con.execute(f"insert into answers by name {query('reconciliation/remembered')}")
        db.con.execute(f"""insert into looked_at select s.payment_no, s.order_no, w.booked_on, w.turn, w.place
            from {NAME}.steps.sought_orders s join waiting w using (payment_no) anti join turned_to using (payment_no)""")


def _until_it_stands(db: Database) -> None:
    """Ask, then ask whoever looks at what has come out otherwise than it was assumed, until nobody does.

    An answer depends on earlier payments alone, so each round is right for one payment more of every chain at least: it ends.
    """
    while db.value("select count(*) from turned_to"):
        _read_texts(db)
        for name, source in ROUND:
            _make(db, name, source if " " in source else query(f"reconciliation/{source}"))
        _note_what_was_sought(db)
        _make(db, "stirred", query("reconciliation/stirred"))
        db.con.execute("delete from answers where payment_no in (select payment_no from turned_to)")
        db.con.execute("insert into answers by name from decided")
        _make(db, "turned_to", "from stirred")


def _read_texts(db: Database) -> None:
    """What the texts of those turned to say. Each is read once: no answer to another payment changes it."""
    if _make(db, "unread", query("reconciliation/unread")):
        first = not db.value("select count(*) from was_read")
        for name in TEXTS:
            _make(db, name, query(f"reconciliation/{name}"))
        for name in SAID:
            into = "create or replace temp table said_{0} as from {0}" if first else "insert into said_{0} from {0}"
            db.con.execute(into.format(name))
        db.con.execute("insert into sought_marks from text_marks")
        db.con.execute("insert into was_read select payment_no from unread")
    for name in SAID:
        _make(db, name, f"from said_{name} semi join turned_to using (payment_no)")


def _note_what_was_sought(db: Database) -> None:
    """What those turned to have looked at in this round, in place of what they looked at before."""
    for name in ("looked_at", "sought_accounts"):
        db.con.execute(f"delete from {name} where payment_no in (select payment_no from turned_to)")
    looked = "select payment_no, order_no, booked_on, turn, place from {0} where lo_no is null"
    db.con.execute(f"insert into looked_at {looked.format('asked_first')} union {looked.format('asked')}")
    db.con.execute("insert into sought_accounts select distinct payment_no, account_id from looked_into where account_id is not null")
    db.con.execute("insert into asked_once from turned_to anti join asked_once using (payment_no)")


def _store(db: Database, *, anew: bool) -> int:
    """`steps.matches` as it is now; payments and orders whose match changed are told."""
    fresh = query("reconciliation/matches")
    if not db.has(MATCHES):
        db.make(MATCHES, fresh)
        tell_everything(db, MATCHES, PAYMENT)
        tell_everything(db, MATCHES, ORDER)
        return db.value(f"select count(*) from {MATCHES}")
    _make(db, "suspects", _suspects(anew=anew))
    of_suspects = "as not materialized (from {0} semi join suspects using (payment_no))"
    alone = ", ".join(
        f"{name} {of_suspects.format(whole)}"
        for name, whole in (
            ("standing_matches", "facts.standing_matches"),
            ("movements", "steps.movements"),
            ("answers", "temp.answers"),
        )
    )
    db.con.execute(f"create or replace temp table fresh as with {alone} select * from ({fresh})")
    _make(db, "moved", query("reconciliation/moved"))
    db.con.execute(f"delete from {NAME}.{MATCHES} where payment_no in (select payment_no from moved)")
    db.con.execute(
        f"insert into {NAME}.{MATCHES} by name select * from fresh where payment_no in (select payment_no from moved)"
    )
    # A return concerns the payment it gives back as well.
    given_back = "select returns_payment_no from moved"
    tell(db, MATCHES, PAYMENT, f"select payment_no from moved union all {given_back}")
    tell(db, MATCHES, ORDER, "select order_no from moved")
    return db.value("select count(distinct payment_no) from moved")


def _suspects(*, anew: bool) -> str:
    """Whose match can be another than it was: who was asked, and whose money is another, so that what stood may not stand any more."""
    if anew:
        return f"select payment_no from movements union select payment_no from {MATCHES}"
    return "select payment_no from asked_once union select payment_no from touched_payments"


def _remember(db: Database, *, anew: bool) -> None:
    """What those have looked at who were asked and still wait for an order."""
    _make(db, "unanswered", "select payment_no from answers where status <> 'MATCHED'")
    _make(db, "sought_orders", "select distinct payment_no, order_no from looked_at")
    for name, *_ in SOUGHT:
        kept = f"select * from temp.{name} semi join unanswered using (payment_no)"
        if anew:
            db.con.execute(f"create or replace table {NAME}.steps.{name} as {kept}")
        else:
            asked = "payment_no in (select payment_no from asked_once) or payment_no not in (select payment_no from unanswered)"
            db.con.execute(f"delete from {NAME}.steps.{name} where {asked}")
            db.con.execute(f"insert into {NAME}.steps.{name} {kept} semi join asked_once using (payment_no)")
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
