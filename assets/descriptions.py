"""What the UI shows of an asset beside its sentence: the columns of its table, and the SQL that makes it."""

import warnings

import dagster as dg

from pipelines import sql
from pipelines.tables import BY_NAME
from schemas.published.tables import TABLES

_PUBLISHED = {table.name: table for table in TABLES}
_Metadata = dg.TableSchema | dg.CodeReferencesMetadataValue


def made_by(*names: str) -> dict[str, _Metadata]:
    """Metadata of the asset whose table is made by these, derived tables or queries (`subject/name`); the last gives its columns."""
    told: dict[str, _Metadata] = {"dagster/code_references": _references(names)}
    published = _PUBLISHED.get(names[-1].rsplit("/", 1)[-1])
    if published is not None:
        columns = [
            dg.TableColumn(name, type=published.types[name], description=comment)
            for name, comment in published.comments.items()
        ]
        told["dagster/column_schema"] = dg.TableSchema(columns=columns)
    return told


def _references(names: tuple[str, ...]) -> dg.CodeReferencesMetadataValue:
    sources = [name if "/" in name else BY_NAME[name].source for name in names]
    with warnings.catch_warnings():
        # Dagster calls references a beta; its version is pinned.
        warnings.simplefilter("ignore", dg.BetaWarning)
        links = [dg.LocalFileCodeReference(file_path=str(sql.path(s)), label=f"{s}.sql") for s in sources]
        return dg.CodeReferencesMetadataValue(code_references=list(links))
