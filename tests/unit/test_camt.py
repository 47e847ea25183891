"""camt.053 statements: real files of public repositories, what banks do to each field, files that must be refused."""

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from html import escape
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.landing import camt, camt_xml
from pipelines.landing.decoding import REFUSED_SCHEMA, RejectedFileError, Slice, Source

SAMPLES = Path(__file__).parents[1] / "cases" / "samples" / "camt053"
ACCOUNT = "FR7630006000011234567890189"
PAYER = "FR1420041010050500013M02606"
V2 = "urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"
V8 = "urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"


# --- Builders: each fills in what a test is not about ---------------------------------------------


def detail(*, amount: str = "", e2e: str = "E-1", parties: str = "", text: str = "", extra: str = "") -> str:
    return (
        f"<TxDtls><Refs><EndToEndId>{e2e}</EndToEndId></Refs>{amount}"
        f"<RltdPties>{parties}</RltdPties><RmtInf>{text}</RmtInf>{extra}</TxDtls>"
    )


def party(role: str, name: str = "", iban: str = "") -> str:
    """A party as .02 writes it, with its account."""
    account = f"<{role}Acct><Id><IBAN>{iban}</IBAN></Id></{role}Acct>" if iban else ""
    return f"<{role}><Nm>{name}</Nm></{role}>{account}"


def amt(amount: str, currency: str = "EUR") -> str:
    return f'<Amt Ccy="{currency}">{amount}</Amt>'


def entry(
    *details: str,
    amount: str = amt("10.00"),
    sign: str = "<CdtDbtInd>CRDT</CdtDbtInd>",
    booked: str = "<BookgDt><Dt>2026-10-01</Dt></BookgDt>",
    extra: str = "",
    after: str = "",
) -> str:
    inner = f"<NtryDtls>{''.join(details)}</NtryDtls>" if details else ""
    return f"<Ntry>{amount}{sign}<Sts>BOOK</Sts>{booked}{extra}{inner}{after}</Ntry>"


def statement(*entries: str, iban: str = ACCOUNT, head: str = "", key: str = "S1") -> str:
    return f"<Stmt><Id>{key}</Id><Acct><Id><IBAN>{iban}</IBAN></Id></Acct>{head}{''.join(entries)}</Stmt>"


def document(*statements: str, namespace: str = V2, message: str = "BkToCstmrStmt") -> str:
    scope = f' xmlns="{namespace}"' if namespace else ""
    return f"<Document{scope}><{message}><GrpHdr><MsgId>M</MsgId></GrpHdr>{''.join(statements)}</{message}></Document>"


def decoded(folder: Path, content: str | bytes) -> list[Slice]:
    path = folder / "statement.xml"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return list(camt.decode(Source(path, path.name, ())))


def rows(folder: Path, content: str | bytes) -> list[dict[str, Any]]:
    """All rows of a file of which none is refused."""
    slices = decoded(folder, content)
    assert [piece.refused.to_dicts() for piece in slices if len(piece.refused)] == []
    return [row for piece in slices for row in piece.rows.to_dicts()]


def statements(folder: Path, content: str | bytes) -> list[dict[str, Any]]:
    """What the statements of a file say of themselves."""
    return [told for piece in decoded(folder, content) for told in piece.statements.to_dicts()]


def one(folder: Path, *entries: str) -> dict[str, Any]:
    """The one row of one entry."""
    (row,) = rows(folder, document(statement(*entries)))
    return row


def refused(folder: Path, *entries: str, **how: str) -> list[tuple[int, str, str]]:
    """Line, column and reason of the refused rows."""
    slices = decoded(folder, document(statement(*entries, **how), statement(iban=ACCOUNT, key="S2")))
    return [row[:3] for piece in slices for row in piece.refused.rows()]


def code_of(folder: Path, content: str | bytes) -> str:
    with pytest.raises(RejectedFileError) as fault:
        decoded(folder, content)
    return fault.value.code


# --- Real files ----------------------------------------------------------------------------------

SUMS: dict[str, tuple[int, dict[str, str]]] = {
    "bsp-camt.053.001.02.xml": (3, {"SEK": "-64321.50"}),
    "bsp-camt053_duplicate_same_day.xml": (2, {"EUR": "-9.00"}),
    "bsp-camt053_no_namespace.xml": (1, {"GBP": "250.00"}),
    "genkgo-camt053.v2.all-balance-types.xml": (1, {"EUR": "8.85"}),
    "genkgo-camt053.v2.five.decimals.xml": (1, {"EUR": "8.85"}),
    "genkgo-camt053.v2.minimal.ultimate.xml": (1, {"EUR": "8.85"}),
    "genkgo-camt053.v2.minimal.xml": (1, {"EUR": "8.85"}),
    "genkgo-camt053.v2.multi.statement.xml": (2, {"EUR": "1.85"}),
    "genkgo-camt053.v2.with-account-name.xml": (1, {"EUR": "8.85"}),
    "genkgo-camt053.v2.with-party-ids.xml": (1, {"EUR": "8.85"}),
    "genkgo-camt053.v3.xml": (1, {"EUR": "8.85"}),  # its one detail says 105.750: the entry's amount stands
    "genkgo-camt053.v4.xml": (1, {"EUR": "8.85"}),  # its one detail says SEK 0
    "genkgo-camt53.only-Dt-with-DtTm.xml": (0, {}),
    "iso20022-business_sample_camt.053.001.04.xml": (3, {"SEK": "-64321.50"}),
    "viafintech-valid_example.xml": (5, {"EUR": "-10.00"}),
    "viafintech-valid_example_v8.xml": (3, {"CHF": "563.25", "EUR": "-20.97"}),
    "viafintech-valid_example_with_datetime.xml": (1, {"USD": "195.86"}),
    "viafintech-valid_example_with_debit.xml": (5, {"EUR": "-10.00"}),
    "viafintech-valid_example_with_other_id.xml": (0, {}),
}
CODES = {"genkgo-camt053.v2.wrong.xml": "BROKEN_STATEMENT", "viafintech-valid_namespace.xml": "BROKEN_STATEMENT"}
GARBLED = "bsp-camt053_garbled_amount.xml"


