"""What the kinds of files are called that `formats.py` tells apart, and what to send instead of those that no feed reads."""

from pipelines.landing.decoding import RejectedFileError

_CALLED = {
    "csv": "CSV",
    "json": "JSON",
    "camt.053": "a bank statement in camt.053",
    "cfonb120": "a bank statement in CFONB 120",
    "mt940": "a bank statement in MT940",
    "xml": "XML",
    "camt.052": "a camt.052, an intraday report and no statement: its entries come again with the camt.053 of the day, send that",
    "camt.054": "a bank's notification in camt.054",
    "cfonb240": "a cfonb240, notices of single payments, not what the account holds; send the statement in CFONB 120",
    "mt942": "an mt942, an interim report and no statement: its lines come again with the MT940 of the day, send that",
    "pain.001": "a pain.001, an order to pay, not what the bank booked; send the camt.053 statement",
    "pain.002": "a pain.002, a status report on orders to pay, not what the bank booked; send the camt.053 statement",
    "pain.008": "a pain.008, an order to collect, not what the bank booked; send the camt.053 statement",
}


def called(kind: str) -> str:
    """What a file of this kind is, in words."""
    return _CALLED.get(kind, f"a {kind}")


def unsupported(kind: str, root: str = "") -> RejectedFileError:
    """The rejection of a file that is another kind than a bank statement, by what it is; `root`: the outermost element of XML."""
    if kind == "xml":
        what = f"this is XML (<{root}>)" if root else "this is XML"
        return RejectedFileError("UNSUPPORTED_FORMAT", f"{what} and no bank statement; send a camt.053 statement")
    if kind not in _CALLED:
        return RejectedFileError(
            "UNSUPPORTED_FORMAT", f"this is a {kind}, no bank statement; send the camt.053 statement"
        )
    return RejectedFileError("UNSUPPORTED_FORMAT", f"this is {called(kind)}")
