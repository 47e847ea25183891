"""Bank CSV in the banks' own layouts: found by their columns, read as the default layout (formats.md §8)."""

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from pipelines.landing.decoding import RejectedFileError
from pipelines.landing.feeds import BANK
from pipelines.landing.reading import Reading, read
from pipelines.profiles import BUILT_IN, Profile
from pipelines.rules import Rules

SOCIETE_GENERALE = (
    '="00050123456";01/10/2026;31/10/2026;2;03/10/2026;1 234,56 EUR\r\n'
    "\r\n"
    "date_comptabilisation;libellé_complet_operation;montant_operation;devise;\r\n"
    "01/10/2026;VIR RECU 1234567890S DE: CAFÉ DE L'ÎLE MOTIF: 20260901-1 REF: E2E-1;1 120,00;EUR;\r\n"
    '02/10/2026;"FRAIS; TENUE DE COMPTE";-12,50;EUR;\r\n'
)
DEBIT_CREDIT = (
    "Compte : 30004 00274 00010089012 86\r\n"
    "Date opération;Date valeur;Libellé;Débit;Crédit;\r\n"
    "01/10/2026;02/10/2026;VIR 20260901-1;;2.000,50;\r\n"
    "02/10/2026;02/10/2026;FRAIS;12,00;;\r\n"
    "03/10/2026;03/10/2026;RETOUR;-7,00;0,00;\r\n"
    "Total des mouvements;;;19,00;2.000,50;\r\n"
)


def landed(
    folder: Path, text: str, rules: Rules | None = None, *, encoding: str = "cp1252", name: str = "bank.csv"
) -> tuple[Reading, list[dict[str, Any]]]:
    path = folder / name
    path.write_bytes(text.encode(encoding))
    reading = read(path, BANK, rules or Rules(), datetime(2026, 11, 22, tzinfo=UTC), folder / "rows")
    return reading, pl.concat(
        [pl.read_parquet(file) for file in sorted((folder / "rows").glob("*.parquet"))]
    ).to_dicts()


def rows(folder: Path, text: str, rules: Rules | None = None, **how: str) -> list[dict[str, Any]]:
    reading, found = landed(folder, text, rules, **how)
    assert reading.refused.to_dicts() == []
    return found


def with_profile(**changes: object) -> Rules:
    """The settings of a shop with one profile of its own."""
    columns = {"booking_date": "Day", "amount": "Sum", "remittance_information": "Text"}
    return Rules.model_validate(
        {"bank_profiles": {"own": {"columns": columns, "account": "FR1", "currency": "EUR"} | changes}}
    )


def test_societe_generale(tmp_path: Path) -> None:
    text = SOCIETE_GENERALE.replace("00050123456", "30003 04321 00020000001 53")
    first, second = rows(tmp_path, text, encoding="iso8859-15")
    assert first["line_number"], second["line_number"] == (4, 5)
    assert {name: first[name] for name in ("booking_date", "amount", "currency", "payer_name", "end_to_end_id", "account_iban")} == {
        "booking_date": date(2026, 10, 1), "amount": Decimal("1120.00"), "currency": "EUR", "payer_name": "CAFÉ DE L'ÎLE",
        "end_to_end_id": "E2E-1", "account_iban": "FR7630003043210002000000153",
    }  # fmt: skip
    assert (second["amount"], second["remittance_information"]) == (Decimal("-12.50"), "FRAIS; TENUE DE COMPTE")


def test_what_a_text_tells_is_trimmed_and_never_empty(tmp_path: Path) -> None:
    rules = with_profile(texts={"payer_name": "DE:([^/]*)/", "end_to_end_id": "REF:(.*)$"})
    text = "Day;Text;Sum\n01/10/2026;DE: ACME  / REF: E-1 ;1,00\n02/10/2026;DE: / REF: ;2,00\n"
    told = [(row["payer_name"], row["end_to_end_id"]) for row in rows(tmp_path, text, rules)]
    assert told == [("ACME", "E-1"), (None, None)]


def test_an_account_nobody_names_is_missing(tmp_path: Path) -> None:
    reading, found = landed(tmp_path, SOCIETE_GENERALE, encoding="iso8859-15")
    assert found == []
    assert reading.refused["line_number"].to_list() == [4, 5]
    assert reading.refused["reason"].str.starts_with("MISSING_VALUE: Account IBAN").all()
    assert reading.refused["raw_row"][1] == '02/10/2026;"FRAIS; TENUE DE COMPTE";-12,50;EUR;'


