"""The data dictionary: every published table and column on one page, written from the models that check them.

`python -m pipelines.data_dictionary > docs/data_dictionary.md` after a change of schemas/published/.
"""

import sys

from schemas.published.tables import TABLES, PublishedTable

_HEAD = """# Data dictionary

The tables of `WAREHOUSE/closeout.duckdb`, schema `main`. The same words stand in the database, as comments on its
tables and columns.

Amounts are in major units of the currency named. An instant is shown in the time zone of the session that reads it,
a date is a day in the shop's time zone. Null means unknown or not applicable; the column says which.

This page is made from `schemas/published/` by `python -m pipelines.data_dictionary`; edit the models, not the page.
"""


def pages() -> str:
    """The whole page as Markdown."""
    links = "\n".join(f"- [`{table.name}`](#{table.name}): {_first_sentence(table)}" for table in TABLES)
    return "\n".join([_HEAD, links, *(_section(table) for table in TABLES), ""])


def _section(table: PublishedTable) -> str:
    rows = [_row(table, name, comment) for name, comment in table.comments.items()]
    grain = f"Unique together: {_listed(table.grain)}." if table.grain else "No columns are unique together."
    head = ["| column | type | null | meaning |", "|---|---|---|---|"]
    return "\n".join([f"\n## {table.name}\n", table.description, "", grain, "", *head, *rows])


def _row(table: PublishedTable, name: str, comment: str) -> str:
    words = [word for word in table.codes.get(name, ()) if word]
    meaning = f"{comment} One of {_listed(words)}." if words else comment
    null = "may be" if name in table.nullable else "never"
    return f"| `{name}` | {table.types[name]} | {null} | {meaning.replace('|', '&#124;')} |"


def _listed(names: tuple[str, ...] | list[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _first_sentence(table: PublishedTable) -> str:
    return table.description.partition(". ")[0].rstrip(".")


if __name__ == "__main__":
    sys.stdout.write(pages())
