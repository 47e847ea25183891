"""JSON feeds: what every shape of file becomes, and what broken ones are told."""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.landing import json_elements, json_rows
from pipelines.landing.decoding import REFUSED_SCHEMA, Column, RejectedFileError, Slice, Source
from pipelines.landing.json_files import decode_incidents, decode_orders, decode_statuses
from pipelines.landing.json_orders import COLUMNS
from pipelines.landing.json_values import Json, Number, compact, parse
from pipelines.landing.validation import Clock, check
from schemas.landed.orders import OrderLine

Decode = Callable[[Source], Iterator[Slice]]

LINE = """{"id":"0001","externalId":"EL-1","variantExternalId":"V-1","productName":" Vis à bois ","quantity":3,
"confirmedQuantity":2,"status":"SHIPPED","orderLogisticLinePriceDto":{"price":0.10,"confirmedPrice":0.1,"taxRate":20.0,
"taxAmount":1e2,"shippingPriceWithoutTaxes":-0,"shippingTaxAmount":"0.30","totalPriceWithTaxes":12345678901234567890.10},
"customFieldValues":{"b":1.10,"a":{"d":null,"c":[true,"é"]}}}"""
LOGISTIC = f"""{{"id":"007","reference":"20260115-1-1","externalId":"Order_1-A","externalSource":"MIRAKL",
"status":"SHIPPED","paymentStatus":"PAID","paymentOption":"CREDIT_CARD","supplierSnapshot":{{"id":"S-1","name":"Acme"}},
"shippedAt":"2026-01-17T10:00:00Z","updatedAt":"2026-01-18T10:00:00Z","paymentProvider":"MANGOPAY",
"orderLogisticPrices":{{"currency":"USD"}},"lines":[{LINE}]}}"""
ORDER = f"""{{"id":"0042","reference":"20260115-1","externalId":"E-42","createdAt":"2026-01-15T10:00:00Z",
"updatedAt":"2026-01-16T10:00:00Z","accountExternalId":"ACC","customerExternalId":"CUS","paymentOption":"BANK_WIRE",
"orderMessage":"Merci","orderLogisticPrices":{{"currency":"EUR"}},"orderLogistics":[{LOGISTIC}]}}"""


@pytest.fixture
def source(tmp_path: Path) -> Callable[[str | bytes], Source]:
    def write(text: str | bytes) -> Source:
        return source_in(tmp_path, text)

    return write


Write = Callable[[str | bytes], Source]


def source_in(folder: Path, text: str | bytes) -> Source:
    path = folder / "file.json"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return Source(path, path.name, (Column("order_reference", "Order Reference", required=True),))


def decoded(decode: Decode, source: Source) -> tuple[pl.DataFrame, pl.DataFrame]:
    slices = list(decode(source))
    return pl.concat([piece.rows for piece in slices]), pl.concat([piece.refused for piece in slices])


def one_order(**changes: dict[str, Any]) -> str:
    """An order with one line; `order`, `logistic`, `line`, `price`, `supplier` change that part of it."""
    line = {"id": "1", "quantity": 1, "orderLogisticLinePriceDto": {"price": 2, **changes.get("price", {})}}
    supplier = {"id": "S", **changes.get("supplier", {})}
    logistic = {"reference": "O-1", "supplierSnapshot": supplier, "lines": [line | changes.get("line", {})]}
    order = {"reference": "O", "orderLogistics": [logistic | changes.get("logistic", {})]}
    return json.dumps(order | changes.get("order", {}))


# --- Orders ---------------------------------------------------------------------------------------