@pytest.mark.parametrize(("name", "expected"), SUMS.items(), ids=SUMS)
def test_a_real_statement_is_read_whole(name: str, expected: tuple[int, dict[str, str]], tmp_path: Path) -> None:
    read = rows(tmp_path, (SAMPLES / name).read_bytes())
    sums: dict[str, Decimal] = {}
    for row in read:
        sums[row["currency"]] = sums.get(row["currency"], Decimal(0)) + Decimal(row["amount"])
    assert (len(read), sums) == (expected[0], {currency: Decimal(total) for currency, total in expected[1].items()})
    assert [row["line_number"] for row in read] == list(range(1, len(read) + 1))


# Opening and closing balance of every statement; those that tell both add up, but for those that somebody wrote to show something else.
BALANCES: dict[str, list[tuple[str | None, str | None]]] = {
    "bsp-camt.053.001.02.xml": [("500000", "435678.50")],
    "bsp-camt053_no_namespace.xml": [("100.00", "350.00")],
    "genkgo-camt053.v2.all-balance-types.xml": [("1.01", "4.04")],
    "genkgo-camt053.v2.five.decimals.xml": [("18.150", "27.050")],
    "genkgo-camt053.v2.multi.statement.xml": [("18.15", "27.00"), ("27.00", "20.00")],
    "genkgo-camt53.only-Dt-with-DtTm.xml": [("5442.09000", None)],
    "iso20022-business_sample_camt.053.001.04.xml": [("500000", "435678.50")],
    "viafintech-valid_example.xml": [("33.06", "23.06")],
    "viafintech-valid_example_v8.xml": [("82721.95", "84515.25")],
    "viafintech-valid_example_with_datetime.xml": [(None, "606.80")],
    "viafintech-valid_example_with_debit.xml": [("-33.06", "23.06")],
}
WRITTEN_BY_HAND = {
    "genkgo-camt053.v2.all-balance-types.xml",
    "genkgo-camt053.v2.five.decimals.xml",
    "viafintech-valid_example_v8.xml",
    "viafintech-valid_example_with_debit.xml",
}


@pytest.mark.parametrize("name", SUMS)
def test_the_balances_of_a_real_statement(name: str, tmp_path: Path) -> None:
    content = (SAMPLES / name).read_bytes()
    told, read = statements(tmp_path, content), rows(tmp_path, content)
    known = [(one["opening_balance"], one["closing_balance"]) for one in told]
    assert known == BALANCES.get(name, [(None, None)])
    amounts = {
        one["statement_id"]: [Decimal(row["amount"]) for row in read if row["statement_id"] == one["statement_id"]]
        for one in told
    }
    adds_up = [
        Decimal(one["opening_balance"]) + sum(amounts[one["statement_id"]]) == Decimal(one["closing_balance"])
        for one in told
        if one["opening_balance"] and one["closing_balance"]
    ]
    assert all(adds_up) == (name not in WRITTEN_BY_HAND)


@pytest.mark.parametrize(("name", "code"), CODES.items(), ids=CODES)
def test_a_real_file_without_a_statement_is_rejected(name: str, code: str, tmp_path: Path) -> None:
    assert code_of(tmp_path, (SAMPLES / name).read_bytes()) == code


def test_an_amount_that_is_no_number_is_passed_on_as_text_for_the_validator(tmp_path: Path) -> None:
    assert [row["amount"] for row in rows(tmp_path, (SAMPLES / GARBLED).read_bytes())] == ["12..34"]


def test_every_sample_has_an_expectation_and_a_free_licence() -> None:
    files = {path.name for path in SAMPLES.glob("*.xml")}
    assert files == {*SUMS, *CODES, GARBLED}
    sources = [line.split("|") for line in (SAMPLES / "SOURCES.txt").read_text().splitlines()[1:]]
    assert {name for name, *_ in sources} == files
    assert {licence.split(" (")[0] for *_, licence in sources} == {"MIT", "Apache-2.0 OR MIT"}


def test_the_fields_of_a_real_entry(tmp_path: Path) -> None:
    first = rows(tmp_path, (SAMPLES / "viafintech-valid_example.xml").read_bytes())[0]
    assert first | {"raw_row": ""} == {
        "line_number": 1,
        "account_iban": "DE14740618130000033626",
        "statement_id": "0352C5320131227220503|DE14740618130000033626",
        "statement_date": "2013-12-27",
        "booking_date": "2013-12-27",
        "value_date": "2013-12-27",
        "amount": "-2.00",
        "currency": "EUR",
        "payer_name": "Testkonto Nummer 2",
        "payer_iban": "DE09300606010012345671",
        "remittance_information": "TEST BERWEISUNG MITTELS BLZUND KONTONUMMER - DTA",
        "remittance_joined": None,
        "structured_reference": None,
        "end_to_end_id": "EndToEndReference",
        "bank_reference": "2013122710583450000",
        "entry_status": "BOOK",
        "is_return": None,
        "return_reason": None,
        "original_amount": None,
        "batch_reference": "BankReference",  # of its one transfer
        "batch_amount": None,
        "raw_row": "",
    }


# --- One field at a time -------------------------------------------------------------------------

