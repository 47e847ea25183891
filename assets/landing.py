"""The night begins: a batch is opened, and every feed's new files become facts."""

from collections.abc import Iterator
from datetime import UTC, datetime

import dagster as dg

from assets.store.batches import EarlierThanLastBatchError, last_as_of, open_night
from assets.store.loading import load_feed, read_ahead
from assets.store.registry import Loaded
from assets.warehouse import Warehouse
from pipelines.landing.feeds import FOLDERS

OWNERS = ["team:finance-operations"]


# What lies in one folder of the landing zone is one source, and is loaded by one asset.
_SOURCES = tuple(dict.fromkeys(folder.split("/")[0] for folder in FOLDERS))


def _source_key(source: str) -> str:
    return f"landing_{source}"


SOURCE_SPECS = [
    dg.AssetSpec(
        _source_key(source),
        description=f"The folder `{source}/` of the landing zone: what people and systems drop there.",
        group_name="sources",
        kinds={"file"},
    )
    for source in _SOURCES
]


class Night(dg.Config):
    """The one place where the clock comes in: an ISO instant; empty = now, or the last batch's if that is later."""

    as_of: str = ""


@dg.asset(group_name="landing", owners=OWNERS, kinds={"duckdb"}, deps=SOURCE_SPECS)
def night(context: dg.AssetExecutionContext, config: Night, warehouse: Warehouse) -> dg.MaterializeResult:
    """Open a batch: its instant, the files that lie in the landing zone, and what time alone has changed."""
    db = warehouse.begin("night")
    last = last_as_of(db)
    now = datetime.now(UTC)
    as_of = datetime.fromisoformat(config.as_of) if config.as_of else max(now, last or now)
    try:
        zone = open_night(db, warehouse.landing_zone, as_of, context.run.run_id)
    except (EarlierThanLastBatchError, FileNotFoundError) as fault:
        raise dg.Failure(str(fault), allow_retries=False) from fault
    read_ahead(db)
    for source in _SOURCES:
        files = [file for file in zone.files if file.feed.split("/")[0] == source]
        newest = max((file.modified for file in files), default=0) / 1e9
        told: dict[str, int | dg.TimestampMetadataValue] = {
            "files": len(files),
            "newest": dg.TimestampMetadataValue(newest),
        }
        context.log_event(dg.AssetObservation(_source_key(source), metadata=told))
    told_of_batch: dict[str, str | int] = {
        "as_of": as_of.isoformat(),
        "files": len(zone.files),
        "ignored": len(zone.ignored),
        "batch": db.batch(),
    }
    if zone.ignored:
        warning = (
            f"{len(zone.ignored)} files lie outside every feed's folder and are ignored, such as {zone.ignored[0]}"
        )
        context.log.warning(warning)
        told_of_batch["warnings"] = warning
    return dg.MaterializeResult(metadata=told_of_batch)


_LOADED = {
    "order_exports": (
        "orders",
        "The order exports of DJUST: every new snapshot of a logistic order with its lines.",
    ),
    "mirakl_reports": ("mirakl", "The orders and shipments of Mirakl: every new state of one."),
    "status_imports": ("status_imports", "The status files that suppliers send."),
    "psp_events": (
        "psp",
        "What payment service providers report of their operations, in their own layouts or in the suite's, and what Webhelp asserts.",
    ),
    "bank_lines": ("bank", "The lines of the bank statements, whatever format the bank writes."),
    "incident_reports": ("incidents", "Complaints about orders and their lines."),
    "decisions": ("decisions", "What people decided."),
    "reference_data": ("reference", "Suppliers, accounts, customers and products."),
}
assert {source for source, _ in _LOADED.values()} == {*_SOURCES}  # noqa: S101  # no folder is forgotten


# One step for all feeds: what Dagster writes down of a step takes about as long as to load one or two small files.
@dg.multi_asset(
    specs=[
        dg.AssetSpec(
            name,
            description=sentence,
            group_name="landing",
            owners=OWNERS,
            kinds={"polars", "pandera", "duckdb"},
            deps=[night],
        )
        for name, (_, sentence) in _LOADED.items()
    ],
    can_subset=True,
)
def landed(context: dg.AssetExecutionContext, warehouse: Warehouse) -> Iterator[dg.MaterializeResult]:
    """Every new file of the feeds chosen becomes facts, each in one transaction."""
    for name, (source, _) in _LOADED.items():
        if dg.AssetKey(name) in context.selected_asset_keys:
            yield _loaded(warehouse, name, source)


def _loaded(warehouse: Warehouse, name: str, source: str) -> dg.MaterializeResult:
    folders = [folder for folder in FOLDERS if folder.split("/")[0] == source]
    counts = sum((load_feed(warehouse.step(folder), folder) for folder in folders), Loaded())
    return dg.MaterializeResult(
        asset_key=name,
        metadata={
            "files": counts.files,
            "files_rejected": counts.rejected,
            "rows_loaded": counts.rows,
            "rows_quarantined": counts.quarantined,
            "rows_duplicate": counts.duplicate,
        },
    )
