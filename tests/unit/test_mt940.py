"""MT940 statements: real files of public repositories, and what banks do to a tag (formats.md §6)."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.landing import mt940, mt940_rows
from pipelines.landing.decoding import RejectedFileError, Slice, Source
from pipelines.landing.feeds import BANK
from pipelines.landing.formats import format_of
from pipelines.landing.reading import Reading, read
from pipelines.rules import Rules

SAMPLES = Path(__file__).parents[1] / "cases" / "samples" / "mt940"
IBAN = "FR7630006000011234567890189"


def message(
    *movements: str,
    account: str = IBAN,
    number: str = "3/1",
    opening: str = "C260930EUR10,00",
    closing: str = "C261001EUR10,00",
) -> str:
    tags = (":20:S1", f":25:{account}", f":28C:{number}", f":60F:{opening}", *movements, f":62F:{closing}", "-")
    return "\n".join(tags) + "\n"


def movement(
    text: str = "", *, amount: str = "120,00", mark: str = "C", days: str = "2610011001", end: str = "NTRFNONREF//B1"
) -> str:
    return f":61:{days}{mark}{amount}{end}" + (f"\n:86:{text}" if text else "")


def decoded(folder: Path, content: str | bytes, rules: Rules | None = None) -> list[Slice]:
    path = folder / "statement.sta"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return list(mt940.decode(Source(path, path.name, (), rules or Rules())))


def rows(folder: Path, content: str | bytes, rules: Rules | None = None) -> list[dict[str, Any]]:
    """All rows of a file about which there is nothing to warn of."""
    slices = decoded(folder, content, rules)
    assert [piece.warnings for piece in slices if piece.warnings] == []
    return [row for piece in slices for row in piece.rows.to_dicts()]


def one(folder: Path, *args: str, **how: str) -> dict[str, Any]:
    (row,) = rows(folder, message(movement(*args, **how)))
    return row


def statements(folder: Path, content: str | bytes) -> list[dict[str, Any]]:
    return [told for piece in decoded(folder, content) for told in piece.statements.to_dicts()]


def landed(folder: Path, content: str) -> tuple[Reading, pl.DataFrame]:
    """Through the decoders and the model of the feed."""
    path = folder / "statement.sta"
    path.write_text(content, encoding="utf-8")
    reading = read(path, BANK, Rules(), datetime(2026, 11, 22, tzinfo=UTC), folder / "rows")
    return reading, pl.concat([pl.read_parquet(file) for file in sorted((folder / "rows").glob("*.parquet"))])


# --- Files of others ------------------------------------------------------------------------------

# Rows, their sum, and of each statement opening and closing balance and whether it adds up: many were shortened by those who show them.
FILES: dict[str, tuple[int, str, list[tuple[str | None, str | None, bool | None]]]] = {
    "betterplace-currency_in_25.sta": (0, "0", []),
    "betterplace-sepa_snippet.sta": (
        11, "-2143323.39", [("766656.49", "1125250.4", True), ("-1970431.87", "-4472049.09", False)],
    ),
    "betterplace-with_binary_character.sta": (
        4, "-179066.75", [("380115.77", "199929.02", True), ("130073.19", "131193.19", True)],
    ),
    "bsp-sample.mt940": (2, "1170.25", [("1000.00", "2170.25", True)]),
    "cmxl-account_identification_iban.sta": (0, "0", []),
    "cmxl-account_identification_legacy.sta": (0, "0", []),
    "jejik-abnamro.sta": (10, "-345.93", [("3236.28", "876.84", False), ("2876.84", "1849.75", False)]),
    "jejik-generic.sta": (2, "-20.00", [("100.00", "90.00", True), ("90.00", "80.00", True)]),
    "jejik-ing.sta": (7, "-45.59", [("0.00", "3.47", False)]),
    "jejik-knab.sta": (3, "-6260", [("0", "500", True), ("3058.98", "798.98", False)]),
    "jejik-postfinance.sta": (4, "159.4", [("0", "229.2", True), ("229.2", "159.6", False)]),
    "jejik-rabobank.sta": (
        5, "-1589.09",
        [("473.17", "395.82", False), ("1000.89", "1000.89", True), ("1295.82", "1250.87", False), ("4196.12", "4101.82", True)],
    ),
    "jejik-sns.sta": (2, "-25.00", [("1234.56", "1209.56", True), ("1209.56", "1209.56", True)]),
    "jejik-triodos.sta": (2, "-715.70", [("4975.09", "4370.79", False)]),
    "mBank-with_newline_in_tnr.sta": (2, "89.00", [("0.46", "860.17", False)]),
    "sberbank-171011_01234945.sta": (3, "-9437.00", [("627311.30", "617874.30", True)]),
    "self-provided-details_60-63.sta": (1, "-233.15", [("12345.12", "12345.98", False)]),
    "self-provided-february_30.sta": (1, "-6.00", [("1200.00", "1194.00", True)]),
    "self-provided-gv_codes.sta": (2, "-257.45", [("12345.12", None, None)]),
    "self-provided-long_statement_number.sta": (0, "0", [("0.00", "0.00", True)]),
    "self-provided-malformed_details.sta": (1, "-233.15", [("12345.12", "12345.98", False)]),
    "self-provided-overly_long_details.sta": (1, "-233.15", [("12345.12", "12345.98", False)]),
    "self-provided-raiffeisen-cmi.sta": (7, "-1012213.50", [("25170637.10", "25281687.60", False)]),
    "self-provided-raphaelm.sta": (
        9, "95000.00", [("0.00", "105000.00", True), ("105000.00", "145000.00", True), ("145000.00", "95000.00", True)],
    ),
    "self-provided-transaction_details_wrapped.sta": (1, "-6.00", [("1200.00", "1194.00", True)]),
    "self-provided-whitespace.sta": (1, "-233.15", [("12345.12", "12345.98", False)]),
    "self-provided-wrapped_timestamp.sta": (1, "-6.00", [("1200.00", "1194.00", True)]),
}  # fmt: skip
REJECTED = {
    "betterplace-sepa_snippet_broken.sta": "BROKEN_STATEMENT: line 6 names another account",
    "mBank-mt942.sta": "UNSUPPORTED_FORMAT: this is an mt942, an interim report and no statement",
    "self-provided-mt942.sta": "UNSUPPORTED_FORMAT: this is an mt942, an interim report and no statement",
    "self-provided-invalid_statement.sta": "MISSING_COLUMN: ",
}
PIECES = {
    *("betterplace-amount_formats", "betterplace-empty_86", "betterplace-empty_entry_date", "betterplace-empty_line"),
    *(
        "betterplace-missing_crlf_at_end",
        "cmxl-account_balance_credit",
        "cmxl-account_balance_debit",
        "cmxl-available_balance",
    ),
    *(
        "cmxl-closing_balance",
        "cmxl-reference",
        "cmxl-statement_details",
        "cmxl-statement_line",
        "cmxl-statement_number",
    ),
    *("self-provided-empty_non_swift", "self-provided-sparkassen"),
}  # single tags, which belong to no account


@pytest.mark.parametrize("name", FILES)
def test_files_of_other_projects(name: str, tmp_path: Path) -> None:
    content = (SAMPLES / name).read_bytes()
    count, total, balances = FILES[name]
    read_rows = [row for piece in decoded(tmp_path, content) for row in piece.rows.to_dicts()]
    assert (len(read_rows), sum(Decimal(row["amount"]) for row in read_rows)) == (count, Decimal(total))
    lines = [row["line_number"] for row in read_rows]
    assert [content.splitlines()[line - 1][:4] for line in lines] == [b":61:"] * count
    found, told = list[tuple[str | None, str | None, bool | None]](), statements(tmp_path, content)
    for at, each in enumerate(told):
        ends = told[at + 1]["line_number"] if at + 1 < len(told) else 10**9
        moved = sum(Decimal(row["amount"]) for row in read_rows if each["line_number"] <= row["line_number"] < ends)
        opening, closing = each["opening_balance"], each["closing_balance"]
        found.append((opening, closing, Decimal(opening) + moved == Decimal(closing) if opening and closing else None))
    assert found == balances


@pytest.mark.parametrize("name", [*REJECTED, *(f"{piece}.sta" for piece in sorted(PIECES))])
def test_files_that_are_no_statement(name: str, tmp_path: Path) -> None:
    expected = REJECTED.get(name, "BROKEN_STATEMENT: no statement names its account")
    with pytest.raises(RejectedFileError) as fault:
        read(SAMPLES / name, BANK, Rules(), datetime(2026, 11, 22, tzinfo=UTC), tmp_path)
    assert str(fault.value).startswith(expected)


def test_every_sample_has_an_expectation_and_a_free_licence() -> None:
    files = {path.name for path in SAMPLES.iterdir()} - {"SOURCES.txt"}
    assert files == {*FILES, *REJECTED, *(f"{piece}.sta" for piece in PIECES)}
    sources = [line.split("|") for line in (SAMPLES / "SOURCES.txt").read_text().splitlines()[1:]]
    assert {name for name, *_ in sources} == files
    assert {licence.split(" (")[0] for *_, licence in sources} == {
        "MIT",
        "BSD-3-Clause",
        "Apache-2.0",
        "Apache-2.0 OR MIT",
    }


# --- Movements ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("mark", "expected", "back"),
    [("C", "120.00", None), ("D", "-120.00", None), ("RC", "-120.00", "true"), ("RD", "120.00", "true"), ("CR", "120.00", None),
     ("DR", "-120.00", None), ("rc", "-120.00", "true"), ("RCR", "-120.00", "true")],
)  # fmt: skip
def test_the_sign_is_what_the_account_sees(mark: str, expected: str, back: str | None, tmp_path: Path) -> None:
    row = one(tmp_path, mark=mark)
    assert (row["amount"], row["is_return"]) == (expected, back)


def test_reversals_add_up_to_the_bank_s_balance(tmp_path: Path) -> None:
    lines = [
        movement(mark=mark, amount=amount)
        for mark, amount in (("C", "100,00"), ("RC", "40,00"), ("D", "7,50"), ("RD", "2,50"))
    ]
    content = message(*lines, opening="C260930EUR10,00", closing="C261001EUR65,00")
    (told,) = statements(tmp_path, content)
    moved = sum(Decimal(row["amount"]) for row in rows(tmp_path, content))
    assert Decimal(told["opening_balance"]) + moved == Decimal(told["closing_balance"])


@pytest.mark.parametrize(
    ("written", "expected"),
    [("107,", "107"), ("0,12", "0.12"), ("00,12", "0.12"), ("000001213,28", "1213.28")],
)
def test_amounts(written: str, expected: str, tmp_path: Path) -> None:
    assert one(tmp_path, amount=written)["amount"] == expected


@pytest.mark.parametrize(
    ("days", "booked", "value"),
    [
        ("2610011003", "2026-10-03", "2026-10-01"),
        ("261001", "2026-10-01", "2026-10-01"),
        ("261001    ", "2026-10-01", "2026-10-01"),
        ("2612310102", "2027-01-02", "2026-12-31"),
        ("2601021231", "2025-12-31", "2026-01-02"),
        ("2602300302", "2026-03-02", "2026-02-28"),
        ("2402310301", "2024-03-01", "2024-02-29"),
        ("2802280229", "2028-02-29", "2028-02-28"),
    ],
)
def test_days(days: str, booked: str, value: str, tmp_path: Path) -> None:
    row = one(tmp_path, days=days)
    assert (row["booking_date"], row["value_date"]) == (booked, value)


@given(value=st.dates(date(2001, 1, 1), date(2090, 12, 31)), apart=st.integers(-180, 180))
def test_the_year_of_a_booking_is_the_nearest(value: date, apart: int) -> None:
    booked = value + timedelta(days=apart)
    frame = pl.DataFrame({"value": [f"{value:%y%m%d}"], "entry": [f"{booked:%m%d}"]})
    (found,) = frame.select(mt940_rows._booking_day(mt940_rows._value_day())).to_series()
    assert found == f"{booked}"


@pytest.mark.parametrize(
    ("end", "end_to_end", "bank"),
    [
        ("NTRFNONREF//B1", None, "B1"),
        ("NTRFNONREF", None, None),
        ("NTRF20260901-1//NONREF", "20260901-1", None),
        ("NTRFNOTPROVIDED", None, None),
        ("NMSCKREF+//536D80EFEC56ACF8", None, "536D80EFEC56ACF8"),
        ("NTRFE-1//B1\nFACTURE 12", "E-1", "B1"),
        ("", None, None),
    ],
)
def test_references(end: str, end_to_end: str | None, bank: str | None, tmp_path: Path) -> None:
    row = one(tmp_path, end=end)
    assert (row["end_to_end_id"], row["bank_reference"]) == (end_to_end, bank)
    assert row["remittance_information"] == ("FACTURE 12" if "FACTURE" in end else None)


GLS = "NTRFBIPI-dvT1FzfMqvzF5HaU4oetlH7SGRkonU//2022070616391534000"


@pytest.mark.parametrize(
    ("variant", "expected"),
    [("GLS", ("BIPI-dvT1FzfMqvzF5HaU4oetlH7SGRkonU", "2022070616391534000")), (None, ("BIPI-dvT1FzfMqvz", None))],
)
def test_a_bank_s_own_way_is_a_setting(variant: str | None, expected: tuple[str, str | None], tmp_path: Path) -> None:
    rules = Rules.model_validate({"mt940_variants": {IBAN: variant} if variant else {}})
    (row,) = rows(tmp_path, message(movement(end=GLS)), rules)
    assert (row["end_to_end_id"], row["bank_reference"]) == expected


# --- Texts ----------------------------------------------------------------------------------------

SEPA = "166?00GUTSCHRIFT?100399?20EREF+E2E-1?21SVWZ+VIR 20260901-?2277 FACTURE?30AGRIFRPP?31FR1420041010050500013M02606?32ACME?33 SAS"
TEXTS: dict[str, tuple[str, dict[str, str | None]]] = {
    "SEPA keywords in numbered fields": (SEPA, {
        "remittance_information": "VIR 20260901- 77 FACTURE", "remittance_joined": "VIR 20260901-77 FACTURE", "end_to_end_id": "E2E-1",
        "payer_name": "ACME SAS", "payer_iban": "FR1420041010050500013M02606",
    }),
    "lines cut in the midst of a field and of its number": (SEPA.replace("?21", "?2\n1").replace("FACTURE", "FACT\nURE"), {
        "remittance_information": "VIR 20260901- 77 FACTURE", "end_to_end_id": "E2E-1", "payer_name": "ACME SAS",
    }),
    "a keyword cut by a field": (SEPA.replace("?21SVWZ+", " S?21VWZ+"), {
        "remittance_information": "VIR 20260901- 77 FACTURE", "end_to_end_id": "E2E-1",
    }),
    "other marks before the numbers": (SEPA.replace("?", ">"), {"remittance_information": "VIR 20260901- 77 FACTURE", "payer_name": "ACME SAS"}),
    "numbered fields without a code in front": ("?20VIR 20260901-7?217 SUITE?32ACME", {
        "remittance_information": "VIR 20260901-7 7 SUITE", "remittance_joined": "VIR 20260901-77 SUITE", "payer_name": "ACME",
    }),
    "numbered fields without keywords": ("051?00VIREMENT?20COMMANDE?2120260901-77", {
        "remittance_information": "COMMANDE 20260901-77", "remittance_joined": "COMMANDE20260901-77", "end_to_end_id": None,
    }),
    "text before the first keyword": ("051?20COMMANDE 20260901-77?21EREF+E2E-1", {
        "remittance_information": "COMMANDE 20260901-77", "end_to_end_id": "E2E-1",
    }),
    "purposes beyond the tenth": ("835?29FIN?60ET SUITE", {"remittance_information": "FIN ET SUITE"}),
    "what was sent before the return": ("109?20EREF+E2E-1?21OAMT+118,50?34904", {
        "end_to_end_id": "E2E-1", "is_return": "true", "original_amount": "118.50",
    }),
    "what was sent before the return, with its currency": ("/EREF/E2E-1/RTRN/AC04/OCMT/EUR118,50/REMI/VIR", {
        "is_return": "true", "original_amount": "118.50",
    }),
    "what was sent in another currency": ("/EREF/E2E-1/RTRN/AC04/OCMT/USD118,/REMI/VIR", {"original_amount": None}),
    "named fields": ("/EREF/E2E-1/NAME/CAFÉ DE L'ÎLE/REMI/VIR 20260901-77", {
        "remittance_information": "VIR 20260901-77", "remittance_joined": None, "end_to_end_id": "E2E-1", "payer_name": "CAFÉ DE L'ÎLE",
    }),
    "named fields over lines": ("/TRTP/SEPA OVERBOEKING/IBAN/NL91ABNA0417164300/BIC/ABNANL2A/NAME/ACM\nE BV/REMI/20260901-\n77/EREF/NOTPROVIDED", {
        "remittance_information": "20260901- 77", "remittance_joined": "20260901-77", "payer_iban": "NL91ABNA0417164300", "payer_name": "ACME BV",
    }),
    "ING's counterparty": ("/CNTP/NL32INGB0000012345/INGBNL2A/ACME BV///REMI/USTD//Order 20260901-77/", {
        "payer_iban": "NL32INGB0000012345", "payer_name": "ACME BV", "remittance_information": "Order 20260901-77",
    }),
    "a structured reference": ("/REMI/STRD/CUR/RF18539007547034", {
        "structured_reference": "RF18539007547034", "remittance_information": "RF18539007547034",
    }),
    "a return that gives its reason": ("/RTRN/AC04/EREF/E2E-1", {"is_return": "true", "return_reason": "AC04", "end_to_end_id": "E2E-1"}),
    "free text, cut at 65": ("VIR DE ACME POUR 202609\n01-77", {
        "remittance_information": "VIR DE ACME POUR 202609 01-77", "remittance_joined": "VIR DE ACME POUR 20260901-77",
    }),
    "a slash is no field": ("20260901/77 A/B", {"remittance_information": "20260901/77 A/B"}),
    "two texts": ("BETALING\n:86:20260901-77", {"remittance_information": "BETALING 20260901-77"}),
}  # fmt: skip


@pytest.mark.parametrize("text", TEXTS)
def test_texts(text: str, tmp_path: Path) -> None:
    written, expected = TEXTS[text]
    row = one(tmp_path, written)
    assert {name: row[name] for name in expected} == expected


def test_fields_of_no_standard_are_read(tmp_path: Path) -> None:
    (row,) = rows(tmp_path, message(movement() + "\n:NS:01COMMANDE\n0220260901-77\n15ACME\n16 SAS\n17VIREMENT"))
    assert (row["remittance_information"], row["payer_name"]) == ("COMMANDE 20260901-77", "ACME SAS")


def test_texts_around_the_movements_are_none_of_theirs(tmp_path: Path) -> None:
    content = message(movement("20260901-1")).replace(":60F:", ":86:OPENING\n:NS:22ACME\n:60F:") + ":86:CLOSING\n"
    (row,) = rows(tmp_path, content)
    assert row["remittance_information"] == "20260901-1"


# --- Statements -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "account", "currency"),
    [
        ("FR76 3000 6000 0112 3456 7890 189", IBAN, None),
        (f"{IBAN}EUR", IBAN, "EUR"),
        (f"BNPAFRPP/{IBAN}", IBAN, None),
        (f"BNPAFRPPXXX/{IBAN}EUR", IBAN, "EUR"),
        ("12345678/1020304050", "DE20123456781020304050", None),
        ("51210600/9223382012EUR", "DE54512106009223382012", "EUR"),
        ("50880050/0194787400888", "50880050/0194787400888", None),
        ("1291.99.348EUR", "1291.99.348", "EUR"),
        ("TRIODOSBANK/0390123456", "TRIODOSBANK/0390123456", None),
    ],
)
def test_accounts(written: str, account: str, currency: str | None, tmp_path: Path) -> None:
    content = message(movement(), account=written)
    (row,) = rows(tmp_path, content)
    assert (row["account_iban"], row["currency"]) == (account, currency or "EUR")


def test_what_a_statement_says_of_itself(tmp_path: Path) -> None:
    content = message(movement(), opening="D260930EUR000010,50", closing="C261001EUR107,")
    assert statements(tmp_path, content) == [
        {"line_number": 1, "account_iban": IBAN, "statement_id": f"3|{IBAN}", "statement_name": "3", "page": "1", "sequence": "3",
         "statement_date": "2026-10-01", "currency": "EUR", "opening_balance": "-10.50", "closing_balance": "107"},
    ]  # fmt: skip
    (row,) = rows(tmp_path, content)
    assert (row["statement_id"], row["statement_date"]) == (f"3|{IBAN}", "2026-10-01")


def test_pages_share_their_number_and_numberless_statements_do_not(tmp_path: Path) -> None:
    both = (
        message(movement(), number="7/1")
        + message(movement(), number="7/2")
        + message(movement(), number="0")
        + message(movement(), number="000")
    )
    assert [row["statement_id"] for row in rows(tmp_path, both)] == [
        f"7|{IBAN}",
        f"7|{IBAN}",
        f"#3|{IBAN}",
        f"#4|{IBAN}",
    ]


def test_a_balance_without_a_currency_keeps_its_digits(tmp_path: Path) -> None:
    (told,) = statements(tmp_path, message(movement(), closing="C261001105000,00"))
    assert (told["closing_balance"], told["currency"]) == ("105000.00", "EUR")


def test_what_lacks_a_balance_is_told(tmp_path: Path) -> None:
    slices = decoded(tmp_path, f":20:S1\n:25:{IBAN}\n:60F:C260930EUR10,00\n{movement()}\n")
    assert [warning for piece in slices for warning in piece.warnings] == [
        "statements without a closing balance are not controlled: line 1"
    ]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (message(":61:261001X120,00NTRF"), "line 5 (:61:261001X120,00NTRF) is no movement of MT940"),
        (message(movement(), ":61:261001"), "line 6 (:61:261001) is no movement of MT940"),
        *(
            (message(f":61:2610011001C{amount}"), f"line 5 (:61:2610011001C{amount}) is no movement of MT940")
            for amount in ("1.050,00NTRFNONREF", "10.50", "1 000,00NTRF", "1'000,00", "1,000.00", "1O0,00NTRF")
        ),
        (message(":61:26100110C10,00NTRF"), "line 5 (:61:26100110C10,00NTRF) is no movement of MT940"),
        (message(movement(), closing="C261001EUR1.000,00"), "line 6 (:62F:C261001EUR1.000,00) is no balance of MT940"),
        (message(movement(), closing="120,00"), "line 6 (:62F:120,00) is no balance of MT940"),
        (message(movement()).replace(f":25:{IBAN}\n", ""), "no statement names its account (:25:)"),
    ],
)  # fmt: skip
def test_a_broken_tag_rejects_the_file_with_its_line(content: str, reason: str, tmp_path: Path) -> None:
    with pytest.raises(RejectedFileError) as fault:
        decoded(tmp_path, content)
    assert str(fault.value).startswith(f"BROKEN_STATEMENT: {reason}")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_encodings(encoding: str, tmp_path: Path) -> None:
    content = message(movement("/NAME/CAFÉ DE L’ÎLE/REMI/20260901-1")).encode(encoding)
    (row,) = rows(tmp_path, content)
    assert row["payer_name"] == "CAFÉ DE L’ÎLE"


@pytest.mark.parametrize("wrapped", [
    "{{1:F01BANKFRPPAXXX}}{{2:O940}}{{4:\r\n{0}-}}\r\n", "\x01\r\n{0}\x03", "ABNANL2A\r\n940\r\nABNANL2A\r\n{0}", "\r\n\r\n{0}", ":940:\r\n{0}",
])  # fmt: skip
def test_what_stands_around_a_message_is_passed_over(wrapped: str, tmp_path: Path) -> None:
    content = wrapped.format(message(movement("20260901-1"), movement("20260901-2")).replace("\n", "\r\n"))
    path = tmp_path / "statement"
    path.write_bytes(content.encode())
    assert format_of(path) == "mt940"
    assert [row["remittance_information"] for row in rows(tmp_path, content)] == ["20260901-1", "20260901-2"]


def test_what_is_no_day_or_amount_is_refused(tmp_path: Path) -> None:
    lines = [movement(days="2613011001"), movement(amount=","), movement(amount="1,2,3"), movement()]
    reading, found = landed(tmp_path, message(*lines))
    assert [(row["line_number"], row["column_name"], row["reason"].split(":")[0]) for row in reading.refused.to_dicts()] == [
        (5, "Booking Date", "BAD_DATE"), (6, "Amount", "BAD_NUMBER"), (7, "Amount", "BAD_NUMBER"),
    ]  # fmt: skip
    assert reading.refused["raw_row"][1] == ":61:2610011001C,NTRFNONREF//B1"
    assert found["line_number"].to_list() == [8]


def test_slices_hold_no_more_rows_than_they_may(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mt940, "SLICE_ROWS", 2)
    slices = decoded(tmp_path, message(*(movement(f"20260901-{n}") for n in range(5))))
    assert [len(piece.rows) for piece in slices] == [2, 2, 1]
    assert {row["statement_date"] for piece in slices for row in piece.rows.to_dicts()} == {"2026-10-01"}
    assert [len(piece.statements) for piece in slices] == [0, 0, 1]


WORDS = st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 .,'()-", min_size=1, max_size=60).map(str.strip).filter(bool)


@given(
    moved=st.lists(
        st.tuples(
            st.decimals("0.01", "999999999.99", places=2),
            st.sampled_from(["C", "D", "RC", "RD"]),
            st.dates(date(2024, 1, 1), date(2026, 10, 1)),
            WORDS,
            st.integers(1, 9999),
        ),
        max_size=8,
    ),
    width=st.integers(20, 65),
)
def test_what_is_written_is_read_back(
    moved: list[tuple[Decimal, str, date, str, int]], width: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    lines = []
    for amount, mark, day, text, number in moved:
        told = f"/EREF/E{number}/NAME/N{number}/REMI/{text}"
        cut = "\n".join(told[at : at + width] for at in range(0, len(told), width))
        lines.append(
            movement(
                cut,
                amount=f"{amount}".replace(".", ","),
                mark=mark,
                days=f"{day:%y%m%d%m%d}",
                end=f"NTRFNONREF//B{number}",
            )
        )
    found = rows(tmp_path_factory.mktemp("written"), message(*lines))
    sign = {"C": 1, "RD": 1, "D": -1, "RC": -1}
    assert [(Decimal(row["amount"]), row["booking_date"], row["bank_reference"]) for row in found] == [
        (sign[mark] * amount, f"{day}", f"B{number}") for amount, mark, day, _, number in moved
    ]
