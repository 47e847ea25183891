"""A transaction as Lemonway reports it, by the names of its first API (formats.md §4). Amounts in major units."""

import pandera.polars as pa
import polars as pl

from schemas.fields import Instant, Number, code, instant, number, text
from schemas.landed.rules import Landed, two_decimals

MONEY_IN, MONEY_OUT, BETWEEN_WALLETS = "0", "1", "2"
# Two sets of codes that clash: 0, 4 and 6 mean one thing in STATUS and another in INT_STATUS, which the second API calls status.
STATUS = {"0": "PENDING", "3": "SUCCEEDED", "4": "FAILED", "6": "CANCELED", "16": "PENDING"}
INT_STATUS = {"0": "SUCCEEDED", "4": "PENDING", "6": "FAILED", "7": "CANCELED", "16": "PENDING"}


class LemonwayRow(Landed):
    """One transaction between a wallet and the outside, or between two wallets. What is credited is net of the commission."""

    id: str = text("ID", "Lemonway's id of the transaction", required=True)
    date: Instant = instant("DATE", "When it took place", required=True)
    sender: str = text("SEN", "Wallet that paid; empty for money that comes in")
    receiver: str = text("REC", "Wallet that was paid; empty for money that goes out")
    debit: Number = number("DEB", "What the sender paid", ge=0)
    credit: Number = number("CRED", "What the receiver got, net of the commission", ge=0)
    commission: Number = number("COM", "What Lemonway and the platform kept", ge=0)
    total: Number = number("totalAmount", "What was paid in all, as the second API says it", ge=0)
    message: str = text("MSG", "Comment", also=("comment",))
    status: str = text("STATUS", "How far it got, in the first set of codes")
    int_status: str = text("INT_STATUS", "The same in the other set of codes")
    label: str = text("MLABEL", "Card or account it came from")
    token: str = text("MTOKEN", "What the platform called it: the order field")
    type: str = code("TYPE", "0 in, 1 out, 2 between wallets", (MONEY_IN, MONEY_OUT, BETWEEN_WALLETS), required=True)
    method: str = text(
        "METHOD", "0 card, 1 incoming wire, 3 outgoing wire, 4 between wallets, 13 iDEAL, 14 direct debit"
    )
    bank_reference: str = text("BANK_REF", "The bank's reference")
    origin_id: str = text("ORIGIN_ID", "Transaction that this one gives back")

    @pa.check("debit", "credit", "commission", "total", error="TOO_MANY_DECIMALS")
    @classmethod
    def _two_decimals(cls, data: pa.PolarsData) -> pl.LazyFrame:
        return two_decimals(data)

    @pa.dataframe_check(error="MISSING_VALUE credit")
    @classmethod
    def _has_an_amount(cls, data: pa.PolarsData) -> pl.LazyFrame:
        told = pl.col("total").is_not_null() | pl.col("credit").is_not_null()
        comes_in = (pl.col("type") == MONEY_IN) & pl.col("origin_id").is_null()
        return data.lazyframe.select(told | (~comes_in & pl.col("debit").is_not_null()))

    @pa.dataframe_check(error="UNKNOWN_CODE_SET")
    @classmethod
    def _status_known(cls, data: pa.PolarsData) -> pl.LazyFrame:
        told = [
            pl.col(name).replace_strict(codes, default=None, return_dtype=pl.String)
            for name, codes in (("status", STATUS), ("int_status", INT_STATUS))
        ]
        known = [
            state.is_not_null() | pl.col(name).is_null()
            for state, name in zip(told, ("status", "int_status"), strict=True)
        ]
        agree = told[0].is_null() | told[1].is_null() | (told[0] == told[1])
        some = pl.any_horizontal(pl.col("status", "int_status").is_not_null())
        return data.lazyframe.select(pl.all_horizontal(known) & agree & some)
