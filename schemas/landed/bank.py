"""Bank statements and their lines (contract.md §3.4), whatever format the bank wrote them in."""

from datetime import date

import pandera.polars as pa
import polars as pl

from schemas import vocabulary as words
from schemas.fields import Number, code, flag, instant, number, text
from schemas.landed.rules import InCurrency, decimals_fit


class BankLine(InCurrency):
    """One booked movement of an own account. Positive = money in. Names and IBAN are the counterparty's."""

    account_iban: str = text("Account IBAN", "Own account", required=True)
    booking_date: date = instant("Booking Date", "Day on which the bank booked it", required=True)
    value_date: date = instant("Value Date", "Day from which it bears interest")
    amount: Number = number("Amount", "Signed amount in major units", required=True)
    currency: str = text("Currency", "ISO 4217 code of the amount", required=True)
    payer_name: str = text("Payer Name", "Counterparty")
    payer_iban: str = text("Payer IBAN", "The counterparty's account")
    remittance_information: str = text("Remittance Information", "Text of the payment, as the bank passes it on")
    end_to_end_id: str = text("End To End Id", "Id the payer gave the payment")
    bank_reference: str = text("Bank Reference", "The bank's own reference of the line")
    remittance_joined: str = text(
        "Ustrd", "The same text with its parts joined without a blank, where there are several"
    )
    structured_reference: str = text("CdtrRefInf", "Creditor reference the payer gave in a field of its own")
    entry_status: str = code("Sts", "BOOK once it is money", words.ENTRY_STATES)
    is_return: bool = flag("RvslInd", "The bank says that this undoes an earlier line")
    return_reason: str = text("RtrInf", "Why the bank gave it back")
    original_amount: Number = number("OrgnlAmt", "Amount of the line that it gives back, where the bank states it")
    batch_reference: str = text(
        "Btch", "The bank's reference of the batch of which this is a part, else the other one that it has"
    )
    batch_amount: Number = number("BtchAmt", "What that batch moved; null for a line that is no such part")
    statement_id: str = text("Stmt", "Statement that holds the line; a CSV file is one statement")
    statement_date: date = instant("StmtDt", "Day up to which the statement tells the account")

    @pa.check("amount", "original_amount", "batch_amount", error="TOO_MANY_DECIMALS")
    @classmethod
    def _decimals_fit(cls, data: pa.PolarsData) -> pl.LazyFrame:
        return decimals_fit(data)


class BankStatement(InCurrency):
    """What a statement, or a page of one, says of itself; its lines name it by `statement_id`. Balances are signed, positive = in credit."""

    account_iban: str = text("Account IBAN", "Own account", required=True)
    statement_id: str = text("Stmt", "The statement among those of its file; its pages share it", required=True)
    statement_name: str = text("Stmt/Id", "What the bank calls the statement; pages in several files share it")
    page: str = text("StmtPgntn/PgNb", "Number of the page, where the bank numbers them")
    sequence: str = text("ElctrncSeqNb", "Number of the statement among those of its account")
    statement_date: date = instant("StmtDt", "Day up to which the statement tells the account")
    currency: str = text("Currency", "ISO 4217 code of the balances")
    opening_balance: Number = number("Opening Balance", "What the account held before its first line")
    closing_balance: Number = number("Closing Balance", "What the account held after its last line")

    @pa.check("opening_balance", "closing_balance", error="TOO_MANY_DECIMALS")
    @classmethod
    def _decimals_fit(cls, data: pa.PolarsData) -> pl.LazyFrame:
        return decimals_fit(data)
