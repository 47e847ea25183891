"""DJUST's order JSON: a commercial order holds logistic orders, these hold lines; a row per line (formats.md §1)."""

from collections.abc import Iterator
from typing import NamedTuple

from pipelines.landing.json_elements import BrokenLine
from pipelines.landing.json_rows import Cells, Field, Problem, Row, as_object, read, refused, short
from pipelines.landing.json_values import Json, JsonObject, compact

ORDER = (
    Field("order_commercial_reference", "reference"),
    Field("commercial_djust_id", "id"),
    Field("commercial_external_id", "externalId"),
    Field("creation_date", "createdAt", text=False),
    Field("customer_account_external_id", "accountExternalId"),
    Field("customer_external_id", "customerExternalId"),
    Field("order_message", "orderMessage"),
)
LOGISTIC = (
    Field("order_reference", "reference"),
    Field("logistic_djust_id", "id"),
    Field("order_external_id", "externalId"),
    Field("external_source", "externalSource", text=False),
    Field("order_status", "status", text=False),
    Field("order_payment_status", "paymentStatus", text=False),
    Field("shipment_date", "shippedAt", text=False),
)
# What the logistic order says, else what its order says.
EITHER = (
    Field("update_date", "updatedAt", text=False),
    Field("order_payment_option", "paymentOption", text=False),
    Field("payment_provider", "paymentProvider"),
)
CURRENCY = (Field("currency", "currency", text=False),)
SUPPLIER = (Field("supplier_external_id", "id"),)
LINE = (
    Field("order_line_external_id", "externalId"),
    Field("order_line_status", "status"),
    Field("variant_external_id", "variantExternalId"),
    Field("product_name", "productName"),
    Field("order_line_quantity", "quantity", text=False),
    Field("confirmed_quantity", "confirmedQuantity", text=False),
)
PRICES = (
    Field("net_unit_price", "price", text=False),
    Field("confirmed_unit_price", "confirmedPrice", text=False),
    Field("tax_rate", "taxRate", text=False),
    Field("tax_amount", "taxAmount", text=False),
    Field("shipping_fees", "shippingPriceWithoutTaxes", text=False),
    Field("shipping_tax_amount", "shippingTaxAmount", text=False),
    Field("line_total_with_tax", "totalPriceWithTaxes", text=False),
)
FIELDS = (*ORDER, *LOGISTIC, *EITHER, *CURRENCY, *SUPPLIER, *LINE, *PRICES)
COLUMNS = (*(field.column for field in FIELDS), "custom_fields")


class Head(NamedTuple):
    """What all lines of an order, or of a logistic order, have in common."""

    cells: Cells
    problems: tuple[Problem, ...]


def order_rows(element: Json | BrokenLine) -> Iterator[Row]:
    """The rows of one commercial order, at least one."""
    order = as_object(element, "order_commercial_reference")
    if isinstance(order, Row):
        yield order
        return
    problems: list[Problem] = []
    head = Head(read(order, ORDER, problems), tuple(problems))
    for logistic in _members(order, "orderLogistics", "order_reference"):
        if isinstance(logistic, Row):
            yield logistic._replace(raw=_raw(order, None, logistic.raw))
        else:
            yield from _logistic_rows(order, logistic, head)


def _logistic_rows(order: JsonObject, logistic: JsonObject, above: Head) -> Iterator[Row]:
    head = _logistic_head(order, logistic, above)
    for line in _members(logistic, "lines", "order_line_external_id"):
        raw = _raw(order, logistic, line.raw if isinstance(line, Row) else compact(line) if line else "")
        if isinstance(line, Row):
            yield line._replace(problems=(*head.problems, *line.problems), raw=raw)
        else:
            yield _line_row(line, head, raw)


def _logistic_head(order: JsonObject, logistic: JsonObject, above: Head) -> Head:
    problems = list(above.problems)
    prices = _part(logistic, "orderLogisticPrices", "currency", problems)
    prices_of_order = _part(order, "orderLogisticPrices", "currency", problems)
    cells = (
        *above.cells,
        *read(logistic, LOGISTIC, problems),
        *read(_either(logistic, order, EITHER), EITHER, problems),
        *read(_either(prices, prices_of_order, CURRENCY), CURRENCY, problems),
        *read(_part(logistic, "supplierSnapshot", "supplier_external_id", problems), SUPPLIER, problems),
    )
    return Head(cells, tuple(problems))


def _line_row(line: JsonObject, head: Head, raw: str) -> Row:
    problems = list(head.problems)
    named = line if _is_given(line.get("externalId")) else {**line, "externalId": line.get("id")}
    prices = _part(line, "orderLogisticLinePriceDto", "net_unit_price", problems)
    custom = line.get("customFieldValues")
    told = short(compact(custom, by_key=True)) if custom else None
    cells = (*head.cells, *read(named, LINE, problems), *read(prices, PRICES, problems), told)
    return Row(cells, tuple(problems), raw)


def _members(parent: JsonObject, key: str, column: str) -> list[JsonObject | Row]:
    """The objects of a list; where it is missing or empty one object without anything, so that the row is not lost."""
    listed = parent.get(key)
    if not listed:
        return [{}]
    if not isinstance(listed, list):
        return [refused(column, "MISSING_VALUE", f"{key} must be a list", compact(listed))]
    return [as_object(member, column) for member in listed]


def _part(parent: JsonObject, key: str, column: str, problems: list[Problem]) -> JsonObject:
    part = parent.get(key)
    if part is None or isinstance(part, dict):
        return part or {}
    problems.append(Problem(column, "MISSING_VALUE", f"{key} must be an object"))
    return {}


def _either(first: JsonObject, second: JsonObject, fields: tuple[Field, ...]) -> JsonObject:
    keys = [field.key for field in fields]
    return {key: first.get(key) if _is_given(first.get(key)) else second.get(key) for key in keys}


def _is_given(value: Json) -> bool:
    return bool(value.strip()) if isinstance(value, str) else value is not None


def _raw(order: JsonObject, logistic: JsonObject | None, line: str) -> str:
    """The line in the shape of the file, with the references above it."""
    if logistic:
        line = f'{{"reference":{short(compact(logistic.get("reference")))},"lines":[{line}]}}'
    return f'{{"reference":{short(compact(order.get("reference")))},"orderLogistics":[{line}]}}'
