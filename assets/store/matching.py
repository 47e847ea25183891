"""Matching asks the same questions, round by round, until the answers are what was assumed (domain.md §5)."""

from assets.store.asking import ask, begin, make
from assets.store.database import NAME, Database
from assets.store.matches import GIVE_BACK, remember, store
from assets.store.questioning import question
from assets.store.refresh import told_since_mark
from assets.store.telling import EVERYTHING, heard, heard_since_mark, keys_in, mark_of, next_tick, set_mark
from pipelines.sql import query
from pipelines.table import ORDER, PAYMENT
from pipelines.tables import MATCHES, MATCHING_LISTENS, STANDING

# What people have decided of payments, which no rule is asked about again.
PERSONS = ("ruled_by_person", "banned", "by_person")
RULED = "select payment_no from ruled_by_person union select payment_no from banned"
# What is asked of the transfers that simply name one order, as tables, in the order in which one reads the other.
PLAINLY = ("also_paid", "heeding", "plain")
# A due date only ever suggests (domain.md §5, AMOUNT_PAYER): it questions no match that stands.
SUGGEST_ONLY = {"steps.due_dates"}


def match(db: Database, *, rebuild: bool = False) -> tuple[int, int]:
    """Decide the payments without a standing match, those for whom nothing has changed apart; (payments asked, answers that changed)."""
    db.batch()
    if not rebuild and not told_since_mark(db, MATCHES, MATCHING_LISTENS):
        return 0, 0
    with db.transaction():
        tick = next_tick(db)
        anew = rebuild or not _knows_what_changed(db)
        if not anew:
            make(db, "renamed_marks", query("reconciliation/renamed_marks"))
        for name in PERSONS:
            make(db, name, query(f"reconciliation/{name}"))
        _find_unsettled(db, anew=anew)
        make(db, "passed_over", query("reconciliation/passed_over"))
        make(db, "told", query("reconciliation/told"))
        db.con.execute("insert into passed_over select payment_no from told")
        make(db, "waiting", query("reconciliation/waiting"))
        make(db, "turned_to", "select payment_no from waiting" if anew else query("reconciliation/turned_to_again"))
        _begin(db, anew=anew)
        _take_plain_ones(db, anew=anew)
        _until_it_stands(db)
        question(db, anew=anew)
        changed = store(db, anew=anew)
        remember(db, anew=anew)
        set_mark(db, MATCHES, tick)
    return db.value("select count(*) from asked_once"), changed


def _knows_what_changed(db: Database) -> bool:
    """Whether the answers of the night before serve; if so, the keys touched since: of payments, of orders, and of orders with other names.

    `changed_orders` are those of which something is another that more than suggestions look at.
    """
    mark = mark_of(db, MATCHES)
    if mark is None or not db.settings.narrowing or heard(db, ("facts.accounts",), ORDER, mark) != frozenset():
        return False
    for name, column, key, listens in (
        ("touched_payments", "payment_no", PAYMENT, MATCHING_LISTENS),
        ("touched_orders", "order_no", ORDER, MATCHING_LISTENS),
        ("changed_orders", "order_no", ORDER, tuple(set(MATCHING_LISTENS) - SUGGEST_ONLY)),
        ("renamed_orders", "order_no", ORDER, ("steps.known_references",)),
    ):
        sets = heard(db, listens, key, mark)
        if sets is EVERYTHING:
            return False
        make(db, name, f"select value as {column} from ({keys_in(sets, key)})")
    return True