@pytest.mark.parametrize("name", ["FR76 3000 3043 2100 0200 0000 153.csv", "releve-FR7630003043210002000000153.csv"])
def test_the_name_of_the_file_may_tell_the_account(name: str, tmp_path: Path) -> None:
    found = rows(tmp_path, SOCIETE_GENERALE, encoding="iso8859-15", name=name)
    assert {row["account_iban"] for row in found} == {"FR7630003043210002000000153"}


def test_debit_and_credit_with_a_preamble_and_a_footer(tmp_path: Path) -> None:
    found = rows(tmp_path, DEBIT_CREDIT)
    assert [(row["line_number"], row["booking_date"].day, row["value_date"].day, row["amount"]) for row in found] == [
        (3, 1, 2, Decimal("2000.50")), (4, 2, 2, Decimal("-12.00")), (5, 3, 3, Decimal("-7.00")),
    ]  # fmt: skip
    assert {(row["account_iban"], row["currency"]) for row in found} == {("FR7630004002740001008901286", "EUR")}


def test_the_default_layout_is_read_as_ever(tmp_path: Path) -> None:
    (row,) = rows(tmp_path, "Account IBAN;Booking Date;Amount;Currency\nFR1;2026-10-01;12.50;EUR\n")
    assert (row["account_iban"], row["amount"]) == ("FR1", Decimal("12.50"))


@pytest.mark.parametrize(
    ("written", "decimal", "expected"),
    [
        ("2.000,50", ",", "2000.50"), ("2 000,50", ",", "2000.50"), ("2\u00a0000,5", ",", "2000.50"), ("+12,00", ",", "12.00"),
        ("-0,01", ",", "-0.01"),
        ("12", ",", "12.00"), ("1.234.567,89", ",", "1234567.89"), ("2,000.50", ".", "2000.50"), ("2'000.50", ".", "2000.50"),
        ("1.23", ",", None), ("12.34.567,00", ",", None), ("1,2,3", ",", None), ("12,34 EUR", ",", None), ("NaN", ",", None), ("1e5", ",", None),
    ],
)  # fmt: skip
def test_amounts(written: str, decimal: str, expected: str | None, tmp_path: Path) -> None:
    text = f"Day;Text;Sum\n01/10/2026;VIR;{written}\n"
    reading, found = landed(tmp_path, text, with_profile(decimal=decimal, encoding="cp1252"))
    if expected is None:
        assert reading.refused["reason"][0].startswith("BAD_NUMBER: Amount"), reading.refused["reason"][0]
        assert reading.refused["raw_row"][0] == f"01/10/2026;VIR;{written}"
    else:
        assert [row["amount"] for row in found] == [Decimal(expected)]


@pytest.mark.parametrize(
    ("debit", "credit", "expected"),
    [("12,00", "", "-12.00"), ("", "12,00", "12.00"), ("-12,00", "", "-12.00"), ("12,00", "0,00", "-12.00"), ("0,00", "12,00", "12.00"),
     ("12,00", "5,00", None), ("", "", None), ("douze", "", None)],
)  # fmt: skip
def test_amounts_in_two_columns(debit: str, credit: str, expected: str | None, tmp_path: Path) -> None:
    text = DEBIT_CREDIT.replace("FRAIS;12,00;;", f"FRAIS;{debit};{credit};")
    reading, found = landed(tmp_path, text)
    if expected is None:
        assert reading.refused["line_number"].to_list() == [4]
    else:
        assert found[1]["amount"] == Decimal(expected)


@pytest.mark.parametrize(
    ("form", "written"),
    [("%Y.%m.%d", "2026.10.01"), ("%d %b %y", "01 Oct 26"), ("%j/%Y", "274/2026"), ("%d/%m/%Y %H:%M", "01/10/2026 23:59"),
     ("%d/%m/%Y %H:%M:%S", "01/10/2026 00:00:00")],
)  # fmt: skip
def test_days_are_read_as_the_profile_says(form: str, written: str, tmp_path: Path) -> None:
    text = f"Day;Text;Sum\n{written};VIR;1,00\n01.10.2026;VIR;1,00\n"
    reading, found = landed(tmp_path, text, with_profile(dates=form))
    assert [row["booking_date"] for row in found] == [date(2026, 10, 1)]
    assert reading.refused["reason"][0].startswith("BAD_DATE: Booking Date")


def test_a_profile_may_be_for_some_files_alone(tmp_path: Path) -> None:
    text = "Day;Text;Sum\n01/10/2026;VIR;1,00\n"
    rules = with_profile(files="^main-")
    assert len(rows(tmp_path, text, rules, name="main-1.csv")) == 1
    with pytest.raises(RejectedFileError, match="MISSING_COLUMN"):
        landed(tmp_path, text, rules, name="other.csv")


