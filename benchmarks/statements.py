"""camt.053: a statement of any length, and how many of its entries one core decodes in a second."""

import argparse
import os
import sys
import time
from datetime import date
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

DAY = date(2026, 11, 20)
AS_OF = f"{DAY}T22:00:00Z"
_ACCOUNT = "FR7630003043210002000000153"
_PAYER = "FR1420041010050500013M02606"


def write(path: Path, entries: int) -> None:
    """One statement of the day, each entry a transfer that names an order."""
    import polars as pl  # noqa: PLC0415 - after `main` has chosen the core

    from pipelines.sample.camt import statements  # noqa: PLC0415

    moved = sum((_amount(number) for number in range(entries)), Decimal(0))
    text = "\n".join(map(_entry, range(entries)))
    period = pl.DataFrame({"age": [0], "moved": [moved], "entries": [text]})
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(next(statements(period, _ACCOUNT, DAY, 1)).content)


def entries_a_second(path: Path) -> float:
    """Decoded, validated and kept as Parquet by the reader of a run; raises ValueError if it refuses one."""
    from datetime import datetime  # noqa: PLC0415

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


def _amount(number: int) -> Decimal:
    return Decimal(1000 + number * 7919 % 900_000) / 100


def _entry(number: int) -> str:
    return f"""   <Ntry>
    <NtryRef>{number + 1}</NtryRef>
    <Amt Ccy="EUR">{_amount(number)}</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts>
    <BookgDt><Dt>{DAY}</Dt></BookgDt><ValDt><Dt>{DAY}</Dt></ValDt><AcctSvcrRef>CR{number:08d}</AcctSvcrRef>
    <BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>RCDT</Cd><SubFmlyCd>ESCT</SubFmlyCd></Fmly></Domn></BkTxCd>
    <NtryDtls><TxDtls><Refs><EndToEndId>E2E-{number}</EndToEndId></Refs>
     <RltdPties><Dbtr><Pty><Nm>CLIENT {number % 5000}</Nm></Pty></Dbtr>
      <DbtrAcct><Id><IBAN>{_PAYER}</IBAN></Id></DbtrAcct></RltdPties>
     <RmtInf><Ustrd>VIR SEPA COMMANDE {DAY:%Y%m%d}-{100_000 + number}</Ustrd></RmtInf></TxDtls></NtryDtls>
   </Ntry>"""


def main() -> None:
    """`python -m benchmarks.statements FILE [--entries N]`: writes the file with --entries, else decodes it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--entries", type=int)
    asked = parser.parse_args()
    if asked.entries:
        write(asked.file, asked.entries)
        return
    if sys.platform == "linux":
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:1])
    print(entries_a_second(asked.file))


if __name__ == "__main__":
    main()
