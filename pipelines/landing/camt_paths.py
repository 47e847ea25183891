"""Where a camt.053 file of any version keeps what the suite reads, as tables of paths, and the walk that follows them.

Only where things stand; what they mean is said in `camt_entry.py`. Differences between versions are further paths of
one field (formats.md §5): `.02` has `Dbtr/Nm`, `.08` has `Dbtr/Pty/Nm`; `.01` has `TxDtls` right below `Ntry`.
"""

from dataclasses import dataclass
from functools import lru_cache

from lxml.etree import _Element

from pipelines.landing.camt_values import told


class Every(str):
    """A field of which every element is kept, not the first text alone: for repeats, attributes and sub-elements."""

    __slots__ = ()


_ACCOUNT_IDS = ("Id/IBAN", "Id/BBAN", "Id/Othr/Id", "Id/PrtryAcct/Id")
_NAMES = ("Nm", "Pty/Nm", "Agt/FinInstnId/Nm")


def _below(parent: str, children: tuple[str, ...], field: str) -> dict[str, str]:
    return {f"{parent}/{child}": field for child in children}


STATEMENT = {
    "Id": "id",
    "ElctrncSeqNb": "sequence",
    "LglSeqNb": "legal_sequence",
    "StmtPgntn/PgNb": "page",
    "CreDtTm": "created",
    "FrToDt/ToDtTm": "until",
    "Acct/Ownr/Nm": "owner",
    **_below("Acct", _ACCOUNT_IDS, "account"),
    "Bal": Every("balances"),
}
_AMOUNTS = {
    "Amt": Every("amount"),
    "AmtDtls/TxAmt/Amt": Every("transaction"),
    "AmtDtls/InstdAmt/Amt": Every("instructed"),
    "CdtDbtInd": "indicator",
}
ENTRY = {
    **_AMOUNTS,
    "Sts": Every("status"),
    "RvslInd": "reversal",
    "BookgDt/Dt": "booking_date",
    "BookgDt/DtTm": "booking_date",
    "ValDt/Dt": "value_date",
    "ValDt/DtTm": "value_date",
    "AcctSvcrRef": "bank_reference",
    "AddtlNtryInf": "additional",
    "NtryDtls/TxDtls": Every("details"),
    "TxDtls": Every("details"),
}
DETAIL = {
    **_AMOUNTS,
    "Refs/EndToEndId": "end_to_end_id",
    "Refs/AcctSvcrRef": "bank_reference",
    **_below("RltdPties/Dbtr", _NAMES, "debtor"),
    **_below("RltdPties/UltmtDbtr", _NAMES, "ultimate_debtor"),
    **_below("RltdPties/DbtrAcct", _ACCOUNT_IDS, "debtor_account"),
    **_below("RltdPties/Cdtr", _NAMES, "creditor"),
    **_below("RltdPties/UltmtCdtr", _NAMES, "ultimate_creditor"),
    **_below("RltdPties/CdtrAcct", _ACCOUNT_IDS, "creditor_account"),
    "RmtInf/Ustrd": Every("texts"),
    "RmtInf/Strd/CdtrRefInf/Ref": Every("creditor_references"),
    "RmtInf/Strd/CdtrRefInf/CdtrRef": Every("creditor_references"),
    "RmtInf/Strd/RfrdDocInf/Nb": Every("structured_texts"),
    "RmtInf/Strd/AddtlRmtInf": Every("structured_texts"),
    "RtrInf": Every("return_information"),
    "AddtlTxInf": "additional",
}

# From a tag to the field that it is, or to what stands below it.
Steps = dict[object, "Steps | str"]


@dataclass(slots=True)
class Found:
    """What a walk met: the first text of a field that says something, and every element of fields that keep them."""

    texts: dict[str, str]
    elements: dict[str, list[_Element]]


@dataclass(frozen=True, slots=True)
class Paths:
    """The tables of this module with the tags of one namespace."""

    statement: Steps
    entry: Steps
    detail: Steps


@lru_cache(maxsize=32)
def paths(namespace: str | None) -> Paths:
    """The tables for one version, by exact tags: half the time of asking for each path (architecture.md)."""
    return Paths(*(_steps(table, namespace) for table in (STATEMENT, ENTRY, DETAIL)))


def _steps(table: dict[str, str], namespace: str | None) -> Steps:
    steps: Steps = {}
    for path, field in table.items():
        *parents, leaf = (f"{{{namespace}}}{name}" if namespace else name for name in path.split("/"))
        inner = steps
        for parent in parents:
            below = inner.setdefault(parent, {})
            if not isinstance(below, dict):
                raise TypeError(f"{path} goes below {parent}, which is a field")
            inner = below
        inner[leaf] = field
    return steps


def find(element: _Element, steps: Steps) -> Found:
    """Follow the paths below an element; what they do not name is not looked at."""
    found = Found({}, {})
    _walk(element, steps, found.texts, found.elements)
    return found


def _walk(element: _Element, steps: Steps, texts: dict[str, str], elements: dict[str, list[_Element]]) -> None:
    for child in element:
        step = steps.get(child.tag)
        if step is None:
            continue
        if isinstance(step, dict):
            _walk(child, step, texts, elements)
        elif isinstance(step, Every):
            elements.setdefault(step, []).append(child)
        elif step not in texts and (text := told(child.text)):
            texts[step] = text
