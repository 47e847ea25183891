"""The published tables: name, grain and columns of each (contract.md §4)."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class PublishedTable:
    """A published table with its description and one comment per column."""

    name: str
    description: str
    comments: dict[str, str] = field(default_factory=dict)


TABLES: tuple[PublishedTable, ...] = ()
