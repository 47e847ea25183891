"""CFONB 120 statements: real files of public repositories, and what banks do to a record (formats.md §7)."""

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipelines.landing import cfonb, cfonb_fields, cfonb_records
from pipelines.landing.decoding import RejectedFileError, Source
from pipelines.landing.feeds import BANK, ORDERS
from pipelines.landing.formats import format_of
from pipelines.landing.reading import Reading, read
from pipelines.rules import Rules

SAMPLES = Path(__file__).parents[1] / "cases" / "samples" / "cfonb120"
IBAN = "FR1420041010050500013M02606"
STARTS = {
    "bank": 3, "branch": 12, "currency": 17, "decimals": 20, "account": 22, "booked": 35, "reject_code": 41, "value": 43,
    "qualifier": 46, "label": 49, "text": 49, "amount": 91, "reference": 105,
}  # fmt: skip
ACCOUNT = {"bank": "20041", "branch": "01005", "account": "0500013M026", "currency": "EUR", "decimals": "2"}
DIGITS = {1: "{ABCDEFGHI", -1: "}JKLMNOPQR"}


def record(code: str, **fields: str) -> str:
    """One record, its fields at their columns; what is not given is blank."""
    line = code.ljust(120)
    for name, text in (ACCOUNT | fields).items():
        at = STARTS[name] - 1
        line = line[:at] + text + line[at + len(text) :]
    return line


def amount(cents: int) -> str:
    """Cents as 14 characters, the last of which carries digit and sign."""
    digits = f"{abs(cents):014}"
    return digits[:-1] + DIGITS[-1 if cents < 0 else 1][int(digits[-1])]


def movement(cents: int = 12000, **fields: str) -> str:
    return record(
        "04", **{"booked": "011026", "value": "021026", "label": "VIR SEPA ACME", "amount": amount(cents)} | fields
    )


def complement(qualifier: str, text: str) -> str:
    return record("05", booked="011026", qualifier=qualifier, text=text)


def statement(*records: str) -> list[str]:
    opening = record("01", booked="300926", amount=amount(100))
    return [opening, *records, record("07", booked="021026", amount=amount(200))]


def decoded(folder: Path, content: str | bytes) -> tuple[pl.DataFrame, list[str]]:
    path = folder / "releve.txt"
    path.write_bytes(content.encode("latin-1") if isinstance(content, str) else content)
    slices = list(cfonb.decode(Source(path, path.name, ())))
    assert not [piece.refused for piece in slices if len(piece.refused)]
    return pl.concat([piece.rows for piece in slices]), [told for piece in slices for told in piece.warnings]


def rows(folder: Path, *records: str) -> list[dict[str, Any]]:
    """The rows of one statement, about which there is nothing to warn of."""
    found, warnings = decoded(folder, "\n".join(statement(*records)))
    assert warnings == []
    return found.to_dicts()


def landed(folder: Path, content: str) -> tuple[Reading, pl.DataFrame]:
    """Through the decoders and the model of the feed."""
    path = folder / "releve.txt"
    path.write_text(content, encoding="latin-1")
    reading = read(path, BANK, Rules(), datetime(2026, 11, 22, tzinfo=UTC), folder / "rows")
    files = sorted((folder / "rows").glob("*.parquet"))
    return reading, pl.concat([pl.read_parquet(file) for file in files]) if files else pl.DataFrame()


# --- Files of others ------------------------------------------------------------------------------

FILES = {
    "pennylane-end_of_statement_without_beginning.txt": (1, "-10.70", ""),
    "pennylane-invalid_date.txt": (1, "-10.70", ""),
    "pennylane-new_statement_without_previous_ended.txt": (
        2, "-18.60", "statements without a closing balance are not controlled: line 1",
    ),
    "pennylane-operation.txt": (1, "-32.21", "movements before the first opening balance: line 1"),
    "pennylane-operation_already_defined.txt": (2, "-64.42", "movements before the first opening balance: line 1, 6"),
    "pennylane-operation_detail_without_operation.txt": (
        1, "-10.70", "complements without a movement before them are not read: line 3",
    ),
    "pennylane-operation_out_of_statement.txt": (2, "-42.91", "movements before the first opening balance: line 1"),
    "pennylane-operation_unstarted.txt": (
        0, "0", "complements without a movement before them are not read: line 1, 2, 3, 4",
    ),
    "silarhi-non-strict-test.txt": (5, "-5210.90", ""),
    "silarhi-simple-test.txt": (0, "0", ""),
    "silarhi-test-unused-parts.txt": (0, "0", ""),
}  # fmt: skip


