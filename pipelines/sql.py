"""Where SQL files are found: `query("orders/order_lines")` is the text of `pipelines/orders/order_lines.sql`."""

import re
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parent


def path(name: str) -> Path:
    """The file of a query."""
    return ROOT / f"{name}.sql"


def literal(text: str) -> str:
    """A text as SQL writes it, for the places that take no parameter."""
    return "'" + text.replace("'", "''") + "'"


@cache
def query(name: str) -> str:
    """The text of a query; `{subject/name}` in it stands for another query of the tree, in brackets."""
    text = path(name).read_text(encoding="utf-8").strip()
    return _PART.sub(lambda part: f"(\n{query(part[1])}\n)", text)


_PART = re.compile(r"\{([a-z_]+/[a-z_/]+)\}")