def test_every_column_of_an_order_line(source: Write) -> None:
    rows, refused = decoded(decode_orders, source(f"[{ORDER}]"))
    assert refused.is_empty()
    assert rows.drop("raw_row").to_dicts() == [
        {
            "order_commercial_reference": "20260115-1",
            "commercial_djust_id": "0042",
            "commercial_external_id": "E-42",
            "creation_date": "2026-01-15T10:00:00Z",
            "customer_account_external_id": "ACC",
            "customer_external_id": "CUS",
            "order_message": "Merci",
            "order_reference": "20260115-1-1",
            "logistic_djust_id": "007",
            "order_external_id": "Order_1-A",
            "external_source": "MIRAKL",
            "order_status": "SHIPPED",
            "order_payment_status": "PAID",
            "shipment_date": "2026-01-17T10:00:00Z",
            "update_date": "2026-01-18T10:00:00Z",
            "order_payment_option": "CREDIT_CARD",
            "payment_provider": "MANGOPAY",
            "currency": "USD",
            "supplier_external_id": "S-1",
            "order_line_external_id": "EL-1",
            "order_line_status": "SHIPPED",
            "variant_external_id": "V-1",
            "product_name": "Vis à bois",
            "order_line_quantity": "3",
            "confirmed_quantity": "2",
            "net_unit_price": "0.10",
            "confirmed_unit_price": "0.1",
            "tax_rate": "20.0",
            "tax_amount": "1e2",
            "shipping_fees": "-0",
            "shipping_tax_amount": "0.30",
            "line_total_with_tax": "12345678901234567890.10",
            "custom_fields": '{"a":{"c":[true,"é"],"d":null},"b":1.10}',
            "line_number": 1,
        }
    ]


def test_columns_are_those_of_the_model(source: Write) -> None:
    rows, _ = decoded(decode_orders, source(ORDER))
    assert set(COLUMNS) == set(OrderLine.to_schema().columns) - {"order_status_reason"}
    assert rows.schema == {**dict.fromkeys(COLUMNS, pl.String), "line_number": pl.Int64, "raw_row": pl.String}


def test_raw_row_is_the_line_in_the_shape_of_the_file(source: Write) -> None:
    rows, _ = decoded(decode_orders, source(ORDER))
    line = compact(parse(LINE))
    assert rows["raw_row"][0] == (
        '{"reference":"20260115-1","orderLogistics":[{"reference":"20260115-1-1","lines":[' + line + "]}]}"
    )


@pytest.mark.parametrize(
    ("changes", "column", "cell"),
    [
        pytest.param({"order": {"updatedAt": "U"}}, "update_date", "U", id="update of the order"),
        pytest.param({"order": {"updatedAt": "U"}, "logistic": {"updatedAt": " "}}, "update_date", "U", id="blank"),
        pytest.param({"order": {"paymentOption": "B"}}, "order_payment_option", "B", id="option of the order"),
        pytest.param({"order": {"orderLogisticPrices": {"currency": "EUR"}}}, "currency", "EUR", id="its currency"),
        pytest.param({"order": {"paymentProvider": "P"}}, "payment_provider", "P", id="its provider"),
        pytest.param({"line": {"externalId": None}}, "order_line_external_id", "1", id="line id"),
        pytest.param({"line": {"externalId": "X"}}, "order_line_external_id", "X", id="external line id"),
        pytest.param({"line": {"customFieldValues": {}}}, "custom_fields", None, id="no custom fields"),
        pytest.param({"line": {"productName": ""}}, "product_name", None, id="empty text"),
        pytest.param({"line": {"productName": " \t "}}, "product_name", None, id="blank text"),
        pytest.param({"line": {"externalId": 12}}, "order_line_external_id", "12", id="number as id"),
        pytest.param({"price": {"price": "1.50"}}, "net_unit_price", "1.50", id="number as text"),
        pytest.param({"price": {"price": None}}, "net_unit_price", None, id="null"),
        pytest.param({"price": {"price": float("nan")}}, "net_unit_price", "NaN", id="NaN"),
        pytest.param({"price": {"price": float("-inf")}}, "net_unit_price", "-Infinity", id="infinity"),
        pytest.param({"price": {"price": [1]}}, "net_unit_price", "[1]", id="list as number"),
        pytest.param({"price": {"price": True}}, "net_unit_price", "true", id="flag as number"),
        pytest.param({"logistic": {"status": {"a": 1}}}, "order_status", '{"a":1}', id="object as code"),
        pytest.param({"line": {"productName": "x" * 20_000}}, "product_name", "x" * 10_001, id="too long"),
        pytest.param({"order": {"orderLogistics": []}}, "order_reference", None, id="no logistic order"),
        pytest.param({"order": {"orderLogistics": None}}, "order_commercial_reference", "O", id="null logistic orders"),
        pytest.param({"logistic": {"lines": []}}, "order_line_external_id", None, id="no line"),
        pytest.param({"logistic": {"lines": []}}, "order_reference", "O-1", id="no line, but its order"),
    ],
)
def test_one_cell(source: Write, changes: dict[str, Any], column: str, cell: str | None) -> None:
    rows, refused = decoded(decode_orders, source(one_order(**changes)))
    assert refused.is_empty()
    assert rows[column].to_list() == [cell]


