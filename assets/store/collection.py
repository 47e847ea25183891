"""Up to when it is known what came in: a bank file that is late makes nobody overdue (domain.md §4, Due dates)."""

from assets.store.database import Database
from assets.store.remaking import remake
from pipelines.sql import query
from pipelines.table import ORDER
from pipelines.tables import COLLECTION


def note_collection(db: Database) -> None:
    """`steps.collection_dates` as it is now; the orders that this makes overdue, or no longer, are told."""
    remake(db, COLLECTION, query("ageing/collection_dates"), ((ORDER, query("ageing/come_due")),))
