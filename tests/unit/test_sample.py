"""The sample: the same bytes for the same arguments, nothing from the future, everything planted found again."""

import gzip
import hashlib
import json
import re
from collections import Counter
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pytest
from lxml import etree
from stdnum import iban, iso11649

from pipelines.landing import reading
from pipelines.landing.decoding import RejectedFileError
from pipelines.landing.feeds import feed_of
from pipelines.landing.zone import look
from pipelines.rules import Rules
from pipelines.sample.damage import DAMAGES
from pipelines.sample.files import stored
from pipelines.sample.noise import DIRTY, FILE_CODES, KINDS_OF_NOISE, ROW_CODES
from pipelines.sample.showcase.names import ACCOUNTS, OWN_ACCOUNTS, STRANGER, rf
from pipelines.sample.showcase.rows import STORIES
from pipelines.sample.zone import Summary, write
from schemas import vocabulary as words

UNTIL = date(2026, 11, 20)
AS_OF = datetime(2026, 11, 20, 23, 59, 59, tzinfo=UTC)
# What the whole file decides, not the row: the store refuses these when it loads the file.
BY_THE_STORE = {"DUPLICATE_ID", "CONFLICTING_ROWS", "CONFLICTING_DECISION"}
# Codes that a second night, some days later, or a later step of the suite brings about.
FINDINGS = (
    *(
        "OVERPAID",
        "REFUND_DUE",
        "PARTIALLY_PAID",
        "OVER_REFUNDED",
        "CHARGEBACK",
        "CAPTURE_FAILED",
        "SHIPPED_BEFORE_PAID",
    ),
    *("REFUSED_BUT_ACTIVE", "AUTH_TO_RELEASE", "UNMATCHED_PAYMENT", "CURRENCY_MISMATCH", "MIXED_CURRENCY_ORDER"),
    *("STATUS_CONFLICT", "STATUS_NOT_APPLICABLE", "ILLEGAL_TRANSITION", "UNKNOWN_ORDER", "RECORDED_WITHOUT_MONEY"),
    *("COMPLETION_BLOCKED", "STALE_PARTIAL_SHIPMENT"),
    *("AMOUNT_SOURCE_MISMATCH", "REFUND_NOT_SETTLED", "PSP_ASSERTION_MISMATCH"),
    *("OVERDUE", "METHOD_STATUS_MISMATCH", "SUGGESTED_MATCH", "AMBIGUOUS_MATCH", "AMOUNT_CHANGED_AFTER_PAYMENT"),
    *("POSSIBLE_DOUBLE_PAYMENT", "PAYOUT_MISMATCH", "DUE_DATE_NOT_ALLOWED", "TAX_MISMATCH"),
)
VERDICTS = ("APPLIED", "NO_OP", "REJECTED", "WAITING", "SKIPPED_STATUS")
OUTCOMES = ("COMPLETED", "BLOCKED", "WAITING")
RULES = ("DECISION", "STRUCTURED", "EXACT", "NORMALISED", "FUZZY", "MULTIPLE", "AMOUNT_PAYER")
DECIDED = ("WAITING", "REFUSED", "SUPERSEDED", "UNDONE")


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Summary:
    return write(tmp_path_factory.mktemp("small"), orders=200)


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Summary:
    return write(tmp_path_factory.mktemp("large"), orders=12_000, seed=7)


def _bytes(folder: Path) -> dict[str, str]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def _truth(zone: Summary, name: str) -> pl.DataFrame:
    return pl.read_csv(zone.folder / "truth" / f"{name}.csv", separator=";", infer_schema=False)


def test_the_same_arguments_write_the_same_bytes(tmp_path: Path, small: Summary) -> None:
    write(tmp_path, orders=200)
    assert _bytes(tmp_path) == _bytes(small.folder)


def test_the_bytes_are_those_of_every_machine(small: Summary) -> None:
    # A new version of DuckDB or Polars, or a change of the sample, changes this line: then the samples change too.
    told = hashlib.sha256(json.dumps(sorted(_bytes(small.folder).items())).encode()).hexdigest()
    assert told[:16] == "b0f9d3c9effb2fc8"


