"""Reports of Mangopay, Lemonway and Mirakl: what is written is read back exactly (formats.md §2 to §4)."""

import csv
import io
import json
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from zoneinfo import ZoneInfo

import duckdb
import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipelines import money
from pipelines.landing import json_elements
from pipelines.landing.decoding import RejectedFileError
from pipelines.landing.feed import Feed
from pipelines.landing.feeds import LEMONWAY, MANGOPAY, MIRAKL_ORDERS, MIRAKL_SHIPMENTS
from pipelines.landing.json_values import Json, JsonObject, Number, compact
from pipelines.landing.reading import Reading, read
from pipelines.rules import Rules

AS_OF = datetime(2026, 11, 20, 22, tzinfo=UTC)
PARIS = ZoneInfo("Europe/Paris")
Row = dict[str, Any]

texts = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp")), max_size=30).map(str.strip)
ids = st.text("abcXYZ0123456789_-", min_size=1, max_size=20)
cents = st.integers(0, 10**11)
# Not within the hour that the clocks repeat, of which a text without an offset says nothing.
moments = st.datetimes(datetime(2001, 1, 1), datetime(2026, 10, 1)).map(  # noqa: DTZ001  # in UTC, below
    lambda moment: moment.replace(microsecond=0, tzinfo=UTC)
)
quickly = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))