@pytest.mark.parametrize(
    ("changes", "column", "reason"),
    [
        ({"logistic": {"reference": ["O-1"]}}, "Order Reference", "MISSING_VALUE: Order Reference - must be text"),
        ({"order": {"reference": {"a": 1}}}, "order_commercial_reference", "must be text ('{\"a\":1}')"),
        ({"line": {"productName": False}}, "product_name", "must be text ('false')"),
        ({"line": {"externalId": float("nan")}}, "order_line_external_id", "must be text ('NaN')"),
        ({"logistic": {"supplierSnapshot": "S"}}, "supplier_external_id", "supplierSnapshot must be an object"),
        ({"line": {"orderLogisticLinePriceDto": 1}}, "net_unit_price", "must be an object"),
        ({"order": {"orderLogisticPrices": []}}, "currency", "orderLogisticPrices must be an object"),
        ({"order": {"orderLogistics": {"a": 1}}}, "Order Reference", "orderLogistics must be a list"),
        ({"order": {"orderLogistics": [7]}}, "Order Reference", "an object is needed here ('7')"),
        ({"logistic": {"lines": "x"}}, "order_line_external_id", "lines must be a list"),
        ({"logistic": {"lines": [None]}}, "order_line_external_id", "an object is needed here ('null')"),
        ({"line": {"productName": "\ud83d"}}, "product_name", "CONTROL_CHARACTER: product_name"),
        ({"line": {"other": "\ud83d"}}, "order_commercial_reference", "CONTROL_CHARACTER"),
        ({"line": {"productName": ["\ud83d"]}}, "product_name", "MISSING_VALUE: product_name"),
    ],
)
def test_rows_that_are_refused(source: Write, changes: dict[str, Any], column: str, reason: str) -> None:
    rows, refused = decoded(decode_orders, source(f"[{one_order(**changes)},{one_order()}]"))
    assert rows["line_number"].to_list() == [2]
    assert refused.schema == REFUSED_SCHEMA
    assert refused["line_number"].to_list() == [1]
    assert refused["column_name"][0] == column
    assert reason in refused["reason"][0]
    assert refused["raw_row"][0].startswith('{"reference":')


def test_all_that_is_wrong_is_told(source: Write) -> None:
    order = one_order(order={"reference": []}, line={"productName": {}})
    _, refused = decoded(decode_orders, source(order))
    assert refused["reason"][0] == (
        "MISSING_VALUE: order_commercial_reference - must be text ('[]'); "
        "MISSING_VALUE: product_name - must be text ('{}')"
    )


def test_what_is_passed_on_as_text_is_refused_by_the_model(source: Write) -> None:
    orders = [
        one_order(price={"price": {"a": 1}}),
        one_order(price={"taxAmount": float("nan")}),
        one_order(order={"createdAt": [2026]}),
        one_order(logistic={"lines": []}),
    ]
    rows, _ = decoded(decode_orders, source("\n".join(orders)))
    refused = check(rows, OrderLine, clock=Clock(datetime(2026, 1, 20, tzinfo=UTC), "Europe/Paris"), aliases={}).refused
    told = dict(zip(refused["line_number"], refused["reason"], strict=True))
    assert "BAD_NUMBER: Net Unit Price" in told[1]
    assert "BAD_NUMBER: Tax Amount" in told[2]
    assert "BAD_DATE: Creation Date" in told[3]
    assert "MISSING_VALUE: Order Line External Id" in told[4]


