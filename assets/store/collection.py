"""What is judged of the files as wholes: up to when it is known what came in, and which feeds are late (domain.md §4 and §7)."""

from assets.store.database import Database
from assets.store.remaking import remake
from pipelines.sql import query
from pipelines.table import ORDER, SUBJECT
from pipelines.tables import COLLECTION, SUBJECT_CONDITIONS


def note_collection(db: Database) -> None:
    """Both tables as they are now; the orders that this makes overdue, or no longer, are told: a bank file that is late makes nobody overdue."""
    remake(db, COLLECTION, query("ageing/collection_dates"), ((ORDER, query("ageing/come_due")),))
    remake(db, SUBJECT_CONDITIONS, query("findings/subject_conditions"), ((SUBJECT, "select subject from otherwise"),))