RETURN_02 = "<RtrInf><Rsn><Cd>AC04</Cd></Rsn></RtrInf>"
DEBIT = "<CdtDbtInd>DBIT</CdtDbtInd>"
REVERSED = f"{DEBIT}<RvslInd>true</RvslInd>"
OURS = party("Cdtr", "Shop", ACCOUNT)
PAID_BY_US = party("Dbtr", "Shop", ACCOUNT)
ACME = party("Dbtr", "ACME", PAYER)
STRUCTURED = "<Strd><CdtrRefInf><Ref>{}</Ref></CdtrRefInf></Strd>"


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        pytest.param(entry(booked="<BookgDt><DtTm>2026-10-01T00:30:00+02:00</DtTm></BookgDt>"),
                     {"booking_date": "2026-10-01T00:30:00+02:00"}, id="an instant stays one, with its offset"),
        pytest.param(entry(booked="<BookgDt><DtTm>2025-07-24T06:10:29.123456789</DtTm></BookgDt>"),
                     {"booking_date": "2025-07-24T06:10:29.123456"}, id="nanoseconds are cut to microseconds"),
        pytest.param(entry(booked="<BookgDt><Dt>2026-10-01+02:00</Dt></BookgDt>"),
                     {"booking_date": "2026-10-01"}, id="a date has no offset"),
        pytest.param(entry(extra="<ValDt><DtTm>2026-10-02T10:00:00Z</DtTm></ValDt>"),
                     {"value_date": "2026-10-02T10:00:00Z"}, id="value date as an instant"),
        pytest.param(entry(sign=DEBIT), {"amount": "-10.00"}, id="a debit is negative"),
        pytest.param(entry(amount=amt("\n  10.00 ")), {"amount": "10.00"}, id="blanks around an amount"),
        pytest.param(entry(amount=amt("1,5")), {"amount": "1,5"}, id="an unreadable amount is kept as it stands"),
        pytest.param(entry(sign=REVERSED), {"amount": "-10.00", "is_return": "true"}, id="a reversal keeps its sign"),
        pytest.param(entry(sign=f"{DEBIT}<RvslInd>1</RvslInd>"), {"is_return": "true"}, id="1 is true in XML Schema"),
        pytest.param(entry(sign=f"{DEBIT}<RvslInd>false</RvslInd>"), {"is_return": None}, id="no reversal"),
        pytest.param(entry(detail(extra=RETURN_02), sign=DEBIT), {"is_return": "true", "return_reason": "AC04"},
                     id="return information makes a return"),
        pytest.param(entry(detail(extra="<RtrInf><Rsn><Prtry>GONE</Prtry></Rsn></RtrInf>")), {"return_reason": "GONE"},
                     id="a reason of the bank's own"),
        pytest.param(entry(detail(extra="<RtrInf/>")), {"is_return": "true", "return_reason": None}, id="bare return"),
        pytest.param(
            entry(detail(amount=f"<AmtDtls><InstdAmt>{amt('120.00')}</InstdAmt><TxAmt>{amt('125.00')}</TxAmt></AmtDtls>",
                         extra=RETURN_02), amount=amt("125.00"), sign=DEBIT),
            {"amount": "-125.00", "original_amount": "120.00"}, id="a return with the bank's fee"),
        pytest.param(
            entry(detail(extra=RETURN_02), sign=DEBIT, extra=f"<AmtDtls><TxAmt>{amt('9.00')}</TxAmt></AmtDtls>"),
            {"original_amount": "9.00"}, id="the original amount beside the entry"),
        pytest.param(
            entry(detail(amount=f"<AmtDtls><InstdAmt>{amt('9.00', 'USD')}</InstdAmt></AmtDtls>", extra=RETURN_02)),
            {"original_amount": None}, id="an original amount in another currency is none"),
        pytest.param(entry(detail(amount=f"<AmtDtls><InstdAmt>{amt('9.00')}</InstdAmt></AmtDtls>")),
                     {"original_amount": None}, id="no return, no original amount"),
        pytest.param(entry(detail(e2e="NOTPROVIDED")), {"end_to_end_id": None}, id="NOTPROVIDED is nothing"),
        pytest.param(entry(detail(e2e="nonref")), {"end_to_end_id": None}, id="in any case"),
        pytest.param(entry(extra="<AcctSvcrRef>NONREF</AcctSvcrRef>"), {"bank_reference": None}, id="NONREF"),
        pytest.param(entry(detail(text="<Ustrd>NotProvided</Ustrd>"), after="<AddtlNtryInf>20260907-1</AddtlNtryInf>"),
                     {"remittance_information": "20260907-1"}, id="a text that says nothing is no text"),
        pytest.param(entry(detail().replace("</Refs>", "<AcctSvcrRef>T-1</AcctSvcrRef></Refs>"),
                           extra="<AcctSvcrRef>V-1</AcctSvcrRef>"),
                     {"bank_reference": "V-1"}, id="the entry's reference goes before its one detail's"),
        pytest.param(entry(detail().replace("</Refs>", "<AcctSvcrRef>T-1</AcctSvcrRef></Refs>")),
                     {"bank_reference": "T-1"}, id="the detail's reference where the entry has none"),
        pytest.param(entry(extra="<NtryRef>1</NtryRef>"), {"bank_reference": None}, id="NtryRef is no reference"),
        pytest.param(entry(detail(text="<Ustrd> VIR </Ustrd>")),
                     {"remittance_information": "VIR", "remittance_joined": None}, id="one text"),
        pytest.param(entry(detail(text="<Ustrd>VIR 2026</Ustrd><Ustrd>0907-71 </Ustrd>")),
                     {"remittance_information": "VIR 2026 0907-71", "remittance_joined": "VIR 20260907-71"},
                     id="a reference cut in two"),
        pytest.param(entry(detail(text="<Ustrd>VIR<!-- x --> &amp; <![CDATA[<71>]]></Ustrd>")),
                     {"remittance_information": "VIR & <71>"}, id="comments, entities of XML, CDATA"),
        pytest.param(entry(detail(text=STRUCTURED.format("RF18539007547034"))),
                     {"structured_reference": "RF18539007547034", "remittance_information": None}, id="structured"),
        pytest.param(entry(detail(text=STRUCTURED.format("RF1") + STRUCTURED.format("RF2"))),
                     {"structured_reference": "RF1 RF2"}, id="two structured references"),
        pytest.param(entry(detail(text="<Strd><RfrdDocInf><Nb>20260907-71</Nb></RfrdDocInf><AddtlRmtInf>x</AddtlRmtInf>"
                                       "</Strd>")),
                     {"remittance_information": "20260907-71 x"}, id="texts beside a structured reference"),
        pytest.param(entry(after="<AddtlNtryInf>VIR 20260907-73</AddtlNtryInf>"),
                     {"remittance_information": "VIR 20260907-73"}, id="the text of an entry without details"),
        pytest.param(entry(detail(), after="<AddtlNtryInf>VIR 20260907-74</AddtlNtryInf>"),
                     {"remittance_information": "VIR 20260907-74"}, id="the text of a detail without one"),
        pytest.param(entry(detail(text="<Ustrd>A</Ustrd>"), after="<AddtlNtryInf>B</AddtlNtryInf>"),
                     {"remittance_information": "A"}, id="not beside a detail's own text"),
        pytest.param(entry(detail(extra="<AddtlTxInf>A</AddtlTxInf>"), after="<AddtlNtryInf>B</AddtlNtryInf>"),
                     {"remittance_information": "A B"}, id="what is added to the transfer and to the entry"),
        pytest.param(entry(detail(parties=ACME + OURS)), {"payer_name": "ACME", "payer_iban": PAYER}, id="a credit"),
        pytest.param(entry(detail(parties=PAID_BY_US + party("Cdtr", "Supplier", "DE1")), sign=DEBIT),
                     {"payer_name": "Supplier", "payer_iban": "DE1"}, id="a debit"),
        pytest.param(entry(detail(parties=ACME + OURS), sign=REVERSED),
                     {"payer_name": "ACME", "payer_iban": PAYER}, id="a reversal with the parties as they were"),
        pytest.param(entry(detail(parties=PAID_BY_US + party("Cdtr", "ACME", PAYER)), sign=REVERSED),
                     {"payer_name": "ACME", "payer_iban": PAYER}, id="a reversal with the parties swapped"),
        pytest.param(entry(detail(parties=party("Dbtr", "ACME")), sign=REVERSED), {"payer_name": "ACME"},
                     id="a reversal that names one side alone"),
        pytest.param(entry(detail(parties=party("Dbtr", "ACME", PAYER) + party("Cdtr", "My Shop")), sign=REVERSED),
                     {"payer_name": "ACME", "payer_iban": PAYER}, id="a reversal where one account is known"),
        pytest.param(entry(detail(parties=OURS)), {"payer_name": None, "payer_iban": None},
                     id="a credit that names its creditor alone has no payer"),
        pytest.param(entry(detail(parties=party("Dbtr", "Shop", "FR76 3000 6000 0112 3456 7890 189")
                                  + party("Cdtr", "ACME", PAYER))),
                     {"payer_name": "ACME", "payer_iban": PAYER}, id="the counterparty is never the own account"),
        pytest.param(entry(detail(parties="<UltmtDbtr><Nm>Buyer</Nm></UltmtDbtr>")), {"payer_name": "Buyer"},
                     id="the ultimate party where there is no other"),
        pytest.param(entry(detail(parties=ACME + "<UltmtDbtr><Nm>Buyer</Nm></UltmtDbtr>")), {"payer_name": "ACME"},
                     id="not beside the party itself"),
        pytest.param(entry(detail(parties="<Dbtr><Pty><Nm>New</Nm></Pty></Dbtr>"
                                          "<DbtrAcct><Id><Othr><Id>12 ab</Id></Othr></Id></DbtrAcct>")),
                     {"payer_name": "New", "payer_iban": "12AB"}, id="the party of .08, another account number"),
        pytest.param(entry().replace("<Sts>BOOK</Sts>", "<Sts><Cd>PDNG</Cd></Sts>"), {"entry_status": "PDNG"},
                     id="the status of .08"),
        pytest.param(entry().replace("<Sts>BOOK</Sts>", "<Sts><Prtry>ODD</Prtry></Sts>"), {"entry_status": "ODD"},
                     id="a status of the bank's own"),
        pytest.param(entry().replace("<Sts>BOOK</Sts>", ""), {"entry_status": None}, id="no status"),
        pytest.param(entry(booked="<ValDt><Dt>2026-10-03</Dt></ValDt>").replace("BOOK", "PDNG"),
                     {"booking_date": "2026-10-03", "value_date": "2026-10-03", "entry_status": "PDNG"},
                     id="what is only expected is dated when it should come"),
        pytest.param(entry("<Btch><NbOfTxs>20</NbOfTxs></Btch>"), {"amount": "10.00"}, id="a batch without details"),
    ],
)  # fmt: skip
def test_a_field(written: str, expected: dict[str, str | None], tmp_path: Path) -> None:
    row = one(tmp_path, written)
    assert {name: row[name] for name in expected} == expected


