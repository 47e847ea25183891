"""Small tables that hang on no key of their own are made anew every night, and tell of what is another."""

from assets.store.database import NAME, Database
from assets.store.telling import mark_of, next_tick, set_mark, tell, tell_everything
from pipelines.table import Key


def remake(db: Database, table: str, select: str, tells: tuple[tuple[Key, str], ...]) -> None:
    """Make `table` what a select gives.

    `tells`: a key and a select of what to tell under it, which reads `otherwise`, the rows that came or went, `fresh_rows`, and the table
    as it was before.
    """
    with db.transaction():
        tick = next_tick(db)
        if mark_of(db, table) is None or not db.has(table):
            db.make(table, select)
            for key, _ in tells:
                tell_everything(db, table, key)
        else:
            db.con.execute(f"create or replace temp table fresh_rows as {select}")
            db.con.execute(f"""create or replace temp table otherwise as
                (from fresh_rows except all from {table}) union all (from {table} except all from fresh_rows)""")
            for key, told in tells:
                tell(db, table, key, told)
            db.con.execute(f"delete from {NAME}.{table}")
            db.con.execute(f"insert into {NAME}.{table} by name from fresh_rows")
        set_mark(db, table, tick)
