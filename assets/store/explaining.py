"""The story of one order or payment, read from the published database; a run that works meanwhile is not disturbed."""

import re
from pathlib import Path

import duckdb

from assets.store.database import NAME
from pipelines.explain.words import Row, Story
from pipelines.sql import query

_OF_ORDER = ("logistic_orders", "events", "opening", "payments", "matches", "incidents", "decisions", "findings")
_OF_PAYMENT = {"matches": "payment_matches", "decisions": "payment_decisions", "findings": "payment_findings"}


class UnknownError(Exception):
    """No order or payment is called so, or several are."""


class NothingPublishedError(Exception):
    """The warehouse has no published database."""


def is_payment(name: str) -> bool:
    """Whether it is written like a payment's id."""
    return re.fullmatch(r"pay_[0-9a-f]{16}", name.lower()) is not None


def story_of(warehouse: Path, name: str, zone: str) -> Story:
    """All rows about an order, by any of its names, or about a payment, instants in `zone`."""
    published = warehouse / f"{NAME}.duckdb"
    if not published.exists():
        message = f"{warehouse} holds no published database: run a night first"
        raise NothingPublishedError(message)
    with duckdb.connect(str(published), read_only=True) as con:
        con.execute(f"set TimeZone = '{zone}'")
        return _of_payment(con, name) if is_payment(name) else _of_order(con, name)


def _of_order(con: duckdb.DuckDBPyConnection, name: str) -> Story:
    found = _rows(con, "orders", name)
    if not found:
        message = f"no order is called {name!r}: give a reference, DJUST id or external id of it or of a part of it, or a payment id (pay_...)"
        raise UnknownError(message)
    if len(found) > 1:
        message = (
            f"{name!r} is a name of {', '.join(str(order['order_reference']) for order in found)}: ask for one of them"
        )
        raise UnknownError(message)
    reference = str(found[0]["order_reference"])
    return {"order": found, **{part: _rows(con, part, reference) for part in _OF_ORDER}}


def _of_payment(con: duckdb.DuckDBPyConnection, name: str) -> Story:
    found = _rows(con, "payment", name)
    if not found:
        message = f"there is no payment {name}"
        raise UnknownError(message)
    return {"payment": found, **{part: _rows(con, source, name) for part, source in _OF_PAYMENT.items()}}


def _rows(con: duckdb.DuckDBPyConnection, source: str, name: str) -> list[Row]:
    found = con.execute(query(f"explain/{source}"), {"name": name})
    columns = [column[0] for column in found.description or []]
    return [dict(zip(columns, row, strict=True)) for row in found.fetchall()]
