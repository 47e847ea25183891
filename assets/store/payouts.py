"""What providers pay out, held against the bank (domain.md §5, Payouts)."""

from assets.store.database import Database
from assets.store.remaking import remake
from pipelines.sql import query
from pipelines.table import PAYMENT, SUBJECT
from pipelines.tables import PAYOUT_LINES, PAYOUTS


def hold_against_the_bank(db: Database) -> None:
    """Both tables as they are now; the bank lines that are payouts, or no longer, are told."""
    remake(db, PAYOUT_LINES, query("payouts/payout_lines"), ((PAYMENT, "select payment_no from otherwise"),))
    remake(db, PAYOUTS, query("payouts/payouts"), ((SUBJECT, "select payout_reference from otherwise"),))