def test_of_two_profiles_the_one_with_more_columns_is_taken(tmp_path: Path) -> None:
    columns = {"booking_date": "Day", "amount": "Sum", "remittance_information": "Text"}
    own = {"columns": columns, "account": "FR1", "currency": "EUR"}
    better = {"columns": columns | {"payer_name": "Who"}, "account": "FR2", "currency": "EUR"}
    rules = Rules.model_validate({"bank_profiles": {"own": own, "better": better}})
    (row,) = rows(tmp_path, "Day;Who;Text;Sum\n01/10/2026;ACME;VIR;1,00\n", rules)
    assert (row["account_iban"], row["payer_name"]) == ("FR2", "ACME")


def test_a_file_that_lacks_a_column_is_told_which_profile_it_comes_nearest_to(tmp_path: Path) -> None:
    with pytest.raises(RejectedFileError) as fault:
        landed(tmp_path, "Date operation;Date valeur;libelle;Debit\n")
    assert str(fault.value).endswith("it comes nearest to the profile debit_credit, which needs Credit too")


def test_another_encoding_than_the_profile_s_rejects_the_file(tmp_path: Path) -> None:
    text = "Day;Text;Sum\n01/10/2026;CAFÉ;1,00\n"
    with pytest.raises(RejectedFileError, match="BAD_ENCODING: the file is not utf-8"):
        landed(tmp_path, text, with_profile(), encoding="cp1252")


def test_a_profile_in_utf_16_fits_no_other_file(tmp_path: Path) -> None:
    text = "Day;Text;Sum\n01/10/2026;CAFÉ;1,00\n"
    assert len(rows(tmp_path, text, with_profile(encoding="utf-16"), encoding="utf-16")) == 1
    with pytest.raises(RejectedFileError, match="MISSING_COLUMN"):
        rows(tmp_path, text, with_profile(encoding="utf-16"))


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"columns": {"amount": "Sum"}}, "columns name no booking_date"),
        ({"columns": {"booking_date": "Day"}}, "either an amount, or debit and credit"),
        (
            {"columns": {"booking_date": "Day", "amount": "Sum", "debit": "Out"}},
            "either an amount, or debit and credit",
        ),
        ({"encoding": "klingon"}, "is no encoding"),
        ({"encoding": "rot13"}, "is no encoding"),
        ({"columns": {"booking_date": "Day", "amount": "Day"}}, "name one header twice"),
        ({"dates": "%d/%m"}, "'%d/%m' tells no whole day"),
        ({"dates": "dd/mm/yyyy"}, "'dd/mm/yyyy' tells no whole day"),
        ({"dates": "%d/%m/%Y %H"}, "'%d/%m/%Y %H' tells no whole day"),
        ({"currency": "euro"}, "'euro' is no currency"),
        ({"currency": "KWD"}, "'KWD' is no currency"),
        ({"footer": "("}, "is no regular expression"),
        ({"texts": {"amount": "(.*)"}}, "texts tell no amount"),
        ({"decimal": ";"}, "decimal"),
    ],
)
def test_a_wrong_profile_is_told(changes: dict[str, object], told: str) -> None:
    with pytest.raises(ValidationError, match=told):
        with_profile(**changes)


def test_the_built_in_profiles_read_what_they_are_for() -> None:
    assert set(BUILT_IN) == {"societe_generale", "debit_credit"}
    assert all(isinstance(profile, Profile) for profile in BUILT_IN.values())


@given(moved=st.lists(st.tuples(st.decimals("-999999.99", "999999.99", places=2), st.dates(date(2024, 1, 1), date(2026, 10, 1)),
                                st.text('ABCDEFGHIJ 0123456789-;"é', min_size=1, max_size=30).map(str.strip).filter(bool)), max_size=6))  # fmt: skip
def test_what_is_written_is_read_back(
    moved: list[tuple[Decimal, date, str]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    quoted = '"{}"'
    lines = [
        f"{day:%d/%m/%Y};{quoted.format(text.replace(chr(34), chr(34) * 2))};{f'{amount:,.2f}'.replace(',', ' ').replace('.', ',')}"
        for amount, day, text in moved
    ]
    found = rows(
        tmp_path_factory.mktemp("written"), "\n".join(["Day;Text;Sum", *lines, ""]), with_profile(encoding="cp1252")
    )
    assert [(row["amount"], row["booking_date"], row["remittance_information"]) for row in found] == moved