def _find_unsettled(db: Database, *, anew: bool) -> None:
    """The view `unsettled`: the payments that may have no standing match. Of those that had one only what was told since can have lost it.

    `unsettled_operations` are those of them that a provider told and that name a known order.
    """
    if anew:
        db.con.execute("create or replace temp view unsettled as from movements")
        db.con.execute("create or replace temp view unsettled_operations as from operations")
        return
    told = heard_since_mark(db, STANDING, (MATCHES,), PAYMENT)
    matched = "select payment_no from matches" if told is EVERYTHING else keys_in(told, PAYMENT)
    open_ones = "select payment_no from matches where status <> 'MATCHED' union select payment_no from touched_payments"
    # What gives back a payment goes where that goes, and does not stand where a person has decided about it.
    open_ones += f" union {GIVE_BACK} union select payment_no from matches where returns_payment_no in ({RULED})"
    make(db, "may_wait", f"from movements where payment_no in ({open_ones} union {matched})")
    make(db, "operations_in_wait", "from operations semi join may_wait using (payment_no)")
    db.con.execute("create or replace temp view unsettled as from may_wait")
    db.con.execute("create or replace temp view unsettled_operations as from operations_in_wait")


def _begin(db: Database, *, anew: bool) -> None:
    """What is answered before anybody is asked, and what those who are not asked have looked at."""
    make(db, "answers", f"select * from ({query('reconciliation/told_answers')}) limit 0")
    db.con.execute("insert into answers by name from by_person")
    make(db, "asked_once", "select payment_no from told")
    begin(db)
    if not anew:
        db.con.execute(f"insert into answers by name {query('reconciliation/remembered')}")
        db.con.execute(f"""insert into looked_at select s.payment_no, s.order_no, w.booked_on, w.turn, w.place
            from {NAME}.steps.sought_orders s join waiting w using (payment_no)
            anti join turned_to using (payment_no)""")
        db.con.execute(f"""insert into sought_accounts select * from {NAME}.steps.sought_accounts
            semi join waiting using (payment_no) anti join turned_to using (payment_no)""")


def _take_plain_ones(db: Database, *, anew: bool) -> None:
    """Most transfers say one reference and nothing else: what every rule would say of them is known without asking, unless narrowing is off."""
    none = "" if db.settings.narrowing else " limit 0"
    named = make(db, "simply_named", f"{query('reconciliation/simply_named')}{none}")
    for name in PLAINLY:
        make(db, name, query(f"reconciliation/{name}"))
    # What is said loosely and goes through the rounds is read there.
    db.con.execute("delete from simply_named where loosely and payment_no not in (select payment_no from plain)")
    if not named:
        return
    db.con.execute(f"insert into answers by name {query('reconciliation/supposed')}")
    db.con.execute(f"insert into told by name {query('reconciliation/plainly_told')}")
    # Whoever waits has heard of none of them; where everybody is asked, everybody does.
    asked = "from turned_to anti join plain using (payment_no)" if anew else query("reconciliation/stirred_by_supposed")
    make(db, "turned_to", asked)
    db.con.execute("insert into asked_once select payment_no from plain")


def _until_it_stands(db: Database) -> None:
    """Ask, then ask whoever looks at what has come out otherwise than it was assumed, until nobody does.

    An answer depends on earlier payments alone, so each round is right for one payment more of every chain at least: it ends.
    """
    while db.value("select count(*) from turned_to"):
        ask(db)
        otherwise = make(db, "otherwise", query("reconciliation/otherwise"))
        make(db, "stirred", query("reconciliation/stirred") if otherwise else "from turned_to limit 0")
        db.con.execute("delete from answers where payment_no in (select payment_no from turned_to)")
        db.con.execute("insert into answers by name from decided")
        if make(db, "turned_to", "from stirred"):
            _ask_after_all(db)


def _ask_after_all(db: Database) -> None:
    """What a transfer plainly says is no more than an answer as soon as it is asked; what it says loosely is read like any text."""
    db.con.execute(f"""insert into answers by name
        with told as (from temp.told semi join turned_to using (payment_no)) {query("reconciliation/told_answers")}""")
    for name in ("told", "plain"):
        db.con.execute(f"delete from {name} where payment_no in (select payment_no from turned_to)")
    db.con.execute("delete from simply_named where loosely and payment_no in (select payment_no from turned_to)")