@pytest.mark.parametrize("name", FILES)
def test_files_of_other_projects(name: str, tmp_path: Path) -> None:
    count, total, warning = FILES[name]
    assert format_of(SAMPLES / name) == "cfonb120"
    found, warnings = decoded(tmp_path, (SAMPLES / name).read_bytes())
    assert (len(found), sum(map(Decimal, found["amount"])), warnings) == (
        count,
        Decimal(total),
        [warning] * bool(warning),
    )


def test_every_file_of_other_projects_is_named_here() -> None:
    names = {path.name for path in SAMPLES.glob("*.txt")} - {"SOURCES.txt"}
    assert names == {*FILES, "silarhi-cfonb.240-complex-test.txt"}


def test_notices_are_no_statement() -> None:
    path = SAMPLES / "silarhi-cfonb.240-complex-test.txt"
    with pytest.raises(RejectedFileError, match="UNSUPPORTED_FORMAT: this is a cfonb240, notices of single payments"):
        read(path, BANK, Rules(), datetime(2026, 11, 22, tzinfo=UTC), path.parent / "never")


def test_a_statement_in_another_feed_is_called_by_its_name(tmp_path: Path) -> None:
    path = SAMPLES / "silarhi-non-strict-test.txt"
    with pytest.raises(RejectedFileError, match="this is a bank statement in CFONB 120, and the feed orders takes"):
        read(path, ORDERS, Rules(), datetime(2026, 11, 22, tzinfo=UTC), tmp_path / "never")


# --- One movement ---------------------------------------------------------------------------------


def test_a_movement_with_everything(tmp_path: Path) -> None:
    text = "FACTURE 20260901-1 ".ljust(70, "X")
    (row,) = rows(
        tmp_path,
        movement(reference="REF0001", reject_code="61"),
        complement("NPY", "ACME SAS"),
        complement("LCC", text),
        complement("LC2", "Y SUITE"),
        complement("LCS", "RF18539007547034"),
        complement("RCN", "E2E-1".ljust(35) + "SALA"),
        complement("LIB", "NOT THE TEXT"),
        complement("MMO", f"EUR2{amount(125000)}"),
        complement("ZZZ", "SOMETHING NEW"),
    )
    assert row.pop("raw_row").startswith("0420041")
    assert row == {
        "line_number": 2,
        "account_iban": IBAN,
        "booking_date": "2026-10-01",
        "value_date": "2026-10-02",
        "amount": "120.00",
        "currency": "EUR",
        "payer_name": "ACME SAS",
        "remittance_information": f"{text}Y SUITE",
        "end_to_end_id": "E2E-1",
        "bank_reference": "REF0001",
        "structured_reference": "RF18539007547034",
        "return_reason": "61",
        "original_amount": "1250.00",
        "statement_id": "1",
        "statement_date": "2026-10-02",
    }


def test_a_movement_with_nothing(tmp_path: Path) -> None:
    (row,) = rows(
        tmp_path, movement(value="000000", label="", reject_code="00", currency="   ", decimals=" ", reference="0" * 16)
    )
    filled = {name for name, cell in row.items() if cell is not None}
    assert filled == {
        "line_number", "account_iban", "booking_date", "amount", "currency", "statement_id", "statement_date", "raw_row",
    }  # fmt: skip
    assert (row["currency"], row["amount"]) == ("EUR", "120.00")


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (f"EUR2{amount(1250)}", "12.50"),
        ("EUR200000000001250", "12.50"),
        ("EUR300000000012501", "12.501"),
        (f"USD2{amount(1250)}", None),
        (f"EURX{amount(1250)}", "0000000000125{ (no amount of CFONB)"),
    ],
)
def test_an_original_amount_is_one_of_the_same_currency(tmp_path: Path, written: str, read: str | None) -> None:
    (row,) = rows(tmp_path, movement(), complement("MMO", written))
    assert row["original_amount"] == read


def test_the_label_and_its_complements_are_the_text_where_there_is_no_other(tmp_path: Path) -> None:
    (row,) = rows(tmp_path, movement(), complement("LIB", "CDE"), complement("LIB", "20260901-1"))
    assert row["remittance_information"] == "VIR SEPA ACME CDE 20260901-1"


def test_a_text_that_is_cut_in_the_midst_of_a_word_is_joined(tmp_path: Path) -> None:
    (row,) = rows(tmp_path, movement(), complement("LCC", " VOTRE CDE 2026".rjust(70)), complement("LC2", "0901-1"))
    assert row["remittance_information"] == "VOTRE CDE 20260901-1"