# --- Batches -------------------------------------------------------------------------------------


def instructed(amount: str) -> str:
    return f"<AmtDtls><InstdAmt>{amt(amount)}</InstdAmt></AmtDtls>"


def in_details(amount: str) -> str:
    """As .02 writes the amount of a transfer."""
    return f"<AmtDtls><TxAmt>{amt(amount)}</TxAmt></AmtDtls>"


@pytest.mark.parametrize(
    ("written", "amounts"),
    [
        pytest.param(entry(detail(amount=amt("4.00")), detail(amount=amt("6.00"))), ["4.00", "6.00"], id=".08"),
        pytest.param(entry(detail(amount=in_details("4.00")), detail(amount=in_details("6"))), ["4.00", "6"], id=".02"),
        pytest.param(entry(detail(amount=amt("5", "USD") + in_details("4")), detail(amount=amt("6"))), ["4", "6"],
                     id="the amount in the entry's currency"),
        pytest.param(entry(detail(amount=amt("4")), detail(amount=amt("6")), sign=DEBIT), ["-4", "-6"], id="debits"),
        pytest.param(entry(detail(amount=amt("12")), detail(amount=amt("2") + DEBIT)), ["12", "-2"], id="own sign"),
        pytest.param(entry(detail(amount=amt("4")), "</NtryDtls><NtryDtls>", detail(amount=amt("6"))), ["4", "6"],
                     id="in several NtryDtls"),
        pytest.param(entry().replace("</Ntry>", detail(amount=amt("4")) + detail(amount=amt("6")) + "</Ntry>"),
                     ["4", "6"], id=".01, right below the entry"),
        pytest.param(entry(detail(), detail()), ["10.00"], id="no transfer states an amount: one row"),
        pytest.param(entry(detail(amount=instructed("4")), detail(amount=instructed("6"))), ["4", "6"],
                     id="what was instructed, where that is all"),
        pytest.param(entry(detail(amount=instructed("4")), detail(amount=instructed("7"))), ["10.00"],
                     id="not where somebody took a fee of it: one row"),
        pytest.param(entry(detail(amount=amt("4", "USD")), detail(amount=amt("6", "USD"))), ["10.00"],
                     id="none in the entry's currency: one row"),
    ],
)  # fmt: skip
def test_a_batch_is_a_row_per_transfer(written: str, amounts: list[str], tmp_path: Path) -> None:
    assert [row["amount"] for row in rows(tmp_path, document(statement(written)))] == amounts