def test_a_control_character_refuses_its_row_also_where_json_escapes_it(source: Write) -> None:
    orders = [
        one_order(logistic={"reference": "O-1\0"}),
        one_order(line={"productName": "a\tb\nc"}),
        one_order(line={"customFieldValues": [{"externalId": "note", "value": "bell\7"}]}),
        one_order(line={"customFieldValues": [{"externalId": "path", "value": "C:\\bin"}]}),
    ]
    rows, _ = decoded(decode_orders, source("\n".join(orders)))
    refused = check(rows, OrderLine, clock=Clock(datetime(2026, 1, 20, tzinfo=UTC), "Europe/Paris"), aliases={}).refused
    told = {
        line: [one for one in reason.split("; ") if "CONTROL" in one]
        for line, reason in refused.select("line_number", "reason").rows()
    }
    assert told[1] == ["CONTROL_CHARACTER: Order Reference - holds a control character ('O-1?')"]
    assert [len(told[line]) for line in (1, 2, 3, 4)] == [1, 0, 1, 0]
    assert told[3][0].startswith("CONTROL_CHARACTER: CF_*")


# --- Shapes of files ------------------------------------------------------------------------------

ONE, TWO = '{"reference":"A"}', '{"reference":"B"}'


@pytest.mark.parametrize(
    ("text", "references"),
    [
        pytest.param(f"[{ONE},{TWO}]", ["A", "B"], id="list"),
        pytest.param(f"\ufeff[{ONE}]", ["A"], id="list with BOM"),
        pytest.param(f'{{"elements":[{ONE},{TWO}],"page":1}}', ["A", "B"], id="elements"),
        pytest.param(f'{{"elements":[\n{ONE},\n{TWO}\n]}}', ["A", "B"], id="elements over lines"),
        pytest.param(f'{{"elements":[\n{ONE}\n]}}', ["A"], id="one element on its line"),
        pytest.param(ONE, ["A"], id="single object"),
        pytest.param('\n{\n"reference":\n"A"\n}\n', ["A"], id="single object over lines"),
        pytest.param(f"{ONE}\n{TWO}", ["A", "B"], id="NDJSON"),
        pytest.param(f"\ufeff\r\n{ONE}\r\n\r\n{TWO}\r\n", ["A", "B"], id="NDJSON with BOM and blank lines"),
        pytest.param(f'{{"elements":[{ONE}]}}\n{{"elements":[{TWO}]}}', ["A", "B"], id="NDJSON of pages"),
        pytest.param("[]", [], id="empty list"),
        pytest.param('{"elements":[]}', [], id="empty elements"),
    ],
)
def test_shapes(source: Write, text: str, references: list[str]) -> None:
    rows, refused = decoded(decode_orders, source(text))
    assert refused.is_empty()
    assert rows["order_commercial_reference"].to_list() == references
    assert rows["line_number"].to_list() == list(range(1, len(references) + 1))
    assert rows.columns == [*COLUMNS, "line_number", "raw_row"]


NESTED = "[" * 70 + "]" * 70