@pytest.mark.parametrize(
    ("written", "decimals", "read"),
    [
        ("0000000000107}", "2", "-10.70"),
        ("0000000000107{", "2", "10.70"),
        ("0000000000107é", "2", "10.70"),
        ("0000000000107è", "2", "-10.70"),
        ("0000000000107A", "2", "10.71"),
        ("0000000000107R", "2", "-10.79"),
        ("0000000000107A", "0", "1071"),
        ("0000000000107A", "3", "1.071"),
        ("0000000000000A", " ", "0.01"),
        ("0000000000000{", "0", "0"),
        ("99999999999999", "2", "99999999999999 (no amount of CFONB)"),
        ("00000000000100", "X", "00000000000100 (no amount of CFONB)"),
        ("1000          ", "2", "1000 (no amount of CFONB)"),
        ("         -1.50", "2", "-1.50 (no amount of CFONB)"),
        ("0000000000107A", "X", "0000000000107A (no amount of CFONB)"),
        ("000000000 107A", "2", "000000000 107A (no amount of CFONB)"),
        (" " * 14, "2", None),
    ],
)
def test_amounts(tmp_path: Path, written: str, decimals: str, read: str | None) -> None:
    (row,) = rows(tmp_path, movement(amount=written, decimals=decimals))
    assert row["amount"] == read


@given(cents=st.integers(-(10**13), 10**13))
def test_every_amount_is_read_as_it_was_written(cents: int) -> None:
    frame = pl.DataFrame({"written": [amount(cents)]})
    (read,) = frame.select(cfonb_fields.amount(pl.col("written"), pl.lit(2))).to_series()
    assert Decimal(read) == Decimal(cents) / 100


words = st.text("ABCXYZ0123456789-/+ éÉ", max_size=40).map(lambda text: " ".join(text.split()))


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    told=st.lists(
        st.tuples(st.integers(-(10**9), 10**9), st.dates(date(2001, 1, 1), date(2026, 10, 1)), words, words), max_size=6
    ),
    end=st.sampled_from(["", "\n", "\r\n"]),
)
def test_what_is_written_is_read_back(told: list[tuple[int, date, str, str]], end: str) -> None:
    written = [record("01", booked="300926", amount=amount(100))]
    for cents, day, payer, text in told:
        written.append(movement(cents, booked=f"{day:%d%m%y}", value=f"{day:%d%m%y}", label=""))
        written += [complement(name, said) for name, said in (("NPY", payer), ("LCC", text)) if said]
    moved = sum(cents for cents, *_ in told)
    written.append(record("07", booked="021026", amount=amount(100 + moved)))
    with TemporaryDirectory() as folder:
        reading, found = landed(Path(folder), "".join(line + end for line in written))
    assert reading.refused.is_empty()
    read_back = (
        found.sort("line_number").select("amount", "booking_date", "payer_name", "remittance_information").rows()
        if len(found)
        else []
    )
    assert read_back == [(Decimal(cents) / 100, day, payer or None, text or None) for cents, day, payer, text in told]
    (statement_of,) = reading.statements.to_dicts()
    assert (statement_of["opening_balance"], statement_of["closing_balance"]) == (
        Decimal(1),
        Decimal(100 + moved) / 100,
    )


@pytest.mark.parametrize(
    ("bank", "branch", "account", "iban"),
    [
        ("20041", "01005", "0500013M026", IBAN),
        ("30006", "00001", "12345678901", "FR7630006000011234567890189"),
        ("30006", "00001", "1234567 901", "30006000011234567 901"),
    ],
)
def test_an_account_is_named_by_its_iban(tmp_path: Path, bank: str, branch: str, account: str, iban: str) -> None:
    (row,) = rows(tmp_path, movement(bank=bank, branch=branch, account=account))
    assert row["account_iban"] == iban


# --- The file -------------------------------------------------------------------------------------


def test_with_and_without_line_ends_it_says_the_same(tmp_path: Path) -> None:
    records = statement(movement(), complement("NPY", "SOCIÉTÉ DE L'ÉTÉ"), movement(-500), movement(300, label=""))
    expected = decoded(tmp_path, "\n".join(records))[0].drop("line_number", "raw_row").to_dicts()
    assert len(expected) == 3
    short = [line.rstrip() for line in records]
    for content in (
        "".join(records),
        "\r\n".join(records) + "\r\n",
        "\r".join(records),
        "\n\n".join(records) + "\r\n\x1a",
        "\n".join(short),
        "\n".join(line + " and more" for line in records),
        "\n".join(records).encode(),
        b"\xef\xbb\xbf" + "\n".join(records).encode(),
    ):
        assert decoded(tmp_path, content)[0].drop("line_number", "raw_row").to_dicts() == expected