def test_a_transfer_of_a_batch_has_its_own_reference_and_never_the_text_of_the_entry(tmp_path: Path) -> None:
    first = detail(amount=amt("4")).replace("</Refs>", "<AcctSvcrRef>T-1</AcctSvcrRef></Refs>")
    batch = entry(first, detail(amount=amt("6"), e2e="E-2"), extra="<AcctSvcrRef>V-1</AcctSvcrRef>",
                  after="<AddtlNtryInf>REMISE 20260907-73</AddtlNtryInf>")  # fmt: skip
    asked = ("line_number", "bank_reference", "end_to_end_id", "remittance_information")
    read = rows(tmp_path, document(statement(entry(), batch, entry())))
    assert [tuple(row[name] for name in asked) for row in read] == [
        (1, None, None, None),
        (2, "T-1", "E-1", None),
        (3, "V-1", "E-2", None),
        (4, None, None, None),
    ]


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        pytest.param(entry(detail(amount=amt("4")), detail(amount=amt("5.99"))),
                     "WRONG_SUM: the 2 transfers add up to 9.99, the entry is 10.00", id="a cent is missing"),
        pytest.param(entry(detail(amount=amt("4")), detail()),
                     "WRONG_SUM: 1 of the 2 transfers state no amount in the entry's currency", id="no amount"),
        pytest.param(entry(detail(amount=amt("4")), detail(amount=amt("6", "USD"))),
                     "WRONG_SUM: 1 of the 2 transfers state no amount in the entry's currency", id="other currency"),
        pytest.param(entry(detail(amount=amt("4")), detail(amount=amt("6,00"))),
                     "WRONG_SUM: the 2 transfers can't be added up, an amount or sign among them can't be read",
                     id="no number"),
        pytest.param(entry(detail(amount=amt("4")), detail(amount=amt("-6"))),
                     "WRONG_SUM: the 2 transfers can't be added up, an amount or sign among them can't be read",
                     id="a sign of its own"),
    ],
)  # fmt: skip
def test_a_batch_that_does_not_add_up_is_refused_whole(written: str, reason: str, tmp_path: Path) -> None:
    assert refused(tmp_path, entry(), written) == [(2, "Amount", reason), (3, "Amount", reason)]


# --- Refused rows --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "column", "codes"),
    [
        pytest.param(entry(amount=""), "Amount", ["MISSING_VALUE", "MISSING_VALUE"], id="no amount, hence no currency"),
        pytest.param(entry(amount=amt("")), "Amount", ["MISSING_VALUE"], id="an empty amount"),
        pytest.param(entry(sign=""), "Amount", ["MISSING_VALUE"], id="credit or debit?"),
        pytest.param(entry(sign="<CdtDbtInd>XXXX</CdtDbtInd>"), "Amount", ["UNKNOWN_CODE"], id="neither"),
        pytest.param(entry(amount=amt("-10.00")), "Amount", ["BAD_NUMBER"], id="a sign beside the sign"),
        pytest.param(entry(amount="<Amt>10.00</Amt>"), "Currency", ["MISSING_VALUE"], id="no currency"),
        pytest.param(entry(booked=""), "Booking Date", ["MISSING_VALUE"], id="no booking date"),
        pytest.param(
            entry(booked="<ValDt><Dt>2026-10-03</Dt></ValDt>"),
            "Booking Date",
            ["MISSING_VALUE"],
            id="what is booked, by its value date alone",
        ),
        pytest.param(entry(booked="<BookgDt/>", sign=""), "Booking Date", ["MISSING_VALUE"] * 2, id="two at once"),
    ],
)
def test_an_entry_that_lacks_something_is_refused_alone(
    written: str, column: str, codes: list[str], tmp_path: Path
) -> None:
    ((line, where, reason),) = refused(tmp_path, entry(), written, entry())
    assert (line, where) == (2, column)
    assert [part.split(":")[0] for part in reason.split("; ")] == codes


def test_the_entries_of_a_statement_without_an_account_are_refused(tmp_path: Path) -> None:
    assert [where for _, where, _ in refused(tmp_path, entry(), iban="")] == ["Account IBAN"]


def test_a_refused_row_tells_what_it_said(tmp_path: Path) -> None:
    (piece,) = decoded(tmp_path, document(statement(entry(detail(e2e="E-9"), sign=""))))
    assert piece.refused.schema == pl.Schema(REFUSED_SCHEMA)
    assert piece.refused["raw_row"].to_list() == [
        f"account_iban={ACCOUNT}; booking_date=2026-10-01; currency=EUR; end_to_end_id=E-9; entry_status=BOOK"
    ]


# --- Statements ----------------------------------------------------------------------------------


def balance(kind: str, amount: str, sign: str = "CRDT", day: str = "<Dt>2026-10-01</Dt>") -> str:
    return (
        f"<Bal><Tp><CdOrPrtry><Cd>{kind}</Cd></CdOrPrtry></Tp>{amount}<CdtDbtInd>{sign}</CdtDbtInd><Dt>{day}</Dt></Bal>"
    )


PERIOD = "<CreDtTm>2026-10-03T06:00:00</CreDtTm><FrToDt><ToDtTm>2026-10-02T23:59:59</ToDtTm></FrToDt>"


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        pytest.param(PERIOD + balance("CLBD", amt("5")), {"statement_date": "2026-10-01"}, id="of the closing balance"),
        pytest.param(balance("CLBD", amt("5"), day="<DtTm>2026-10-01T22:30:00Z</DtTm>"),
                     {"statement_date": "2026-10-01T22:30:00Z"}, id="an instant"),
        pytest.param(PERIOD, {"statement_date": "2026-10-02T23:59:59"}, id="else the end of its period"),
        pytest.param("<CreDtTm>2026-10-03T06:00:00</CreDtTm>", {"statement_date": "2026-10-03T06:00:00"},
                     id="else when it was made"),
        pytest.param("", {"statement_date": None, "opening_balance": None, "page": None}, id="else nothing"),
        pytest.param(balance("OPBD", amt("1")) + balance("CLBD", amt("5"), "DBIT"),
                     {"opening_balance": "1", "closing_balance": "-5", "currency": "EUR"}, id="balances"),
        pytest.param(balance("PRCD", amt("1")) + balance("CLBD", amt("5")), {"opening_balance": "1"}, id="German bank"),
        pytest.param(balance("OPBD", amt("1", "USD")) + balance("CLBD", amt("5")),
                     {"opening_balance": None, "closing_balance": None, "currency": None}, id="two currencies"),
        pytest.param("<ElctrncSeqNb>7</ElctrncSeqNb><LglSeqNb>8</LglSeqNb>", {"sequence": "7"}, id="number"),
        pytest.param("<LglSeqNb>8</LglSeqNb>", {"sequence": "8"}, id="else the legal one"),
        pytest.param("<StmtPgntn><PgNb>2</PgNb></StmtPgntn>", {"page": "2"}, id="page"),
    ],
)  # fmt: skip
def test_what_a_statement_says_of_itself(head: str, expected: dict[str, str | None], tmp_path: Path) -> None:
    content = document(statement(entry(), head=head))
    (told,) = statements(tmp_path, content)
    assert {name: told[name] for name in expected} == expected
    (row,) = rows(tmp_path, content)
    assert [row[name] for name in ("account_iban", "statement_id", "statement_date")] == [
        told[name] for name in ("account_iban", "statement_id", "statement_date")
    ]