@pytest.mark.parametrize(
    ("text", "code"),
    [
        pytest.param("", "EMPTY_FILE", id="no bytes"),
        pytest.param("\ufeff \n", "EMPTY_FILE", id="blanks"),
        pytest.param('[{"reference":"A"', "TRUNCATED", id="cut"),
        pytest.param("[" + ONE + ",", "TRUNCATED", id="cut after a comma"),
        pytest.param('[{"reference":"é'.encode()[:-1], "TRUNCATED", id="cut inside a letter"),
        pytest.param(f"[{ONE}\n{TWO}]", "UNREADABLE: it is no JSON (line 2, column 1", id="missing comma"),
        pytest.param("[{'reference':'A'}]", "UNREADABLE", id="single quotes"),
        pytest.param(f"[{ONE}]\n[{TWO}]", "UNREADABLE", id="two lists"),
        pytest.param('[{"a":1,"b":2,"a":3}]', 'UNREADABLE: key "a" stands twice', id="key twice"),
        pytest.param("42", "UNREADABLE", id="a number"),
        pytest.param('{"elements":{}}', "UNREADABLE", id="elements is no list"),
        pytest.param(NESTED, "TOO_DEEP", id="deep"),
        pytest.param(f'[{{"reference":"A","unread":{NESTED}}}]', "TOO_DEEP", id="deep where nobody reads"),
        pytest.param('{"a":' * 100_000, "TOO_DEEP", id="deeper than the stack"),
        pytest.param(b'[{"reference":"\xe9"}]', "BAD_ENCODING", id="latin-1"),
        pytest.param(f"[{ONE}]".encode("utf-16"), "BAD_ENCODING", id="utf-16"),
        pytest.param(ONE.encode() + b'\n{"reference":"\xe9"}\n', "BAD_ENCODING: line 2", id="latin-1 in NDJSON"),
    ],
)
def test_rejected_files(source: Write, text: str | bytes, code: str) -> None:
    with pytest.raises(RejectedFileError, match="^" + code.replace("(", r"\(")):
        decoded(decode_orders, source(text))


def test_brackets_in_text_do_not_nest(source: Write) -> None:
    text = json.dumps([{"reference": 'A\\"' + "[" * 50 + '"' + "{" * 50 + "\\"}])
    rows, _ = decoded(decode_orders, source(text))
    assert len(rows) == 1


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ('{"reference":', "BROKEN_JSON: order_commercial_reference - line 2: it ends in the middle"),
        ("nothing", "line 2: it is no JSON"),
        ('{"a":1,"a":2}', 'line 2: key "a" stands twice'),
        ('{"a":' + NESTED + "}", "more than 64 times"),
        ("[1]", "MISSING_VALUE: order_commercial_reference - an object is needed here ('[1]')"),
        ("42", "MISSING_VALUE: order_commercial_reference - an object is needed here ('42')"),
    ],
)
def test_a_broken_line_leaves_its_neighbours_alone(source: Write, line: str, reason: str) -> None:
    rows, refused = decoded(decode_orders, source(f"{ONE}\n{line}\n{TWO}\n"))
    assert rows["order_commercial_reference"].to_list() == ["A", "B"]
    assert rows["line_number"].to_list() == [1, 3]
    assert refused.select("line_number", "raw_row").rows() == [(2, line)]
    assert reason in refused["reason"][0]


def test_ndjson_whose_first_line_is_broken(source: Write) -> None:
    rows, refused = decoded(decode_orders, source(f'{{"reference"\n{ONE}\n{TWO}\n'))
    assert rows["line_number"].to_list() == [2, 3]
    assert refused["line_number"].to_list() == [1]


def test_ndjson_cut_inside_a_letter_loses_its_last_line_only(source: Write) -> None:
    rows, refused = decoded(decode_orders, source(f'{ONE}\n{{"reference":"é'.encode()[:-1]))
    assert len(rows) == 1
    assert refused["raw_row"].to_list() == [r'{"reference":"\xc3']


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("[" + ",\n".join([ONE] * 20) + "]", id="document"),
        pytest.param("{" + " " * 200 + "}", id="one long line"),
        pytest.param(f"{ONE}\n{ONE}\n{ONE}\n{' ' * 200}{ONE}\n", id="a long line of NDJSON"),
    ],
)
def test_too_large(source: Write, text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_elements, "LARGEST_DOCUMENT", 100)
    with pytest.raises(RejectedFileError, match=r"DOCUMENT_TOO_LARGE.*send NDJSON"):
        decoded(decode_orders, source(text))


def test_ndjson_may_be_of_any_size(source: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_elements, "LARGEST_DOCUMENT", 100)
    rows, _ = decoded(decode_orders, source(f"{ONE}\n" * 50))
    assert len(rows) == 50


