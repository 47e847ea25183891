"""Matching asks the same questions, round by round, until the answers are what was assumed (domain.md §5)."""

from assets.store.asking import ask, begin, make
from assets.store.database import NAME, Database
from assets.store.questioning import question
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
from pipelines.tables import ANSWERED, MATCHES, MATCHING_LISTENS, STANDING, TOLD

# What people have decided of payments, which no rule is asked about again.
PERSONS = ("ruled_by_person", "banned", "by_person")
GIVE_BACK = "select payment_no from facts.standing_matches where returns_payment_no in (select payment_no from touched_payments)"
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
        changed = _store(db, anew=anew)
        _remember(db, anew=anew)
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
    """What a transfer plainly says is no more than an answer as soon as it is asked."""
    db.con.execute(f"""insert into answers by name
        with told as (from temp.told semi join turned_to using (payment_no)) {query("reconciliation/told_answers")}""")
    for name in ("told", "plain"):
        db.con.execute(f"delete from {name} where payment_no in (select payment_no from turned_to)")


def _store(db: Database, *, anew: bool) -> int:
    """`steps.matches` as it is now; payments and orders whose match changed are told."""
    answered, told = (query(f"reconciliation/{name}") for name in ("answered_matches", "told_matches"))
    if not db.has(TOLD):
        db.con.execute(f"drop table if exists {NAME}.{MATCHES}")  # a warehouse of before kept all of them in one
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
    db.con.execute(f"insert into {NAME}.{TOLD} by name from temp.told where payment_no in (select payment_no from moved)")
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


def _remember(db: Database, *, anew: bool) -> None:
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
