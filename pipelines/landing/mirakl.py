"""Mirakl's answers OR11 (orders) and ST11 (shipments) as JSON: a row per order or shipment, its lines as parts (formats.md §2)."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from hashlib import sha256

import polars as pl

from pipelines.landing.decoding import Slice, Source
from pipelines.landing.json_elements import BrokenLine, elements
from pipelines.landing.json_rows import Cells, Field, Problem, Row, as_object, read, slices
from pipelines.landing.json_values import Json, JsonObject, compact
from schemas.landed.mirakl import ADDED, CANCELATION, LINE, REFUND

ORDER = (
    Field("order_id", "order_id"),
    Field("commercial_id", "commercial_id"),
    Field("order_state", "order_state", text=False),
    Field("currency", "currency_iso_code", text=False),
    Field("order_tax_mode", "order_tax_mode", text=False),
    Field("payment_workflow", "payment_workflow", text=False),
    Field("total_price", "total_price", text=False),
    Field("has_incident", "has_incident", text=False),
    Field("created_date", "created_date", text=False),
    Field("last_updated_date", "last_updated_date", text=False),
    Field("shop_id", "shop_id"),
    Field("shop_name", "shop_name"),
)
CUSTOMER = (Field("customer_id", "customer_id"),)
SHIPMENT = (
    Field("id", "id"),
    Field("order_id", "order_id"),
    Field("status", "status", text=False),
    Field("shipped_date", "shipped_date", text=False),
    Field("last_updated_date", "last_updated_date", text=False),
)
_LINE = (
    Field("order_line_id", "order_line_id"),
    Field("line_state", "order_line_state", text=False),
    Field("quantity", "quantity", text=False),
    Field("unit_price", "price_unit", text=False),
    Field("amount", "total_price", text=False),
    Field("shipping_amount", "shipping_price", text=False),
    Field("moved_at", "shipped_date", text=False),
    Field("offer", "offer_sku"),
    Field("name", "product_title"),
)
_REFUND = (
    Field("refund_id", "id"),
    Field("refund_state", "state", text=False),
    Field("quantity", "quantity", text=False),
    Field("amount", "amount", text=False),
    Field("shipping_amount", "shipping_amount", text=False),
    Field("moved_at", "created_date", text=False),
)
_CANCELATION = (Field("quantity", "quantity", text=False),)
_ADDED = (Field("amount", "amount", text=False),)
_SHIPMENT_LINE = (Field("order_line_id", "order_line_id"), Field("quantity", "quantity", text=False))
# Which list of a line or a refund holds what is added to it.
_LISTS = {
    LINE: {"taxes": "LINE_TAX", "shipping_taxes": "LINE_SHIPPING_TAX"},
    REFUND: {"taxes": "REFUND_TAX", "shipping_taxes": "REFUND_SHIPPING_TAX", "fees": "REFUND_FEE"},
}
assert {kind for lists in _LISTS.values() for kind in lists.values()} == {*ADDED}  # noqa: S101

_Part = dict[str, str | None]
PART = ("kind", "refund_id", "currency", *dict.fromkeys(field.column for field in (*_LINE, *_REFUND)))
SHIPMENT_PART = tuple(field.column for field in _SHIPMENT_LINE)


def decode_orders(source: Source) -> Iterator[Slice]:
    """A row per order of `{"orders": [...]}`, in file order; raises RejectedFileError, for NDJSON possibly after some slices."""
    columns = (*(field.column for field in (*ORDER, *CUSTOMER)), "content")
    yield from _with_parts(source, "orders", columns, PART, _order)


def decode_shipments(source: Source) -> Iterator[Slice]:
    """A row per shipment of `{"data": [...]}`, in file order; raises RejectedFileError, for NDJSON possibly after some slices."""
    columns = (*(field.column for field in SHIPMENT), "content")
    yield from _with_parts(source, "data", columns, SHIPMENT_PART, _shipment)


def _with_parts(
    source: Source,
    wrapper: str,
    columns: tuple[str, ...],
    part_columns: tuple[str, ...],
    told: Callable[[Json | BrokenLine], tuple[Row, list[_Part]]],
) -> Iterator[Slice]:
    """Slices of the rows, each with the parts of its rows."""
    parts: dict[int, list[_Part]] = {}

    def rows() -> Iterator[Row]:
        for number, element in enumerate(elements(source, wrapper), start=1):
            row, parts[number] = told(element)
            yield row

    for piece in slices(source, columns, rows()):
        numbers = piece.rows["line_number"].to_list()
        listed = [{"line_number": number, **part} for number in numbers for part in parts.pop(number)]
        schema = {"line_number": pl.Int64} | dict.fromkeys(part_columns, pl.String)
        yield replace(piece, parts=pl.DataFrame(listed, schema))


def _order(element: Json | BrokenLine) -> tuple[Row, list[_Part]]:
    order = as_object(element, "order_id")
    if isinstance(order, Row):
        return order, []
    problems: list[Problem] = []
    cells = (*read(order, ORDER, problems), *read(_customer(order, problems), CUSTOMER, problems))
    currency = order.get("currency_iso_code")
    lines = _members(order, "order_lines", "order_line_id", problems)
    parts = [part for line in lines for part in _parts_of(line, problems)]
    ids = Counter(part["order_line_id"] for part in parts if part["kind"] == LINE)
    problems += [
        Problem("order_line_id", "DUPLICATE_ID", f"line {one} stands twice in the order")
        for one in ids
        if one and ids[one] > 1
    ]
    for part in parts:
        part["currency"] = currency if isinstance(currency, str) else None
    return _row(order, cells, problems), parts


def _customer(order: JsonObject, problems: list[Problem]) -> JsonObject:
    told = order.get("customer")
    if isinstance(told, dict):
        return told
    if told is not None:
        problems.append(Problem("customer_id", "MISSING_VALUE", f"customer must be an object ('{compact(told)[:60]}')"))
    return {}


def _parts_of(line: JsonObject, problems: list[Problem]) -> Iterator[_Part]:
    """The line, what was canceled of it, its refunds, and what is added to them."""
    told = _part(LINE, line, _LINE, problems)
    yield told
    yield from _added(LINE, line, {"order_line_id": told["order_line_id"]}, problems)
    for canceled in _members(line, "cancelations", "quantity", problems):
        yield {**_part(CANCELATION, canceled, _CANCELATION, problems), "order_line_id": told["order_line_id"]}
    for refund in _members(line, "refunds", "refund_id", problems):
        named = {**_part(REFUND, refund, _REFUND, problems), "order_line_id": told["order_line_id"]}
        yield named
        yield from _added(REFUND, refund, {name: named[name] for name in ("order_line_id", "refund_id")}, problems)


def _added(of: str, parent: JsonObject, named: _Part, problems: list[Problem]) -> Iterator[_Part]:
    for key, kind in _LISTS[of].items():
        for member in _members(parent, key, "amount", problems):
            yield {**_part(kind, member, _ADDED, problems), **named}


def _part(kind: str, told: JsonObject, fields: tuple[Field, ...], problems: list[Problem]) -> _Part:
    return {"kind": kind, **dict(zip((field.column for field in fields), read(told, fields, problems), strict=True))}


def _shipment(element: Json | BrokenLine) -> tuple[Row, list[_Part]]:
    shipment = as_object(element, "id")
    if isinstance(shipment, Row):
        return shipment, []
    problems: list[Problem] = []
    cells = read(shipment, SHIPMENT, problems)
    lines = _members(shipment, "shipment_lines", "quantity", problems)
    parts = [dict(zip(SHIPMENT_PART, read(line, _SHIPMENT_LINE, problems), strict=True)) for line in lines]
    return _row(shipment, cells, problems), parts


def _row(told: JsonObject, cells: Cells, problems: list[Problem]) -> Row:
    raw = compact(told)
    # Numbers as they are written and keys in one order: the same order, fetched again, is the same text.
    content = sha256(compact(told, by_key=True).encode(errors="replace")).hexdigest()[:32]
    return Row((*cells, content), tuple(problems), raw)


def _members(parent: JsonObject, key: str, column: str, problems: list[Problem]) -> list[JsonObject]:
    """The objects of a list, which may be missing; anything else goes to `problems`."""
    listed = parent.get(key)
    if listed is None:
        return []
    if not isinstance(listed, list) or not all(isinstance(member, dict) for member in listed):
        problems.append(Problem(column, "MISSING_VALUE", f"{key} must be a list of objects"))
        return []
    return [member for member in listed if isinstance(member, dict)]