@pytest.mark.parametrize(("name", "most"), [("SLICE_ROWS", 2), ("SLICE_CHARACTERS", 100)])
def test_slices_are_bounded_and_numbered_through(
    source: Write, monkeypatch: pytest.MonkeyPatch, name: str, most: int
) -> None:
    monkeypatch.setattr(json_rows, name, most)
    lines = ",".join(f'{{"externalId":"{number}"}}' for number in range(5))
    text = f'{{"reference":"A","orderLogistics":[{{"reference":"A-1","lines":[{lines},9]}}]}}'
    slices = list(decode_orders(source(text)))
    assert [len(piece.rows) + len(piece.refused) for piece in slices] == [2, 2, 2]
    assert pl.concat([piece.rows for piece in slices])["line_number"].to_list() == [1, 2, 3, 4, 5]
    assert slices[-1].refused["line_number"].to_list() == [6]


# --- Statuses and incidents -----------------------------------------------------------------------

STATUS = (
    '{"orderExternalId":"Order_1-A","orderReference":"O-1","orderStatus":"Livré","effectiveDate":"2026-01-17",'
    '"reason":" late ","trackingUrl":"https://t","orderLines":[{"id":1}]}'
)


@pytest.mark.parametrize("text", [f'{{"elements":[{STATUS}]}}', f"[{STATUS}]", STATUS])
def test_statuses(source: Write, text: str) -> None:
    rows, refused = decoded(decode_statuses, source(text))
    assert refused.is_empty()
    assert rows.to_dicts() == [
        {
            "order_external_id": "Order_1-A",
            "order_reference": "O-1",
            "order_status": "Livré",
            "effective_date": "2026-01-17",
            "reason": "late",
            "tracking_url": "https://t",
            "custom_fields": None,
            "line_number": 1,
            "raw_row": STATUS,
        }
    ]


def test_statuses_in_ndjson(source: Write) -> None:
    rows, refused = decoded(decode_statuses, source(f'{STATUS}\n{{"orderReference":["O-2"]}}\n"O-3"\n{STATUS}'))
    assert rows["line_number"].to_list() == [1, 4]
    assert refused["line_number"].to_list() == [2, 3]
    assert refused["column_name"].to_list() == ["Order Reference"] * 2


INCIDENT = {
    "incidentId": "I-1",
    "orderReference": "O-1",
    "linkedType": "ORDER",
    "status": "OPEN",
    "openedAt": "2026-01-17",
    "orderLineExternalId": "L",
    "reason": "broken",
    "quantity": 2,
    "updatedAt": "2026-01-18",
    "message": "m",
}
HEADERS = (
    "Incident Id",
    "Order Reference",
    "Linked Type",
    "Status",
    "Opened At",
    "Order Line External Id",
    "Reason",
    "Quantity",
    "Updated At",
    "Message",
)


@pytest.mark.parametrize(
    "keys", [tuple(INCIDENT), HEADERS, tuple(header.lower().replace(" ", "_") for header in HEADERS)]
)
def test_incidents(source: Write, keys: tuple[str, ...]) -> None:
    incident = dict(zip(keys, INCIDENT.values(), strict=True))
    rows, refused = decoded(decode_incidents, source(json.dumps({"elements": [incident]})))
    assert refused.is_empty()
    assert rows.columns[:-2] == [header.lower().replace(" ", "_") for header in HEADERS]
    assert rows.row(0)[:-2] == ("I-1", "O-1", "ORDER", "OPEN", "2026-01-17", "L", "broken", "2", "2026-01-18", "m")


def test_an_incident_says_a_thing_once(source: Write) -> None:
    rows, refused = decoded(decode_incidents, source('[{"status":"OPEN","Status":"CLOSED"}]'))
    assert rows.is_empty()
    assert refused["reason"][0].startswith("BROKEN_JSON")


# --- Whatever is written is read ------------------------------------------------------------------