def landed(feed: Feed, content: str, name: str, rules: Rules | None = None) -> tuple[Reading, list[Row]]:
    """What of a file is right, in its order."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_text(content, encoding="utf-8")
        reading = read(path, feed, rules or Rules(), AS_OF, Path(folder) / "rows")
        rows = pl.concat([pl.read_parquet(file) for file in sorted((Path(folder) / "rows").glob("*.parquet"))])
        return reading, rows.sort("line_number").to_dicts()


def as_csv(rows: list[dict[str, str]], separator: str) -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]), delimiter=separator, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def euros(units: int) -> str:
    return f"{units // 100}.{units % 100:02}"


mangopay_rows = st.lists(
    st.tuples(ids, moments, cents, st.integers(0, 500), texts, st.sampled_from(["PAYIN", "PAYOUT", "TRANSFER"])),
    min_size=1,
    max_size=8,
)


@quickly
@given(told=mangopay_rows, iso=st.booleans(), major=st.booleans(), older=st.booleans())
def test_mangopay(told: list[tuple[str, datetime, int, int, str, str]], iso: bool, major: bool, older: bool) -> None:  # noqa: FBT001
    def amount(units: int) -> str:
        return euros(units) if major else str(units)

    rows = [
        {
            "Id" if older else "TransactionId": number,
            "CreationDate:ISO" if iso else "CreationDate": f"{at:%d/%m/%Y %H:%M:%S}" if iso else str(int(at.timestamp())),
            "DebitedFundsAmount": amount(credited + fees), "DebitedFundsCurrency": "EUR", "FeesAmount": amount(fees),
            "CreditedFundsAmount": amount(credited), "CreditedFundsCurrency": "EUR", "Type": kind, "Nature": "REGULAR", "Tag": tag,
            **({"Status": "SUCCEEDED"} if older else {}),
        }
        for number, at, credited, fees, tag, kind in told
    ]  # fmt: skip
    rules = Rules.model_validate({"psp": {"mangopay": {"amounts": "major" if major else "minor"}}})
    reading, found = landed(MANGOPAY, as_csv(rows, ","), "report.csv", rules)
    assert reading.refused.is_empty()
    assert reading.warnings == []
    assert [
        (
            row["transaction_id"],
            row["creation_date"],
            int(row["credited_funds_amount"]),
            int(row["fees_amount"]),
            row["tag"] or "",
            row["type"],
            row["status"],
        )
        for row in found
    ] == [(*line, "SUCCEEDED") for line in told]


lemonway_rows = st.lists(st.tuples(ids, moments, cents, st.integers(0, 500), texts), min_size=1, max_size=8)


def _first_as_csv(told: list[tuple[str, datetime, int, int, str]]) -> tuple[str, str]:
    return as_csv(_first(told), ";"), "report.csv"


def _first_as_json(told: list[tuple[str, datetime, int, int, str]]) -> tuple[str, str]:
    return json.dumps({"TRANS": {"HPAY": _first(told)}}), "report.json"


def _first(told: list[tuple[str, datetime, int, int, str]]) -> list[dict[str, str]]:
    return [
        {
            "ID": number, "DATE": f"{at.astimezone(PARIS):%d/%m/%Y %H:%M:%S}", "CRED": euros(credit), "COM": euros(commission), "MSG": message,
            "STATUS": "3", "TYPE": "0", "METHOD": "0",
        }
        for number, at, credit, commission, message in told
    ]  # fmt: skip


def _second_as_json(told: list[tuple[str, datetime, int, int, str]]) -> tuple[str, str]:
    rows = [
        {
            "transactionIn": {
                "id": number,
                "date": int(at.timestamp()),
                "creditAmount": credit,
                "commissionAmount": commission,
                "comment": message,
                "status": 0,
            }
        }
        for number, at, credit, commission, message in told
    ]
    return json.dumps({"transactions": {"value": rows}}), "report.json"


@pytest.mark.parametrize("written", [_first_as_csv, _first_as_json, _second_as_json])
@quickly
@given(told=lemonway_rows)
def test_lemonway(
    written: Callable[[list[tuple[str, datetime, int, int, str]]], tuple[str, str]],
    told: list[tuple[str, datetime, int, int, str]],
) -> None:
    reading, found = landed(LEMONWAY, *written(told))
    assert reading.refused.is_empty()
    assert [(row["id"], row["credit"], row["commission"], row["message"] or "") for row in found] == [
        (number, Decimal(credit) / 100, Decimal(commission) / 100, message)
        for number, _, credit, commission, message in told
    ]
    # A clock that is set back tells one hour twice: the first is meant.
    assert all(
        abs((row["date"] - at).total_seconds()) in {0, 3600} for row, (_, at, *_) in zip(found, told, strict=True)
    )
    usual = [place for place, (_, at, *_) in enumerate(told) if at.month not in (3, 10)]
    assert all(found[place]["date"] == told[place][1] for place in usual)


lines = st.lists(
    st.tuples(st.integers(0, 10**6), cents, st.lists(cents, max_size=2), st.lists(st.tuples(cents, cents), max_size=2)),
    max_size=3,
)


Ordered = tuple[str, datetime, int, list[tuple[int, int, list[int], list[tuple[int, int]]]]]


def _order(
    number: str, at: datetime, total: int, of_order: list[tuple[int, int, list[int], list[tuple[int, int]]]]
) -> JsonObject:
    def taxed(amounts: list[int]) -> list[Json]:
        return [{"amount": Number(euros(tax))} for tax in amounts]

    told: list[Json] = [
        {
            "order_line_id": f"{number}-{place}", "order_line_state": "SHIPPING", "quantity": Number(quantity), "total_price": Number(euros(price)),
            "taxes": taxed(taxes),
            "refunds": [{"id": f"R{nth}", "amount": Number(euros(amount)), "taxes": taxed([tax])} for nth, (amount, tax) in enumerate(refunds)],
        }
        for place, (quantity, price, taxes, refunds) in enumerate(of_order)
    ]  # fmt: skip
    return {
        "order_id": number, "commercial_id": "20261001-1", "order_state": "SHIPPING", "currency_iso_code": "EUR", "total_price": Number(euros(total)),
        "created_date": f"{at:%Y-%m-%dT%H:%M:%SZ}", "last_updated_date": f"{at:%Y-%m-%dT%H:%M:%S}.125Z", "order_lines": told,
    }  # fmt: skip


@pytest.mark.parametrize("streamed", [True, False])
@quickly
@given(told=st.lists(st.tuples(ids, moments, cents, lines), min_size=1, max_size=5))
def test_mirakl_orders(streamed: bool, told: list[Ordered]) -> None:  # noqa: FBT001
    orders: list[Json] = [_order(*row) for row in told]
    content = "\n".join(map(compact, orders)) if streamed else compact({"orders": orders, "total_count": Number(9)})
    reading, found = landed(MIRAKL_ORDERS, content, "or11.json")
    assert reading.refused.is_empty()
    assert [(row["order_id"], row["created_date"], row["total_price"] * 100) for row in found] == [
        row[:3] for row in told
    ]
    assert [row["last_updated_date"].microsecond for row in found] == [125_000] * len(told)
    parts = [] if reading.parts is None else reading.parts.to_dicts()
    assert [(part["line_number"], part["kind"], int(part["amount"] * 100)) for part in parts] == [
        part for number, (*_, of_order) in enumerate(told, start=1) for part in _expected(number, of_order)
    ]
    pieces = [quantity for *_, of_order in told for quantity, *_ in of_order]
    assert [part["quantity"] for part in parts if part["kind"] == "LINE"] == pieces


def _expected(
    number: int, of_order: list[tuple[int, int, list[int], list[tuple[int, int]]]]
) -> list[tuple[int, str, int]]:
    found = []
    for _, price, taxes, refunds in of_order:
        found += [(number, "LINE", price), *((number, "LINE_TAX", tax) for tax in taxes)]
        for amount, tax in refunds:
            found += [(number, "REFUND", amount), (number, "REFUND_TAX", tax)]
    return found


@quickly
@given(told=st.lists(st.tuples(ids, moments, st.lists(st.integers(0, 10**6), max_size=3)), min_size=1, max_size=8))
def test_mirakl_shipments(told: list[tuple[str, datetime, list[int]]]) -> None:
    rows = [
        {"id": number, "order_id": "M-1-A", "status": "SHIPPED", "shipped_date": f"{at:%Y-%m-%dT%H:%M:%SZ}",
         "shipment_lines": [{"order_line_id": "L1", "quantity": pieces} for pieces in quantities]}
        for number, at, quantities in told
    ]  # fmt: skip
    reading, found = landed(MIRAKL_SHIPMENTS, json.dumps({"data": rows}), "st11.json")
    assert reading.refused.is_empty()
    assert [(row["id"], row["shipped_date"]) for row in found] == [row[:2] for row in told]
    parts = [] if reading.parts is None else reading.parts.select("line_number", "quantity").rows()
    assert parts == [(number, pieces) for number, (*_, quantities) in enumerate(told, start=1) for pieces in quantities]


@pytest.mark.parametrize("feed", [LEMONWAY, MIRAKL_ORDERS, MIRAKL_SHIPMENTS], ids=lambda feed: feed.name)
def test_a_document_without_end_is_refused_before_it_fills_memory(feed: Feed, tmp_path: Path) -> None:
    file = tmp_path / "endless.json"
    with file.open("wb") as out:
        out.write(b'{"orders": [{"order_id": "')
        out.truncate(2 << 30)  # two gigabytes, of which the disk holds nothing
    with pytest.raises(RejectedFileError, match=r"^DOCUMENT_TOO_LARGE: "):
        read(file, feed, Rules(), AS_OF, tmp_path / "rows")


@pytest.mark.parametrize(
    ("feed", "content", "code"),
    [
        (MIRAKL_ORDERS, '{"orders": [{"order_id": "M-1', "TRUNCATED"),
        (MIRAKL_ORDERS, '{"orders": {"order_id": "M-1"}}', "UNREADABLE"),
        (MIRAKL_SHIPMENTS, '{"data": ' + "[" * 100 + "]" * 100 + "}", "TOO_DEEP"),
        (MIRAKL_SHIPMENTS, "", "EMPTY_FILE"),
        (LEMONWAY, '{"TRANS": {"HPAY": [}}', "UNREADABLE"),
        (LEMONWAY, "ID;DATE\n1;01/01/2026 10:00:00\n", "MISSING_COLUMN"),
        (
            MANGOPAY,
            "Id,CreationDate,DebitedFundsAmount,DebitedFundsCurrency,CreditedFundsAmount,CreditedFundsCurrency,Type,Nature\n",
            "MISSING_COLUMN",
        ),
        (MANGOPAY, '{"a": 1}', "UNSUPPORTED_FORMAT"),
    ],
)
def test_files_of_which_nothing_is_loaded(feed: Feed, content: str, code: str, tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text(content, encoding="utf-8")
    with pytest.raises(RejectedFileError, match=f"^{code}: "):
        read(file, feed, Rules(), AS_OF, tmp_path / "rows")
    assert json_elements.LARGEST_DOCUMENT == 64 << 20


@pytest.mark.parametrize(
    ("units", "currency", "expected"),
    [
        ("12345", "EUR", "123.45"),
        ("-5", "EUR", "-0.05"),
        ("12345", "JPY", "12345.00"),
        ("0", "XXX", "0.00"),
        ("999999999999999", "EUR", "9999999999999.99"),
    ],
)
def test_minor_units(units: str, currency: str, expected: str) -> None:
    with duckdb.connect() as con:
        con.execute(money.macros(Rules()))
        (found,) = con.execute("select minor_amount(?, ?)::varchar", [units, currency]).fetchall()[0]
    assert found == expected


def test_no_transaction_of_lemonway_is_lost(tmp_path: Path) -> None:
    file = tmp_path / "report.json"
    file.write_text('{"transactions": {"value": [null, 7, {"id": 1}]}}', encoding="utf-8")
    refused = read(file, LEMONWAY, Rules(), AS_OF, tmp_path / "rows").refused
    assert refused["line_number"].to_list() == [1, 2, 3]
    file.write_text('{"transactions": {"value": null}}', encoding="utf-8")
    empty = read(file, LEMONWAY, Rules(), AS_OF, tmp_path / "none")
    assert (empty.rows, len(empty.refused)) == (0, 0)
