"""Bank statements of any length in every format, and how many entries of one one core decodes in a second."""

import argparse
import os
import sys
import time
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

DAY = date(2026, 11, 20)
AS_OF = f"{DAY}T22:00:00Z"
_ACCOUNT = "FR7630003043210002000000153"
_PAYER = "FR1420041010050500013M02606"


def write(path: Path, entries: int) -> None:
    """One statement of the day, each entry a transfer that names an order; the suffix says the format (FORMATS)."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(FORMATS[path.suffix](entries))


def entries_a_second(path: Path) -> float:
    """Decoded, validated and kept as Parquet by the reader of a run; raises ValueError if it refuses one."""
    from datetime import datetime  # noqa: PLC0415 - after `main` has chosen the core

    from pipelines.landing.feeds import BANK  # noqa: PLC0415
    from pipelines.landing.reading import read  # noqa: PLC0415
    from pipelines.rules import Rules  # noqa: PLC0415

    with TemporaryDirectory(dir=path.parent, prefix=".read-") as folder:
        started = time.perf_counter()
        found = read(path, BANK, Rules(), datetime.fromisoformat(AS_OF), Path(folder) / "rows")
        seconds = time.perf_counter() - started
    if not found.refused.is_empty():
        raise ValueError(f"{len(found.refused)} entries were refused")
    return found.rows / seconds


def seconds_to_store(path: Path) -> float:
    """From the file to the facts of a new warehouse, as the landing step of a run stores it; `path` lies in the folder of its feed."""
    from datetime import datetime  # noqa: PLC0415

    from assets.settings import Settings  # noqa: PLC0415
    from assets.store.batches import open_night  # noqa: PLC0415
    from assets.store.database import Database  # noqa: PLC0415
    from assets.store.loading import load_feed  # noqa: PLC0415

    with TemporaryDirectory(dir=path.parents[1], prefix=".warehouse-") as folder:
        db = Database(Path(folder), Settings())
        try:
            open_night(db, path.parents[1], datetime.fromisoformat(AS_OF), "benchmark")
            started = time.perf_counter()
            stored = load_feed(db, "bank")
            seconds = time.perf_counter() - started
        finally:
            db.close()
    if stored.quarantined or stored.rejected or not stored.rows:
        raise ValueError(f"{stored} is not what was to be stored")
    return seconds


def _amount(number: int) -> Decimal:
    return Decimal(1000 + number * 7919 % 900_000) / 100


def _sum(entries: int) -> Decimal:
    return sum((_amount(number) for number in range(entries)), Decimal(0))


def _reference(number: int) -> str:
    return f"{DAY:%Y%m%d}-{100_000 + number}"


def _camt(entries: int) -> bytes:
    import polars as pl  # noqa: PLC0415

    from pipelines.sample.camt import statements  # noqa: PLC0415

    text = "\n".join(map(_entry, range(entries)))
    period = pl.DataFrame({"age": [0], "moved": [_sum(entries)], "entries": [text]})
    return next(statements(period, _ACCOUNT, DAY, 1)).content


def _entry(number: int) -> str:
    return f"""   <Ntry>
    <NtryRef>{number + 1}</NtryRef>
    <Amt Ccy="EUR">{_amount(number)}</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts>
    <BookgDt><Dt>{DAY}</Dt></BookgDt><ValDt><Dt>{DAY}</Dt></ValDt><AcctSvcrRef>CR{number:08d}</AcctSvcrRef>
    <BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>RCDT</Cd><SubFmlyCd>ESCT</SubFmlyCd></Fmly></Domn></BkTxCd>
    <NtryDtls><TxDtls><Refs><EndToEndId>E2E-{number}</EndToEndId></Refs>
     <RltdPties><Dbtr><Pty><Nm>CLIENT {number % 5000}</Nm></Pty></Dbtr>
      <DbtrAcct><Id><IBAN>{_PAYER}</IBAN></Id></DbtrAcct></RltdPties>
     <RmtInf><Ustrd>VIR SEPA COMMANDE {_reference(number)}</Ustrd></RmtInf></TxDtls></NtryDtls>
   </Ntry>"""


def _mt940(entries: int) -> bytes:
    from pipelines.sample.mt940 import statement  # noqa: PLC0415

    lines = (
        f":61:{DAY:%y%m%d%m%d}C{_amount(number):.2f}NTRFNONREF//CR{number:08d}\n".replace(".", ",")
        + f":86:/EREF/E2E-{number}/NAME/CLIENT {number % 5000}/IBAN/{_PAYER}\n/REMI/VIR SEPA {_reference(number)}\n"
        for number in range(entries)
    )
    return statement(_ACCOUNT, 1, (DAY, DAY), (Decimal(0), _sum(entries)), "".join(lines))


def _cfonb(entries: int) -> bytes:
    return "\n".join((_record("01", Decimal(0)), *_records(entries), _record("07", _sum(entries)), "")).encode(
        "latin-1"
    )


def _records(entries: int) -> Iterator[str]:
    head = f"0530003    04321EUR2 00020000001  {DAY:%d%m%y}     "
    for number in range(entries):
        yield _record("04", _amount(number), f"  {DAY:%d%m%y}{'VIR SEPA':31}", f"CR{number:08d}")
        for said in (
            f"NPY{f'CLIENT {number % 5000}':70}",
            f"LCC{f'COMMANDE {_reference(number)}':70}",
            f"RCN{f'E2E-{number}':70}",
        ):
            yield f"{head}{said}  "


def _record(code: str, amount: Decimal, middle: str = "", end: str = "") -> str:
    digits = f"{amount:.2f}".replace(".", "").zfill(14)
    signed = digits[:-1] + "{ABCDEFGHI"[int(digits[-1])]
    return f"{code}30003    04321EUR2 00020000001  {DAY:%d%m%y}{middle:50}{signed}{end:16}"


def _csv(entries: int) -> bytes:
    header = "Account IBAN;Booking Date;Value Date;Amount;Currency;Payer Name;Payer IBAN;Remittance Information;End To End Id;Bank Reference\n"
    rows = (
        f"{_ACCOUNT};{DAY};{DAY};{_amount(number):.2f};EUR;CLIENT {number % 5000};{_PAYER};"
        f"VIR SEPA {_reference(number)};E2E-{number};CR{number:08d}\n"
        for number in range(entries)
    )
    return (header + "".join(rows)).encode()


FORMATS: dict[str, Callable[[int], bytes]] = {".xml": _camt, ".sta": _mt940, ".cfonb": _cfonb, ".csv": _csv}


def main() -> None:
    """`python -m benchmarks.statements FILE [--entries N | --store]`: writes the file, or stores it, else decodes it on one core."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--entries", type=int)
    parser.add_argument("--store", action="store_true")
    asked = parser.parse_args()
    if asked.entries:
        write(asked.file, asked.entries)
        return
    if asked.store:
        print(seconds_to_store(asked.file))
        return
    if sys.platform == "linux":
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:1])
    print(entries_a_second(asked.file))


if __name__ == "__main__":
    main()
