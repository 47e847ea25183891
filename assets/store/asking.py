"""Asking payments what they pay: their texts are read once, then they are asked round by round, in temporary tables (domain.md §5)."""

from assets.store.database import Database
from pipelines.sql import query

# What is asked of the texts, as tables, in the order in which one reads the other; and those that say what a text came to.
TEXTS = (
    "rf_tokens",
    "structured",
    "windows",
    "text_marks",
    "readings",
    "spots",
    "unknown_references",
    "misreadings",
    "edit_marks",
)
SAID = ("rf_tokens", "structured", "spots", "misreadings")
# One round of questions, in the same way: of what the texts name, and of what other payments leave of that.
ROUND = (
    ("undecided", "undecided"),
    ("concerned", "concerned"),
    ("wanted", "wanted"),
    ("assumed", "assumed"),
    ("called_orders", "called_orders"),
    ("called_los", "called_los"),
    ("asked", "asked"),
    ("open_amounts", "open_amounts"),
    ("opens", "opens"),
    ("taught", "taught"),
    ("known_payers", "known_payers"),
    ("payers", "payers"),
    ("candidates", "candidates"),
    ("several", "several"),
    ("named", "named"),
    ("looked_into", "looked_into"),
    ("fitting", "fitting"),
    ("wanted", "wanted_of_accounts"),
    ("assumed_of_accounts", "assumed"),
    ("asked_first", "from asked"),
    ("asked", "asked_of_account"),
    ("account_opens", "account_opens"),
    ("ruled", "ruled"),
    ("suggested", "suggested"),
    ("decided", "decided"),
)


def make(db: Database, name: str, select: str) -> int:
    """A temporary table; its rows."""
    return db.value(f"create or replace temp table {name} as {select}")


def begin(db: Database) -> None:
    """Nobody's text was read, and nobody has looked at anything."""
    make(db, "was_read", "select payment_no from waiting limit 0")
    make(db, "looked_at", "select payment_no, null::integer as order_no, booked_on, turn, place from waiting limit 0")
    make(db, "sought_marks", "select null::ubigint as payment_no, null::uinteger as mark limit 0")
    make(db, "sought_accounts", "select null::ubigint as payment_no, null::varchar as account_id limit 0")


def ask(db: Database) -> None:
    """Ask those turned to, in the view of what `answers` takes the others to pay: `decided` is what they say."""
    _read_texts(db)
    for name, source in ROUND:
        make(db, name, source if " " in source else query(f"reconciliation/{source}"))
    _note_what_was_sought(db)


def _read_texts(db: Database) -> None:
    """What the texts of those turned to say. Each is read once: no answer to another payment changes it."""
    if make(db, "unread", query("reconciliation/unread")):
        first = not db.value("select count(*) from was_read")
        for name in TEXTS:
            make(db, name, query(f"reconciliation/{name}"))
        for name in SAID:
            into = "create or replace temp table said_{0} as from {0}" if first else "insert into said_{0} from {0}"
            db.con.execute(into.format(name))
        db.con.execute("insert into sought_marks from text_marks union from edit_marks")
        db.con.execute("insert into was_read select payment_no from unread")
    for name in SAID:
        make(db, name, f"from said_{name} semi join turned_to using (payment_no)")


def _note_what_was_sought(db: Database) -> None:
    """What those turned to have looked at in this round, in place of what they looked at before."""
    for name in ("looked_at", "sought_accounts"):
        db.con.execute(f"delete from {name} where payment_no in (select payment_no from turned_to)")
    # Of the other orders of an account those that owed exactly what is looked for; what makes another one fit is found by the account.
    db.con.execute(
        """insert into looked_at select payment_no, order_no, booked_on, turn, place from asked_first where lo_no is null
           union select a.payment_no, a.order_no, a.booked_on, a.turn, a.place
           from asked a join account_opens x using (payment_no, order_no) join undecided u using (payment_no) where x.open_amount = u.size"""
    )
    db.con.execute(
        "insert into sought_accounts select distinct payment_no, account_id from looked_into where account_id is not null"
    )
    db.con.execute("insert into asked_once from turned_to anti join asked_once using (payment_no)")
