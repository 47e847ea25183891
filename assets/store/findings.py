"""Findings have a life: opened when their condition first holds, closed when it ends; both are facts (domain.md §7)."""

from dataclasses import dataclass

from assets.store.batches import unpublished
from assets.store.database import NAME, Database
from assets.store.telling import EVERYTHING, heard, keys_in, mark_of, next_tick, set_mark
from pipelines.sql import query
from pipelines.table import SUBJECT
from pipelines.tables import CONDITIONS, DECISIONS, FINDINGS

_FACTS = ("finding_openings", "finding_closings", "finding_words")


@dataclass(frozen=True)
class Changed:
    """How many findings this night opened and resolved."""

    opened: int
    resolved: int


def keep(db: Database) -> Changed:
    """Open what holds now and was not open, close what has ended."""
    batch = db.batch()
    with db.transaction():
        tick = next_tick(db)
        concerned = _concerned(db)
        for facts in _FACTS:
            db.con.execute(f"delete from facts.{facts} where {unpublished(db)}")
        db.con.execute(f"create or replace temp table findings_now as from {NAME}.steps.findings_now where {concerned}")
        living = f"create or replace temp table living_findings as select * from ({query('findings/lives')}) where {concerned}"
        db.con.execute(living)
        if db.value(f"insert into facts.finding_closings by name {query('findings/resolved')}"):
            db.con.execute(living)
        db.con.execute(f"create or replace temp table opened as {query('findings/openings')}")
        db.con.execute(f"insert into facts.finding_closings by name {query('findings/closings')}")
        db.con.execute(f"insert into facts.finding_words by name {query('findings/words')}")
        db.con.execute("insert into facts.finding_openings by name select * from opened")
        set_mark(db, FINDINGS, tick)
    return changed_in(db, batch)


def _concerned(db: Database) -> str:
    """SQL for the findings that can have begun or ended: those of what was told since, and what a night nobody has seen decided of them."""
    mark = mark_of(db, FINDINGS)
    if mark is None:
        db.con.execute(f"create or replace view {NAME}.steps.findings_now as {query('findings/now')}")
        return "true"
    keys = dict.fromkeys(key for _, key in CONDITIONS)
    told = {key: heard(db, [name for name, of in CONDITIONS if of == key], key, mark) for key in keys}
    decided = heard(db, (DECISIONS,), SUBJECT, mark)
    if EVERYTHING in (*told.values(), decided) or not db.settings.narrowing:
        return "true"
    unseen = unpublished(db)
    closed = f"select finding_id from facts.finding_closings where {unseen} union all select finding_id from facts.finding_words where {unseen}"
    about = f"{closed} union all {keys_in(decided or frozenset(), SUBJECT)}"
    # An empty subject is none: it would concern every finding of an order.
    db.con.execute(f"""create or replace temp table undone as select * replace (nullif(subject, '') as subject)
        from facts.finding_openings where {unseen} or finding_id in ({about})""")
    return " or ".join(
        f"{key} in ({keys_in(sets or frozenset(), key)} union all select {key} from undone where {key} is not null)"
        for key, sets in told.items()
    )


def changed_in(db: Database, batch: int) -> Changed:
    """What the newest batch opened, for the first time or again, and resolved."""
    opened = db.value("select count(*) from facts.finding_openings where batch = ?", [batch])
    return Changed(
        opened + db.value(f"select count(*) from ({query('findings/reopened')})"),
        db.value("select count(distinct finding_id) from facts.finding_closings where batch = ?", [batch]),
    )