def test_lines_are_counted_as_they_stand(tmp_path: Path) -> None:
    records = statement(movement(), movement())
    assert decoded(tmp_path, "\n\n".join(records))[0]["line_number"].to_list() == [3, 5]
    assert decoded(tmp_path, "".join(records))[0]["line_number"].to_list() == [2, 3]


def test_several_statements_and_what_stands_between_them(tmp_path: Path) -> None:
    other = {"account": "00001234567"}
    records = [
        *statement(movement(100)),
        complement("NPY", "NOBODY"),
        record("01", booked="021026", **other),
        movement(200, **other),
        complement("NPY", "ACME"),
        record("07", booked="310226", **other),
        *[complement("LIB", "X")] * 6,
    ]
    found, warnings = decoded(tmp_path, "\n".join(records))
    assert found.select("amount", "payer_name", "statement_id", "statement_date").rows() == [
        ("1.00", None, "1", "2026-10-02"),
        ("2.00", "ACME", "2", None),
    ]
    assert warnings == ["complements without a movement before them are not read: line 4, 9, 10, 11, 12 and 2 more"]


def test_a_record_of_another_kind_rejects_the_file(tmp_path: Path) -> None:
    with pytest.raises(RejectedFileError, match="BROKEN_STATEMENT: line 2 begins with '99'"):
        decoded(tmp_path, "\n".join([movement(), "99" + " " * 118]))


def test_a_control_character_refuses_its_movement(tmp_path: Path) -> None:
    records = statement(
        movement(100), movement(200, label="A\x00B"), movement(300), complement("NPY", "C\x1bD"), movement(400)
    )
    reading, found = landed(tmp_path, "\n".join([*records, complement("NPY", "ASTRAY\x00")]))
    assert found["amount"].to_list() == [Decimal(1), Decimal(4)]
    assert [(line, reason.split(":")[0]) for line, _, reason, _ in reading.refused.rows()] == [
        (3, "CONTROL_CHARACTER"),
        (4, "CONTROL_CHARACTER"),
    ]


@pytest.mark.parametrize("block", [1, 7, 120, 121, 500, 1_000])
@pytest.mark.parametrize("end", ["\n", "\r\n", ""])
def test_blocks_cut_no_movement(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, block: int, end: str) -> None:
    monkeypatch.setattr(cfonb_records, "BLOCK", block)
    pairs = [record for cents in range(1, 6) for record in (movement(cents), complement("NPY", f"É{cents}"))]
    records = [complement("LIB", "X"), *statement(*pairs), *statement(movement(-7))]
    found, warnings = decoded(tmp_path, end.join(records))
    assert found.select("line_number", "amount", "payer_name", "statement_id", "statement_date").rows() == [
        *((1 + 2 * cents, f"0.0{cents}", f"É{cents}", "1", "2026-10-02") for cents in range(1, 6)),
        (15, "-0.07", None, "2", "2026-10-02"),
    ]
    assert warnings == ["complements without a movement before them are not read: line 1"]


def test_what_lands_is_typed_and_what_is_wrong_is_refused_by_its_record(tmp_path: Path) -> None:
    records = statement(
        movement(12000),
        movement(booked="  CART"),
        movement(booked="310226"),
        movement(amount="0000000001XX0{"),
        movement(currency="EU1"),
        movement(amount=amount(12345), decimals="3"),
        movement(-500),
    )
    reading, found = landed(tmp_path, "\n".join(records))
    assert (reading.format, reading.rows) == ("cfonb120", 2)
    assert found.select("amount", "booking_date", "statement_date").rows() == [
        (Decimal("120.000000"), date(2026, 10, 1), date(2026, 10, 2)),
        (Decimal("-5.000000"), date(2026, 10, 1), date(2026, 10, 2)),
    ]
    told = [
        (line, column, reason.split(":")[0]) for line, column, reason, _ in reading.refused.sort("line_number").rows()
    ]
    assert told == [
        (3, "Booking Date", "BAD_DATE"),
        (4, "Booking Date", "BAD_DATE"),
        (5, "Amount", "BAD_NUMBER"),
        (6, "Currency", "UNKNOWN_CURRENCY"),
        (7, "Amount", "TOO_MANY_DECIMALS"),
    ]
    assert reading.refused.sort("line_number")["raw_row"].to_list() == [line.rstrip() for line in records[2:7]]
