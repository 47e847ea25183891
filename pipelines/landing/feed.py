"""What a feed is: a folder of the landing zone, its decoders, the model of its rows, and where these go (contract.md §2)."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import polars as pl

from pipelines.landing import csv_files
from pipelines.landing.decoding import Column, Slice, Source
from pipelines.rules import Rules
from pipelines.table import Key
from schemas import vocabulary as words
from schemas.landed.rules import Landed

Decoder = Callable[[Source], Iterator[Slice]]


@dataclass(frozen=True)
class Feed:
    """One feed.

    `decoders`: by format. `facts`: the tables its rows go to, each with the query over the view `landed` that fills it;
    the first one's rows, or `counted`, tell how many were new. `prepared`: queries kept as temporary tables before.
    `refused`: a query that names rows the file as a whole breaks. `touches`: (table, key, query) - what changed.
    `statements`: what its files say of themselves beside their rows. `raw_lines`: the text of some of a CSV's rows.
    `parts`: what its rows are made of, where that needs a model of its own.
    `digested`: rows carry a digest of their text, by which a row that is known is recognised. `unused`: headers nobody needs.
    """

    name: str
    model: type[Landed]
    decoders: dict[str, Decoder]
    facts: dict[str, str]
    touches: tuple[tuple[str, Key, str], ...]
    prepared: dict[str, str] = field(default_factory=dict)
    refused: str | None = None
    counted: str = "select count(*) from {first} where file_no = (select file_no from this_file)"
    statements: type[Landed] | None = None
    raw_lines: Callable[[Source, list[int]], pl.DataFrame] = csv_files.raw_lines
    digested: bool = False
    aliases: dict[str, dict[str, str]] = field(default_factory=dict)
    unused: tuple[str, ...] = ()
    parts: type[Landed] | None = None

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns a file of this feed may have."""
        named = self.model.to_schema().columns.items()
        return tuple(
            Column(name, column.title or name, told.get("required", False), told.get("also", ()))
            for name, column in named
            for told in (column.metadata or {},)
        )

    def spellings(self, rules: Rules) -> dict[str, dict[str, str]]:
        """Other spellings per column; the shop's own status words hold in status files only, in any case."""
        own = rules.status_words | {word.upper(): code for word, code in rules.status_words.items()}
        shops = {"order_status": words.STATUS_ALIASES | own}
        return {**self.aliases, **(shops if self.name == "status_imports" else {})}