def test_pages_of_a_statement_share_its_key_and_accounts_do_not(tmp_path: Path) -> None:
    other = statement(entry(), iban="de89 3704 0044 0532 0130 00")
    keys = [row["statement_id"] for row in rows(tmp_path, document(statement(entry()), statement(entry()), other))]
    assert keys == [f"S1|{ACCOUNT}", f"S1|{ACCOUNT}", "S1|DE89370400440532013000"]


def test_statements_without_an_id_are_told_apart_by_their_number(tmp_path: Path) -> None:
    read = rows(tmp_path, document(statement(entry()), statement(entry())).replace("<Id>S1</Id>", ""))
    assert [row["statement_id"] for row in read] == [f"1|{ACCOUNT}", f"2|{ACCOUNT}"]


def test_a_statement_without_entries_is_told_as_well(tmp_path: Path) -> None:
    both = document(statement(entry(), entry()), statement(), statement(entry(), key="S2"))
    assert [row["line_number"] for row in rows(tmp_path, both)] == [1, 2, 3]
    assert [(told["line_number"], told["statement_name"]) for told in statements(tmp_path, both)] == [
        (1, "S1"), (2, "S1"), (3, "S2"),
    ]  # fmt: skip


# --- The outside of a file -----------------------------------------------------------------------

WRAPPED = '<Env xmlns="urn:x"><AppHdr xmlns="urn:iso:std:iso:20022:tech:xsd:head.001.001.02"><Fr/></AppHdr>{}</Env>'
DECLARED = '<?xml version="1.0" encoding="{}"?>'


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(document(statement(entry()), namespace=V8), id="version 8"),
        pytest.param(document(statement(entry()), namespace=V2.replace(".02", ".99")), id="a version to come"),
        pytest.param(document(statement(entry()), namespace=""), id="no namespace"),
        pytest.param(document(statement(entry()), namespace="", message="BkToCstmrStmtV01"), id="version 1"),
        pytest.param(document(statement(entry()), namespace="").replace("Document>", "Data>"), id="another root"),
        pytest.param(document(statement(entry()), namespace="")[len("<Document>") : -len("</Document>")], id="no root"),
        pytest.param(WRAPPED.format(document(statement(entry()))), id="in an envelope with a business header"),
        pytest.param(re.sub("(</?)", r"\1c:", document(statement(entry()))).replace("xmlns", "xmlns:c"), id="a prefix"),
        pytest.param("\ufeff" + document(statement(entry())), id="with a byte order mark"),
        pytest.param((DECLARED.format("UTF-16") + document(statement(entry()))).encode("utf-16"), id="UTF-16"),
        pytest.param((DECLARED.format("UTF-16") + document(statement(entry()))).encode("utf-16-be"), id="UTF-16 BE"),
        pytest.param(document(statement(entry())) + "\n<!-- generated -->\n", id="a comment behind it"),
    ],
)  # fmt: skip
def test_the_same_entry_in_every_wrapping(content: str | bytes, tmp_path: Path) -> None:
    (row,) = rows(tmp_path, content)
    assert (row["account_iban"], row["amount"], row["booking_date"]) == (ACCOUNT, "10.00", "2026-10-01")
    assert camt.kind(tmp_path / "statement.xml") == "camt.053"


@pytest.mark.parametrize("encoding", ["ISO-8859-1", "windows-1252", "ISO-8859-15"])
def test_the_declared_encoding_is_obeyed(encoding: str, tmp_path: Path) -> None:
    written = DECLARED.format(encoding) + document(statement(entry(detail(text="<Ustrd>reçu</Ustrd>"))))
    assert rows(tmp_path, written.encode(encoding))[0]["remittance_information"] == "reçu"


def test_two_versions_in_one_envelope_are_both_read(tmp_path: Path) -> None:
    both = document(statement(entry())) + document(statement(entry()), namespace=V8)
    assert len(rows(tmp_path, WRAPPED.format(both))) == 2


@pytest.mark.parametrize(
    ("message", "namespace", "name", "says"),
    [
        ("BkToCstmrAcctRpt", "camt.052.001.08", "camt.052", "an intraday report and no statement"),
        ("CstmrCdtTrfInitn", "pain.001.001.09", "pain.001", "an order to pay"),
        ("FIToFICstmrCdtTrf", "pacs.008.001.08", "pacs.008", "no bank statement"),
        ("BkToCstmrAcctRpt", "camt.053.001.08", "camt.052", "an intraday report and no statement"),
        ("BkToCstmrAcctRpt", "", "camt.052", "an intraday report and no statement"),
        ("Orders", "", "xml", "no bank statement"),
    ],
)
def test_another_message_is_rejected_by_what_it_is(
    message: str, namespace: str, name: str, says: str, tmp_path: Path
) -> None:
    scope = f"urn:iso:std:iso:20022:tech:xsd:{namespace}" if namespace else ""
    content = document(statement(entry()), namespace=scope, message=message)
    with pytest.raises(RejectedFileError, match=says) as fault:
        decoded(tmp_path, content)
    assert fault.value.code == "UNSUPPORTED_FORMAT"
    assert camt.kind(tmp_path / "statement.xml") == name


# --- Files that must not be read -----------------------------------------------------------------