texts = st.text(st.characters(codec="utf-8"), max_size=12)
decimals = st.decimals(allow_nan=False, allow_infinity=False).map(lambda number: Number(format(number, "f")))
cells = st.none() | texts | decimals
values: st.SearchStrategy[Any] = st.recursive(
    cells | st.booleans(), lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3)
)
prices = st.fixed_dictionaries({}, optional={"price": decimals, "taxAmount": decimals, "totalPriceWithTaxes": decimals})
lines = st.fixed_dictionaries(
    {"externalId": texts}, optional={"quantity": cells, "productName": cells, "orderLogisticLinePriceDto": prices}
)
logistics = st.fixed_dictionaries({"reference": texts, "lines": st.lists(lines, max_size=3), "more": values})
orders = st.fixed_dictionaries({"reference": texts, "orderLogistics": st.lists(logistics, max_size=3)})


def read(text: str, decode: Decode = decode_orders) -> tuple[pl.DataFrame, pl.DataFrame]:
    with TemporaryDirectory() as folder:
        return decoded(decode, source_in(Path(folder), text))


@settings(max_examples=200, deadline=None)
@given(st.lists(orders, min_size=1, max_size=4))
def test_list_elements_and_ndjson_give_the_same_rows(written: list[Json]) -> None:
    objects = [compact(order) for order in written]
    rows, refused = read(f"[{','.join(objects)}]")
    assert refused.is_empty()
    for text in ('{"elements":[' + ",\n".join(objects) + "]}", "\n".join(objects)):
        again, none = read(text)
        assert none.is_empty()
        assert again.equals(rows)


@settings(max_examples=200, deadline=None)
@given(st.lists(lines, min_size=1, max_size=4))
def test_numbers_are_exact(written: list[dict[str, Any]]) -> None:
    order: Json = {"reference": "A", "orderLogistics": [{"reference": "A-1", "lines": list(written)}]}
    rows, _ = read(compact(order))
    paid = [line.get("orderLogisticLinePriceDto", {}) for line in written]
    for column, key in (
        ("net_unit_price", "price"),
        ("tax_amount", "taxAmount"),
        ("line_total_with_tax", "totalPriceWithTaxes"),
    ):
        assert rows[column].to_list() == [price.get(key) for price in paid]


@settings(max_examples=300, deadline=None)
@given(values)
def test_parse_gives_back_what_compact_wrote(value: Json) -> None:
    assert parse(compact(value)) == value
    assert json.loads(compact(value), parse_float=str, parse_int=str) == value


@settings(max_examples=300, deadline=None)
@given(st.lists(orders, min_size=1, max_size=3), st.data())
def test_a_document_cut_anywhere_is_truncated(written: list[Json], data: st.DataObject) -> None:
    text = json.dumps(written, indent=data.draw(st.sampled_from([None, 1])), ensure_ascii=data.draw(st.booleans()))
    end = data.draw(st.integers(1, len(text) - 1))
    with pytest.raises(RejectedFileError, match=r"^TRUNCATED"):
        read(text[:end])


@settings(max_examples=500, deadline=None)
@given(st.text(st.characters(codec="utf-8"), max_size=40) | st.text('[]{}",:\\u12 \nenltrua', max_size=40))
def test_any_text_is_rows_or_a_reason(text: str) -> None:
    for decode in (decode_orders, decode_statuses, decode_incidents):
        try:
            read("[" + text, decode)
            read("{" + text + "\n{}", decode)
        except RejectedFileError as rejected:
            assert rejected.code in {"TRUNCATED", "UNREADABLE"}  # noqa: PT017


@settings(max_examples=100, deadline=None)
@given(st.integers(50, 80), st.integers(0, 3))
def test_depth_is_counted_in_lists_and_objects(depth: int, after: int) -> None:
    half, odd = divmod(depth, 2)
    text = '{"a":[' * half + "[" * odd + '"]\\"[{"' + "]" * odd + "]}" * half
    text = f"[{','.join([text] + ['[]'] * after)}]"
    if depth + 1 > 64:
        with pytest.raises(RejectedFileError, match=r"^TOO_DEEP"):
            read(text)
    else:
        read(text)