def test_another_seed_tells_of_another_shop_with_the_same_showcase(tmp_path: Path, small: Summary) -> None:
    other = write(tmp_path, orders=200, seed=2)
    differing = {name for name, digest in _bytes(tmp_path).items() if _bytes(small.folder).get(name) != digest}
    assert "orders/orders-20261115T180000Z.csv" in differing
    assert _truth(other, "showcase").equals(_truth(small, "showcase"))


@pytest.mark.parametrize("until", [UNTIL, date(2024, 2, 29)])
def test_nothing_is_dated_after_the_last_day(tmp_path: Path, until: date) -> None:
    zone = write(tmp_path, orders=400, days=20, until=until)
    for path in (path for path in zone.folder.rglob("*") if path.is_file()):
        text = path.read_bytes().decode(errors="replace")
        days = [
            day.replace("-", "") for day in re.findall(r"(?<![0-9])20[0-9]{2}-[01][0-9]-[0-3][0-9](?![0-9-])", text)
        ]
        days += re.findall(r"20[0-9]{6}", path.name)
        assert max(days, default="") <= f"{until:%Y%m%d}", path
    references = _truth(zone, "orders")["order_reference"]
    assert max(references.to_list()) < f"{until:%Y%m%d}~"


@pytest.mark.parametrize(("orders", "days"), [(1, 1), (len(STORIES), 1), (90, 3), (200, 365)])
def test_any_size_and_length_can_be_written(tmp_path: Path, orders: int, days: int) -> None:
    planted = sum(bool(story.parts) for story in STORIES)
    assert write(tmp_path, orders=orders, days=days).orders == max(orders, planted)


@pytest.mark.parametrize(
    "wrong",
    [{"orders": 0}, {"days": 0}, {"orders": 9_000_000}, {"until": date(2003, 1, 2)}, {"until": date(2101, 1, 1)}],
)
def test_numbers_out_of_range_are_refused(tmp_path: Path, wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="orders must be"):
        write(tmp_path, **wrong)
    assert not list(tmp_path.iterdir())


def test_every_feed_and_format_is_there(small: Summary) -> None:
    found = {path.relative_to(small.folder).as_posix() for path in small.folder.rglob("*") if path.is_file()}
    assert len(found) == small.files
    for wanted in (
        *(r"orders/orders-\d{8}T\d{6}Z\.csv", r"orders/.*\.json", r"orders/.*\.ndjson", r"orders/.*\.csv\.gz"),
        *(r"status_imports/status-\d{8}T\d{6}Z\.csv", r"status_imports/.*\.json", r"psp/events/.*\.csv"),
        *(r"bank/statement-eur-.*\.csv", r"bank/statement-gbp-.*\.csv", r"bank/camt053-\d+\.xml", r"incidents/.*\.csv"),
        r"bank/cfonb120-\d+\.txt",
        *(r"bank/mt940-\d+\.sta", r"bank/camt054-\d+\.xml", r"bank/societe-generale-\d+\.csv"),
        *(r"mirakl/orders/or11-.*\.json", r"mirakl/shipments/st11-.*\.json"),
        *(r"psp/mangopay/.*\.csv", r"psp/lemonway/.*\.json", r"psp/webhelp/.*\.csv"),
        *(r"decisions/.*\.csv", r"reference/(accounts|suppliers|customers|products)\.csv"),
        *(r"truth/payments\.csv", r"truth/orders\.csv", r"truth/showcase\.csv", r"truth/broken\.csv"),
    ):
        assert [name for name in found if re.fullmatch(wanted, name)], wanted