ENTITIES = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
BOMB = f'<!DOCTYPE Document [<!ENTITY l0 "ha">{ENTITIES}]>'
OUTSIDE = '<!DOCTYPE Document SYSTEM "file:///etc/passwd">'
GOOD = document(statement(entry(detail(text="<Ustrd>A</Ustrd>"), extra="<AcctSvcrRef>V-1</AcctSvcrRef>"), entry()))
BAD_FILES = {
    "a document type": ("DOCTYPE_FORBIDDEN", "<!DOCTYPE Document>" + GOOD),
    "entities that grow": ("DOCTYPE_FORBIDDEN", BOMB + GOOD.replace("<Ustrd>A", "<Ustrd>&l11;")),
    "entities in an attribute": ("DOCTYPE_FORBIDDEN", BOMB + GOOD.replace("<Document", '<Document a="&l11;"')),
    "an outside entity": ("DOCTYPE_FORBIDDEN", OUTSIDE + GOOD),
    "a document type behind other things": ("DOCTYPE_FORBIDDEN", f"<!-- <a> --><?x <b>?>\n{OUTSIDE}{GOOD}"),
    "a document type in UTF-16": ("DOCTYPE_FORBIDDEN", (DECLARED.format("UTF-16") + BOMB + GOOD).encode("utf-16")),
    "a document type in latin-1": ("DOCTYPE_FORBIDDEN", (DECLARED.format("latin1") + OUTSIDE + GOOD).encode("latin-1")),
    "a document type in an envelope": ("DOCTYPE_FORBIDDEN", OUTSIDE.replace("Document", "Env") + WRAPPED.format(GOOD)),
    "a document type late in the prologue": ("DOCTYPE_FORBIDDEN", f"<!--{'x' * 200_000}-->{OUTSIDE}{GOOD}"),
    "a document type behind the statement": ("UNREADABLE", GOOD + OUTSIDE),
    "an entity nobody declared": ("UNREADABLE", GOOD.replace("<Ustrd>A", "<Ustrd>&secret;")),
    "a bare ampersand": ("UNREADABLE", GOOD.replace("<Ustrd>A", "<Ustrd>A & B")),
    "tags that do not match": ("UNREADABLE", GOOD.replace("</Ustrd>", "</Ustr>")),
    "something behind the end": ("UNREADABLE", GOOD + "x"),
    "a control character": ("UNREADABLE", GOOD.replace("<Ustrd>A", "<Ustrd>\x01")),
    "no XML at all": ("UNREADABLE", "Account IBAN;Booking Date\n"),
    "bytes of another encoding": ("BAD_ENCODING", GOOD.replace("<Ustrd>A", "<Ustrd>é").encode("latin-1")),
    "an encoding nobody knows": ("BAD_ENCODING", DECLARED.format("KLINGON") + GOOD),
    "nested too deep": ("TOO_DEEP", GOOD.replace("<Ustrd>A", "<Ustrd>" + "<a>" * 300 + "</a>" * 300)),
    "nested too deep before the message": ("TOO_DEEP", "<a>" * 300 + GOOD + "</a>" * 300),
    "no statement in the message": ("BROKEN_STATEMENT", document()),
    "no message in the document": ("BROKEN_STATEMENT", f'<Document xmlns="{V2}"/>'),
    "no account in any statement": ("BROKEN_STATEMENT", document(statement(entry(), iban=""))),
}  # fmt: skip


@pytest.mark.parametrize(("code", "content"), BAD_FILES.values(), ids=BAD_FILES)
def test_a_bad_file_is_rejected_with_its_code(code: str, content: str | bytes, tmp_path: Path) -> None:
    assert code_of(tmp_path, content) == code


def test_the_line_of_a_fault_is_told(tmp_path: Path) -> None:
    with pytest.raises(RejectedFileError, match="UNREADABLE: line 3: "):
        decoded(tmp_path, GOOD.replace("<Ntry>", "\n<Ntry>").replace("</Ustrd>", "\n</Ustr>", 1))


def test_wherever_a_file_is_cut_off_nothing_of_it_counts(tmp_path: Path) -> None:
    whole = (DECLARED.format("UTF-8") + "\n" + GOOD.replace("<Ustrd>A", "<Ustrd>é <!-- é --> <![CDATA[x]]>")).encode()
    assert len(rows(tmp_path, whole)) == 2
    assert {code_of(tmp_path, whole[:end]) for end in range(1, len(whole))} == {"TRUNCATED"}


def test_a_statement_without_entries_is_read_and_has_no_row(tmp_path: Path) -> None:
    (piece,) = decoded(tmp_path, document(statement()))
    assert (len(piece.rows), len(piece.refused)) == (0, 0)
    assert piece.rows.schema["amount"] == pl.String


