"""The runs as they are published: which files were found, which rows were refused, what each night came to."""

import polars as pl

from schemas.fields import Instant, Money, published
from schemas.published import codes
from schemas.published.rules import Published


class Files(Published):
    """One row per file as it was found in the landing zone. Rows read = loaded + quarantined + duplicate."""

    file_id: str = published(
        "16 hex digits of the SHA-256 of feed and bytes: the same content under another name has the same one; "
        "empty for a file that could not be opened."
    )
    feed: str = published("Folder of the landing zone it lies in, such as psp/events.")
    file_name: str = published("Path below the folder of its feed.")
    format: str = published(
        "What it is, judged by its bytes: csv, json, camt.053, camt.054, cfonb120, mt940; unknown for one that was not read."
    )
    first_seen_at: Instant = published("As-of of the run that found it.")
    rows_read: int = published("All rows it has; 0 for a rejected file.", at_least=0)
    rows_loaded: int = published("Rows that said something new.", at_least=0)
    rows_quarantined: int = published("Rows refused, each with a row in `quarantine`.", at_least=0)
    rows_duplicate: int = published("Rows that were known already.", at_least=0)
    status: str = published(
        "LOADED; DUPLICATE: the same content as another file; REJECTED: nothing of it was taken.",
        codes=codes.FILE_STATUSES,
    )
    reason: str = published(
        "Why it is DUPLICATE or REJECTED, or the warnings of a LOADED one. Null when there is nothing to say.",
        nullable=True,
    )


class Quarantine(Published):
    """One row per row that was refused, with every reason; its neighbours were loaded."""

    file_id: str = published("File it stands in; the key of `files`.")
    feed: str = published("Folder of the landing zone, such as psp/events.")
    file_name: str = published("Path below the folder of the feed.")
    line_number: int = published("Line on which the row starts, header 1; in XML and JSON the position of the element.")
    column_name: str = published(
        "First column that fails, as the file spells it. Null when the row as a whole is broken.", nullable=True
    )
    reason: str = published("Every failure of the row as CODE: sentence, the first one first.")
    raw_row: str = published("The row as it stood in the file. Null when it could not be read again.", nullable=True)


class Runs(Published):
    """One row per batch that was published: a night, or a run by hand."""

    run_id: str = published("Dagster's id of the run that opened the batch.")
    as_of: Instant = published("The clock of the batch: facts dated after it do not count yet.")
    started_at: Instant = published("When the machine began, by its own clock.")
    finished_at: Instant = published("When the machine was ready to publish, by its own clock.")
    status: str = published("PUBLISHED: only such batches are shown.", codes=codes.RUN_STATUSES)
    files_loaded: int = published("New files taken, duplicates included.", at_least=0)
    files_rejected: int = published("New files of which nothing was taken.", at_least=0)
    rows_loaded: int = published("Rows of all files that said something new.", at_least=0)
    rows_quarantined: int = published("Rows of all files that were refused.", at_least=0)
    orders_changed: int = published("Commercial orders that were computed anew.", at_least=0)
    completions_applied: int = published("Logistic orders this batch completed by itself.", at_least=0)
    findings_opened: int = published("Findings that were not open before.", at_least=0)
    findings_resolved: int = published("Findings whose condition has ended, or that a person resolved.", at_least=0)
    lines_rounded: int = published(
        "Order lines whose stated total or tax differs by rounding from what it is made of.", at_least=0
    )


class MoneyProof(Published):
    """One row per published batch and currency: all settled money in, and what became of it by then.

    money_in = matched + suggested + unmatched + ignored + not_matchable, and matched = allocated + unallocated; a night whose sums do not
    add up is not published.
    """

    run_id: str = published("The run; the key of `runs`.")
    currency: str = published("ISO 4217 code of the amounts.")
    money_in: Money = published(
        "Everything that came in and is settled: captures, transfers, other bank credits, what bounced or was won back, in `currency`."
    )
    matched: Money = published("What of it is put against orders, in `currency`.")
    suggested: Money = published("What of it waits for a person, with suggestions, in `currency`.")
    unmatched: Money = published(
        "What of it waits for a person without any, the rest of partly assigned payments included, in `currency`."
    )
    ignored: Money = published("What of it a person said to ignore, in `currency`.")
    not_matchable: Money = published(
        "What of it can be no customer's payment: payouts, transfers between own accounts and the like, in `currency`."
    )
    allocated: Money = published("What of the matched money logistic orders need, in `currency`.")
    unallocated: Money = published("What of the matched money is credit that none needs, in `currency`.")


class Dashboard(Published):
    """One row per day and currency, of the last ten days, today included: what was ordered and who is new."""

    day: pl.Date = published("Day in the shop's time zone.")
    currency: str = published("ISO 4217 code of the amount.")
    orders: int = published("Commercial orders placed that day, in this currency.", at_least=0)
    sales_volume: Money = published(
        "What the live lines of these orders cost, in `currency`, taxes and shipping included."
    )
    new_orders: int = published("Commercial orders first seen by the suite that day, in this currency.", at_least=0)
    new_products: int = published("Product variants first offered that day; the same in every currency.", at_least=0)
    new_customers: int = published("Customers registered that day; the same in every currency.", at_least=0)