@pytest.mark.parametrize("zone", ["small", "large"])
def test_the_decoders_refuse_exactly_what_was_broken(zone: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    made: Summary = request.getfixturevalue(zone)
    broken: dict[str, dict[str, int]] = {name: {} for name in _truth(made, "broken")["file_name"]}
    for name, code, rows in _truth(made, "broken").select("file_name", "code", "rows").iter_rows():
        broken[name][code] = int(rows)
    good: Counter[str] = Counter()
    for number, file in enumerate(look(made.folder).files):
        feed, target = feed_of(file.feed, file.file_name), tmp_path / str(number)
        told = broken.get(f"{file.feed}/{file.file_name}", {})
        if 0 in told.values():
            with pytest.raises(RejectedFileError, match=f"^{next(iter(told))}: "):
                reading.read(file.path, feed, Rules(), AS_OF, target)
            continue
        read = reading.read(file.path, feed, Rules(), AS_OF, target)
        refused = Counter(reason.split(":")[0] for reason in read.refused["reason"])
        assert refused == {code: rows for code, rows in told.items() if code not in BY_THE_STORE}, file.file_name
        assert not read.warnings
        if "again" not in file.file_name:
            good[file.feed] += read.rows - sum(told.get(code, 0) for code in BY_THE_STORE)
    assert good["orders"] > made.rows["orders"]  # those of the JSON files beside those of the CSV files
    assert good["psp/events"] == made.rows["psp/events"]
    assert good["incidents"] == made.rows["incidents"]


def test_every_way_to_be_broken_stands_in_a_small_zone(small: Summary) -> None:
    rows = {code for code, count in small.broken_rows.items() if count}
    assert rows == set(ROW_CODES)
    assert sorted(small.broken_files.values()) == sorted(FILE_CODES)
    again = list((small.folder / "status_imports").glob("*again.json"))
    assert [path.read_bytes() for path in again] == [
        (path.with_name(path.name.replace("-again", ""))).read_bytes() for path in again
    ]


def test_one_row_of_two_hundred_is_broken(large: Summary) -> None:
    broken = _truth(large, "broken").with_columns(pl.col("rows").cast(pl.Int64))
    for feed in ("orders", "psp/events", "bank"):
        rows = broken.filter(pl.col("feed") == feed)["rows"].sum() - len(DAMAGES[feed])
        assert rows == pytest.approx(large.rows[feed] / 200, rel=0.2), feed


@pytest.mark.parametrize(
    "codes",
    [words.PAYMENT_STATUSES, FINDINGS, VERDICTS, OUTCOMES, RULES, DECIDED],
    ids=["statuses", "findings", "verdicts", "outcomes", "rules", "decided"],
)
def test_the_showcase_shows_every_code(codes: tuple[str, ...], small: Summary) -> None:
    shown = set(" ".join(_truth(small, "showcase")["shows"]).split())
    assert set(codes) <= shown


def test_every_story_stands_in_the_files(small: Summary) -> None:
    content = "".join(
        path.read_text(encoding="utf-8", errors="replace")
        for path in small.folder.rglob("*")
        if path.is_file() and "truth" not in path.parts and path.suffix != ".gz"
    )
    # A transfer whose text bends or hides the reference, or that names nobody, is told by its amount in the truth.
    missing = [reference for reference in _truth(small, "showcase")["order_reference"] if reference not in content]
    assert [reference.split("-")[1] for reference in missing] == ["9020", "9324"]
    assert "4321.09" in content


def test_every_kind_of_noise_is_planted(small: Summary) -> None:
    assert set(KINDS_OF_NOISE) <= set(_truth(small, "payments")["noise"])
    assert set(DIRTY) <= set(KINDS_OF_NOISE)


def test_noise_has_its_shares(tmp_path: Path) -> None:
    payments = _truth(write(tmp_path, orders=25_000, seed=3), "payments").filter(pl.col("provider") == "BANK")
    told = Counter(payments.unique("payment_id")["noise"])
    for kind, share in KINDS_OF_NOISE.items():
        lines = 2 * share if kind == "twin" else share  # a twin is two lines
        assert told[kind] / told.total() * 10_000 == pytest.approx(lines, rel=0.4, abs=8), kind
    assert told["clean"] / told.total() == pytest.approx(0.84, abs=0.03)


def test_the_numbers_are_roughly_those_of_a_marketplace(large: Summary) -> None:
    assert large.orders == 12_000
    assert large.rows["orders"] == pytest.approx(3.5 * large.orders, rel=0.06)
    assert large.rows["psp/events"] == pytest.approx(0.65 * large.orders, rel=0.15)
    assert large.rows["bank"] == pytest.approx(0.33 * large.orders, rel=0.2)
    assert large.rows["status_imports"] == pytest.approx(0.2 * large.orders, rel=0.2)
    with duckdb.connect() as con:
        file = large.folder / "orders" / "orders-20261115T180000Z.csv"
        rows = f"from read_csv('{file}', delim=';', all_varchar=true, ignore_errors=true)"
        orders, parts, mirakl = con.sql(
            'select count(distinct "Order Commercial Reference"), count(distinct "Order Reference"), '
            f'count(distinct "Order Reference") filter (where "External Source" = \'MIRAKL\') {rows}'
        ).fetchall()[0]
    assert parts / orders == pytest.approx(2.0, abs=0.15)
    assert mirakl / parts == pytest.approx(0.25, abs=0.05)


def test_the_truth_of_payments_and_orders_agrees(large: Summary) -> None:
    payments = _truth(large, "payments").with_columns(pl.col("amount").cast(pl.Decimal(18, 2)))
    moved = payments.group_by("order_reference").agg(net=pl.col("amount").sum())
    orders = _truth(large, "orders").drop_nulls("amount_due").join(moved, on="order_reference", how="left")
    told = pl.col("amount_received").cast(pl.Decimal(18, 2)) - pl.col("amount_refunded").cast(pl.Decimal(18, 2))
    assert orders.filter(told != pl.col("net").fill_null(0)).is_empty()
    assert orders["order_reference"].is_unique().all()
    assert payments.drop_nulls("order_reference").select("payment_id", "order_reference").is_unique().all()


def test_one_statement_is_missing_and_one_does_not_add_up(small: Summary, tmp_path: Path) -> None:
    closing, line_ends = None, set()
    gaps, wrong = list[date](), list[date]()
    for number, file in enumerate(sorted((small.folder / "bank").glob("cfonb120-*.txt"))):
        read = reading.read(file, feed_of("bank", file.name), Rules(), AS_OF, tmp_path / str(number))
        (told,) = read.statements.to_dicts()
        moved = pl.read_parquet(tmp_path / str(number))["amount"].sum()
        gaps += [told["statement_date"]] if closing not in {None, told["opening_balance"]} else []
        wrong += [told["statement_date"]] if told["opening_balance"] + moved != told["closing_balance"] else []
        closing = told["closing_balance"]
        line_ends.add(b"\r\n" in file.read_bytes())
    assert (gaps, wrong, line_ends) == ([date(2026, 11, 16)], [date(2026, 11, 17)], {True, False})


def test_account_numbers_and_references_have_their_check_digits(large: Summary) -> None:
    folder = large.folder / "reference"
    listed = pl.read_csv(folder / "accounts.csv", infer_schema=False, quote_char='"')["IBANs"].drop_nulls().to_list()
    numbers = [number for cell in listed[:40] for number in cell.split("|")]
    numbers += [account.iban for account in ACCOUNTS.values()] + [STRANGER[1], *OWN_ACCOUNTS.values()]
    assert [number for number in numbers if not iban.is_valid(number)] == []
    text = (large.folder / "bank" / "statement-eur-20261120.csv").read_text(encoding="utf-8")
    written = re.findall(r"(?<=;)RF[0-9]{2}[0-9X]+(?=;)", text)
    assert len(written) > 10
    assert [reference for reference in [*written, rf("20261011-9041")] if not iso11649.is_valid(reference)] == []


def test_statements_add_up_and_follow_each_other(large: Summary) -> None:
    names = [
        name
        for name in sorted((large.folder / "bank").glob("camt053-*.xml"))
        if re.search(r"-[0-9]{8}\.xml", name.name)
    ]
    names = [name for name in names if not re.search("cut|doctype", name.name)]
    balance = None
    for name in names:
        statement = etree.parse(name).getroot().find(".//{*}Stmt")
        assert statement is not None
        opening, closing = (_signed(each) for each in statement.iterfind("{*}Bal"))
        assert balance in {None, opening}
        assert opening + sum(_signed(entry) for entry in statement.iterfind("{*}Ntry")) == closing
        balance = closing
    assert len(names) == 3


def _signed(element: etree._Element) -> int:
    cents = int((element.findtext("{*}Amt") or "").replace(".", ""))
    return cents if element.findtext("{*}CdtDbtInd") == "CRDT" else -cents


@pytest.mark.parametrize("size", [0, 1, 0xFFFF, 0x10000, 200_001])
def test_a_stored_gzip_is_a_gzip(size: int) -> None:
    content = bytes(number % 251 for number in range(size))
    assert gzip.decompress(stored(content)) == content
