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


def files_in(folder: Path, ending: str) -> str:
    """The files of a folder as the literal that a table function takes; the folder's own name is no pattern."""
    return literal(_WILD.sub(r"[\1]", folder.as_posix()) + f"/*.{ending}")


@cache
def query(name: str) -> str:
    """The text of a query; `{subject/name}` in it stands for another query of the tree, in brackets."""
    text = path(name).read_text(encoding="utf-8").strip()
    return _PART.sub(lambda part: f"(\n{query(part[1])}\n)", text)


_WILD = re.compile(r"([\[*?])")
_PART = re.compile(r"\{([a-z_]+/[a-z_/]+)\}")
