"""The published database: the working file copied beside itself and renamed into place, never locked, never half written."""

import os
from pathlib import Path

from assets.store.batches import is_published, unpublished
from assets.store.completions import undecided
from assets.store.copying import copy_durably
from assets.store.database import NAME, Database
from assets.store.findings import changed_in
from assets.store.matches import let_stand
from assets.store.refresh import behind
from assets.store.telling import forget_before, mark_of, next_tick, set_mark
from pipelines.orders.shop_columns import comments, view
from pipelines.sql import literal, query
from pipelines.tables import COMPLETIONS
from schemas.published import macros
from schemas.published import tables as published

# What is published are views that put the names back.
VIEWS = {
    "orders": "orders/orders",
    "logistic_orders": "orders/logistic_orders",
    "order_lines": "orders/order_lines",
    "payments": "payments/payments",
    "payment_matches": "reconciliation/payment_matches",
    "payouts": "payouts/published",
    "completions": "completions/completions",
    "status_events": "statuses/status_events",
    "incidents": "orders/incidents",
    "decisions": "decisions/decisions",
    "findings": "findings/findings",
    "queue": "findings/queue",
    "files": "runs/files",
    "quarantine": "runs/quarantine",
    "runs": "runs/runs",
    "money_proof": "runs/published_proof",
    "dashboard": "runs/dashboard",
}


_DESCRIBED = "main"


class BehindError(Exception):
    """A table is not current, so nothing may be published."""


def publish(db: Database) -> Path:
    """Refuse while anything is behind; else let tonight's matches stand, and put the copy where readers look."""
    batch = db.batch()
    if late := behind(db):
        message = f"{late[0]} is behind, and with it all that lies downstream ({len(late)} tables): materialise it and the rest first"
        raise BehindError(message)
    if not is_published(db, batch) and (due := undecided(db)):
        message = (
            f"{due} completions have fallen due and were not decided: materialise `due_completions` and the rest first"
        )
        raise BehindError(message)
    with db.transaction():
        let_stand(db)
        db.con.execute(f"insert into facts.payment_updates by name {query('orders/payment_updates')}")
        db.con.execute("delete from facts.money_proofs where batch = ?", [batch])
        db.con.execute("insert into facts.money_proofs by name select ? as batch, * from steps.money_proof", [batch])
        _close_batch(db, batch)
        _forget_what_was_heard(db, batch)
        _describe(db)
    db.con.execute("checkpoint")
    return _copy(db)


def _close_batch(db: Database, batch: int) -> None:
    """What the night came to, once: published again, it has loaded and opened no less."""
    if is_published(db, batch):
        db.con.execute("update meta.batches set last_tick = ? where batch = ?", [next_tick(db), batch])
        return
    counts = db.rows(
        """select count(*) filter (where status <> 'REJECTED'), count(*) filter (where status = 'REJECTED'), coalesce(sum(rows_loaded), 0),
           coalesce(sum(rows_quarantined), 0) from meta.read_files where """
        + unpublished(db)  # files that a killed run read count in the run that publishes them
    )[0]
    found = changed_in(db, batch)
    changed = db.value(
        """with told as (
               from meta.told where source = 'steps.order_states' and key = 'order_no'
                   and tick > (select coalesce(max(last_tick), 0) from meta.batches where batch < ?))
           select case when (select count(*) > count(keys) from told) then (select count(*) from steps.order_states)
               else (select count(distinct value) from meta.told_keys where keys in (select keys from told)) end""",
        [batch],
    )
    completed = db.value("select count(*) from facts.completions_applied where batch = ?", [batch])
    db.con.execute(
        """update meta.batches set finished_at = now(), status = 'PUBLISHED', files_loaded = ?, files_rejected = ?,
           rows_loaded = ?, rows_quarantined = ?, orders_changed = ?, completions_applied = ?, findings_opened = ?,
           findings_resolved = ?, last_tick = ?,
           lines_rounded = (select count(*) from steps.line_amounts where warning = 'ROUNDING') where batch = ?""",
        [*counts, changed, completed, found.opened, found.resolved, next_tick(db), batch],
    )


def _forget_what_was_heard(db: Database, batch: int) -> None:
    """Nothing is behind, so nobody needs to know any more what changed in earlier nights, but who completes, if that was left out."""
    heard = db.value("select max(last_tick) from meta.batches where batch < ?", [batch])
    forget_before(db, min(heard, mark_of(db, COMPLETIONS) or heard))


def _describe(db: Database) -> None:
    """The published views with their comments, where this version has not made them yet."""
    if mark_of(db, _DESCRIBED) is not None:
        return
    set_mark(db, _DESCRIBED, next_tick(db))
    rules = db.settings.rules
    told = [
        f"create or replace view {NAME}.main.{name} as {view(name, query(source), rules)}"
        for name, source in VIEWS.items()
    ]
    told += [
        f"comment on column {NAME}.main.order_lines.{column} is {literal(comment)}"
        for column, comment in comments(rules).items()
    ]
    for table in published.TABLES:
        told.append(f"comment on view {NAME}.main.{table.name} is {literal(table.description)}")
        told += [
            f"comment on column {NAME}.main.{table.name}.{column} is {literal(comment)}"
            for column, comment in table.comments.items()
        ]
    for macro in macros.MACROS:
        parameters = ", ".join(f"{name} := null" for name in macro.parameters)
        told.append(
            f"create or replace macro {NAME}.main.{macro.name}({parameters}) as table {query(f'orders/{macro.name}')}"
        )
        told.append(f"comment on macro table {NAME}.main.{macro.name} is {literal(macro.description)}")
    db.con.execute(";\n".join(told))


def _copy(db: Database) -> Path:
    """Readers keep the file they opened; a stray write-ahead log of one who wrote would break every later open."""
    target = db.warehouse / f"{NAME}.duckdb"
    part = db.warehouse / f".{NAME}.duckdb.part"
    part.unlink(missing_ok=True)
    try:
        copy_durably(db.file, part)
    except OSError:
        part.unlink(missing_ok=True)
        raise
    part.chmod(0o444)
    target.with_name(target.name + ".wal").unlink(missing_ok=True)
    part.rename(target)
    _sync(db.warehouse)
    return target


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