# --- Streaming -----------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [1, 2, 7, 61, 512, 4096])
def test_pieces_of_any_size_give_every_entry_once(size: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(camt_xml, "_PIECE", size)
    entries = [entry(detail(e2e=f"E-{n}"), after=f"<!-- {n} -->\n") for n in range(60)]
    statements = [statement(*entries[n : n + 15]) for n in range(0, 60, 15)]
    pretty = document(*statements).replace("><", ">\n  <")
    assert [row["end_to_end_id"] for row in rows(tmp_path, pretty)] == [f"E-{n}" for n in range(60)]


def test_slices_hold_no_more_rows_than_they_may(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(camt, "SLICE_ROWS", 2)
    batch = entry(detail(amount=amt("4")), detail(amount=amt("5")), detail(amount=amt("1")))
    slices = decoded(tmp_path, document(statement(entry(), batch, entry(sign=""), entry())))
    assert [(piece.rows["line_number"].to_list(), piece.refused["line_number"].to_list()) for piece in slices] == [
        ([1, 2], []), ([3, 4], []), ([6], [5]), ([], []),
    ]  # fmt: skip
    assert [len(piece.statements) for piece in slices] == [0, 0, 0, 1], "its end is known last"


def test_entries_of_20_000_lines_are_all_read(tmp_path: Path) -> None:
    content = document(statement(*(entry(detail(e2e=f"E-{n}"), amount=amt(f"{n}.01")) for n in range(20_000))))
    read = pl.concat([piece.rows for piece in decoded(tmp_path, content)])
    assert read["end_to_end_id"].to_list() == [f"E-{n}" for n in range(20_000)]
    assert read["line_number"].to_list() == list(range(1, 20_001))


# --- Anything at all, written and read back ------------------------------------------------------

TEXT = st.text(st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff"), max_size=40)
CENTS = st.integers(0, 10**11)


@dataclass(frozen=True)
class Transfer:
    cents: int
    name: str
    iban: str
    texts: list[str]
    e2e: str


@dataclass(frozen=True)
class Movement:
    debit: bool
    reversal: bool
    day: str
    reference: str
    transfers: list[Transfer]


TRANSFERS = st.builds(
    Transfer, cents=CENTS, name=TEXT, iban=st.from_regex("[A-Z]{2}[0-9]{5,20}", fullmatch=True),
    texts=st.lists(TEXT, max_size=3), e2e=TEXT,
)  # fmt: skip
MOVEMENTS = st.builds(
    Movement, debit=st.booleans(), reversal=st.booleans(), day=st.dates().map(str), reference=TEXT,
    transfers=st.lists(TRANSFERS, min_size=1, max_size=3),
)  # fmt: skip


def said(text: str) -> str | None:
    text = text.strip()
    return None if text.upper() in {"", "NOTPROVIDED", "NONREF"} else text


def euros(cents: int) -> str:
    return f"{cents // 100}.{cents % 100:02}"


def written(movement: Movement, version: int) -> str:
    sign = "DBIT" if movement.debit else "CRDT"
    role = "Cdtr" if movement.debit else "Dbtr"
    details = []
    for transfer in movement.transfers:
        name = f"<Nm>{escape(transfer.name)}</Nm>"
        amount = amt(euros(transfer.cents))
        details.append(detail(
            amount=amount if version == 8 else f"<AmtDtls><TxAmt>{amount}</TxAmt></AmtDtls>",
            e2e=escape(transfer.e2e),
            parties=f"<{role}>{f'<Pty>{name}</Pty>' if version == 8 else name}</{role}>"
                    f"<{role}Acct><Id><IBAN>{transfer.iban}</IBAN></Id></{role}Acct>",
            text="".join(f"<Ustrd>{escape(text)}</Ustrd>" for text in transfer.texts),
        ))  # fmt: skip
    made = entry(
        *details,
        amount=amt(euros(sum(transfer.cents for transfer in movement.transfers))),
        sign=f"<CdtDbtInd>{sign}</CdtDbtInd><RvslInd>{str(movement.reversal).lower()}</RvslInd>",
        booked=f"<BookgDt><Dt>{movement.day}</Dt></BookgDt>",
        extra=f"<AcctSvcrRef>{escape(movement.reference)}</AcctSvcrRef>",
    )
    return made.replace("<Sts>BOOK</Sts>", "<Sts><Cd>BOOK</Cd></Sts>") if version == 8 else made


def expected(movement: Movement) -> Iterator[dict[str, str | None]]:
    for transfer in movement.transfers:
        texts = [text for text in transfer.texts if said(text)]
        yield {
            "amount": ("-" if movement.debit else "") + euros(transfer.cents),
            "currency": "EUR",
            "booking_date": movement.day,
            "payer_name": said(transfer.name),
            "payer_iban": transfer.iban,
            "remittance_information": " ".join(text.strip() for text in texts) or None,
            "remittance_joined": "".join(texts).strip() if len(texts) > 1 else None,
            "end_to_end_id": said(transfer.e2e),
            "bank_reference": said(movement.reference),
            "entry_status": "BOOK",
            "is_return": "true" if movement.reversal else None,
        }


@settings(max_examples=150, deadline=None)
@given(movements=st.lists(MOVEMENTS, max_size=6), version=st.sampled_from([2, 8]), pretty=st.booleans())
def test_what_is_written_is_read_back(movements: list[Movement], version: int, pretty: bool) -> None:  # noqa: FBT001
    entries = [written(movement, version) for movement in movements]
    separator = "\n   " if pretty else ""
    content = document(statement(*(made + separator for made in entries)), namespace={2: V2, 8: V8}[version])
    with TemporaryDirectory() as folder:
        read = rows(Path(folder), content)
    wanted = list(itertools.chain.from_iterable(map(expected, movements)))
    assert [{name: row[name] for name in want} for row, want in zip(read, wanted, strict=True)] == wanted


# --- Notifications --------------------------------------------------------------------------------

NOTIFICATIONS = SAMPLES.parent / "camt054"
NOTIFIED: dict[str, tuple[list[str], int]] = {  # amounts, and entries refused for want of a booking date
    "genkgo-camt054.v2.with-account-name.xml": ([], 1),
    "genkgo-camt054.v2.xml": (["-200000"], 0),
    "genkgo-camt054.v4.xml": (["-200000"], 0),
    "genkgo-camt054.v8-with-UETR.xml": ([], 1),
    "genkgo-camt054.v8-with-financial-institution.xml": ([], 1),
    "iso20022-business_sample_camt.054.001.04.xml": (["105678.50"], 0),
    "viafintech-valid_example.xml": (["15.00", "9.00", "56.56", "-6.00", "-15.53"], 0),
}


def notification(*entries: str) -> str:
    """The same entries in a camt.054."""
    return document(*(statement(*entries).replace("Stmt>", "Ntfctn>"),), message="BkToCstmrDbtCdtNtfctn").replace(
        "camt.053", "camt.054"
    )


@pytest.mark.parametrize("name", NOTIFIED)
def test_real_notifications(name: str, tmp_path: Path) -> None:
    slices = decoded(tmp_path, (NOTIFICATIONS / name).read_bytes())
    assert [row["amount"] for piece in slices for row in piece.rows.to_dicts()] == NOTIFIED[name][0]
    refusals = [row for piece in slices for row in piece.refused.to_dicts()]
    assert [row["reason"].split(" - ")[0] for row in refusals] == ["MISSING_VALUE: Booking Date"] * NOTIFIED[name][1]
    assert not any(len(piece.statements) for piece in slices)


def test_every_notification_has_an_expectation_and_a_free_licence() -> None:
    sources = [line.split("|") for line in (NOTIFICATIONS / "SOURCES.txt").read_text().splitlines()[1:]]
    assert {path.name for path in NOTIFICATIONS.glob("*.xml")} == {*NOTIFIED} == {name for name, *_ in sources}
    assert {licence.split(" (")[0] for *_, licence in sources} == {"MIT", "Apache-2.0 OR MIT"}


def test_a_notification_takes_a_batch_apart_and_says_of_which_it_is_part(tmp_path: Path) -> None:
    batch = entry(detail(amount=amt("4")), detail(amount=amt("6")), extra="<AcctSvcrRef>B-1</AcctSvcrRef>")
    read = rows(tmp_path, notification(batch, entry(detail())))
    assert [(row["amount"], row["batch_reference"], row["batch_amount"]) for row in read] == [
        ("4", "B-1", "10.00"), ("6", "B-1", "10.00"), ("10.00", None, None),
    ]  # fmt: skip
    assert {row["batch_amount"] for row in rows(tmp_path, document(statement(batch)))} == {"10.00"}


def test_a_return_in_a_notification_is_one(tmp_path: Path) -> None:
    back = "<RtrInf><Rsn><Cd>AC04</Cd></Rsn></RtrInf>"
    (row,) = rows(
        tmp_path,
        notification(entry(detail().replace("</TxDtls>", f"{back}</TxDtls>"), sign="<CdtDbtInd>DBIT</CdtDbtInd>")),
    )
    assert (row["amount"], row["is_return"], row["return_reason"]) == ("-10.00", "true", "AC04")
