"""One account in two formats is counted once (domain.md §5, Once or twice)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import groupby, permutations, product

import pytest

from pipelines.landing.cfonb_fields import iban_of
from tests.builders import order_line
from tests.world import World

BANK, BRANCH = "30004", "00274"


@dataclass(frozen=True)
class Line:
    """A line of 2 September 2026: cents, and a text with `{1}` for the case's first order; references where the format has them."""

    cents: int
    text: str
    ref: str = ""
    e2e: str = ""
    name: str = ""

    @property
    def amount(self) -> str:
        return f"{Decimal(self.cents) / 100:.2f}"


def iban(case: int) -> str:
    """Every case has an account and orders of its own, so that all of them share a world."""
    return iban_of(f"{BANK}{BRANCH}{case:011}")


def order(case: int, number: int) -> str:
    return f"20260901-{100 * case + number}"


def camt(case: int, lines: Sequence[Line]) -> str:
    entries = "".join(
        f'<Ntry><Amt Ccy="EUR">{line.amount.lstrip("-")}</Amt><CdtDbtInd>{"DBIT" if line.cents < 0 else "CRDT"}</CdtDbtInd><Sts>BOOK</Sts>'
        f"<BookgDt><Dt>2026-09-02</Dt></BookgDt><ValDt><Dt>2026-09-02</Dt></ValDt><AcctSvcrRef>{line.ref}</AcctSvcrRef>"
        f"<NtryDtls><TxDtls><Refs><EndToEndId>{line.e2e}</EndToEndId></Refs><RltdPties><Dbtr><Nm>{line.name}</Nm></Dbtr></RltdPties>"
        f"<RmtInf><Ustrd>{line.text}</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>"
        for line in lines
    )
    return (
        '<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"><BkToCstmrStmt><Stmt><Id>S</Id>'
        f"<Acct><Id><IBAN>{iban(case)}</IBAN></Id></Acct>{entries}</Stmt></BkToCstmrStmt></Document>"
    )


def mt940(case: int, lines: Sequence[Line]) -> str:
    told = "".join(
        f":61:2609020902{'D' if line.cents < 0 else 'C'}{line.amount.lstrip('-').replace('.', ',')}NTRFNONREF//{line.ref or 'NONREF'}\n"
        f":86:/EREF/{line.e2e or 'NOTPROVIDED'}/NAME/{line.name}/REMI/{line.text}\n"
        for line in lines
    )
    return f":20:S\n:25:{iban(case)}\n:28C:1/1\n:60F:C260901EUR0,00\n{told}:62F:C260902EUR0,00\n-\n"


def _entry(lines: Sequence[Line]) -> str:
    """One entry with these transfers; its reference is what their first one says in front of a slash, their own stands behind it."""
    parts = "".join(
        f"<TxDtls><Refs><AcctSvcrRef>{line.ref.partition('/')[2]}</AcctSvcrRef><EndToEndId>{line.e2e}</EndToEndId></Refs>"
        f'<Amt Ccy="EUR">{line.amount}</Amt><RltdPties><Dbtr><Nm>{line.name}</Nm></Dbtr></RltdPties>'
        f"<RmtInf><Ustrd>{line.text}</Ustrd></RmtInf></TxDtls>"
        for line in lines
    )
    whole = Line(sum(line.cents for line in lines), "")
    return (
        f'<Ntry><Amt Ccy="EUR">{whole.amount}</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>BOOK</Sts><BookgDt><Dt>2026-09-02</Dt></BookgDt>'
        f"<AcctSvcrRef>{lines[0].ref.partition('/')[0]}</AcctSvcrRef><NtryDtls>{parts}</NtryDtls></Ntry>"
    )


def camt054(case: int, lines: Sequence[Line]) -> str:
    """A notification: the lines are the transfers of one entry."""
    return (
        '<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.054.001.02"><BkToCstmrDbtCdtNtfctn><Ntfctn><Id>N</Id>'
        f"<Acct><Id><IBAN>{iban(case)}</IBAN></Id></Acct>{_entry(lines)}</Ntfctn></BkToCstmrDbtCdtNtfctn></Document>"
    )


def in_parts(case: int, lines: Sequence[Line]) -> str:
    """A statement that tells the transfers of its batches: lines with one reference in front of the slash are one entry."""
    entries = (_entry([*batch]) for _, batch in groupby(lines, key=lambda line: line.ref.partition("/")[0]))
    return (
        '<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"><BkToCstmrStmt><Stmt><Id>S</Id>'
        f"<Acct><Id><IBAN>{iban(case)}</IBAN></Id></Acct>{''.join(entries)}</Stmt></BkToCstmrStmt></Document>"
    )


def cfonb(case: int, lines: Sequence[Line]) -> str:
    def record(code: str, cents: int, middle: str = "", end: str = "") -> str:
        digits = f"{abs(cents):014}"
        amount = digits[:-1] + ("{ABCDEFGHI", "}JKLMNOPQR")[cents < 0][int(digits[-1])]
        return f"{code}{BANK}    {BRANCH}EUR2 {case:011}  020926{middle:50}{amount}{end:16}"

    def more(qualifier: str, text: str) -> str:
        return f"05{BANK}    {BRANCH}EUR2 {case:011}  020926     {qualifier}{text:70}  "

    records = [record("01", 0)]
    for line in lines:
        records.append(record("04", line.cents, f"  020926{'VIR':31}", line.ref))
        records += [more("NPY", line.name), more("LCC", line.text), *([more("RCN", line.e2e)] if line.e2e else [])]
    return "\n".join([*records, record("07", 0), ""])


def table(case: int, lines: Sequence[Line]) -> str:
    header = "Account IBAN;Booking Date;Value Date;Amount;Currency;Payer Name;Remittance Information;End To End Id;Bank Reference"
    told = [
        f"{iban(case)};2026-09-02;2026-09-02;{line.amount};EUR;{line.name};{line.text};{line.e2e};{line.ref}"
        for line in lines
    ]
    return "\n".join([header, *told, ""])


FORMATS: dict[str, Callable[[int, Sequence[Line]], str]] = {
    "xml": camt,
    "sta": mt940,
    "txt": cfonb,
    "csv": table,
    "054": camt054,
    "053": in_parts,
}
STATEMENTS = [name for name in FORMATS if name not in {"053", "054"}]
DAY = (
    Line(1000, "VIR {1}", "R1", "E1", "ACME"),
    Line(2000, "VIR {2}", "R2", "E2", "ACME"),
    Line(3000, "VIR {3}", "R3", "", "BETA"),
    Line(700, "SANS REFERENCE", "R4", "", "GAMMA"),
    Line(700, "SANS REFERENCE", "R5", "", "GAMMA"),
    Line(-250, "FRAIS", "R6"),
)
THREE = [Line(700, f"LINE {n}", f"R{n}") for n in range(3)]
MORNING, AFTERNOON = Line(700, "MATIN"), Line(700, "APRES-MIDI")
Told = dict[str, Sequence[Line]]  # what a night brings, by format


def poor(lines: Sequence[Line]) -> list[Line]:
    """Without the bank's references."""
    return [replace(line, ref="") for line in lines]


ALONE: dict[str, list[Told]] = {f"alone as {name}": [{name: DAY}] for name in STATEMENTS}
TOGETHER: dict[str, list[Told]] = {
    f"together, {' '.join(lacking) or 'none'} without references": [
        {name: poor(DAY) if name in lacking else DAY for name in STATEMENTS}
    ]
    for lacking in ([], ["csv"], ["txt", "sta"], ["xml", "csv", "sta"], list(STATEMENTS))
}
IN_TURN: dict[str, list[Told]] = {
    f"in turn {' '.join(order)}": [{name: poor(DAY) if name == "csv" else DAY} for name in order]
    for order in permutations(["xml", "csv", "txt"])
}
OTHERS: dict[str, list[Told]] = {
    "one format has more": [{"csv": poor(THREE[:1])}, {"xml": THREE}, {"sta": THREE[:2]}],
    "told apart": [
        {"csv": [Line(1000, "VIR {2}"), Line(1000, "DELTA", "", "E3"), Line(1000, "VIR {1}")]},
        {"xml": [Line(1000, "VIR {1}", "R1"), Line(1000, "VIR {2}", "R2"), Line(1000, "VIR DE DELTA", "R3", "E3")]},
    ],
    "references that differ": [
        {"csv": [Line(1000, "VIR", "A1")]}, {"xml": [Line(1000, "VIR", "B1")]}, {"sta": [Line(1000, "VIR")]},
    ],
    "by two references": [{"054": [Line(1000, "VIR", "/D1")]}, {"053": [Line(1000, "VIR {1}", "R1/D1")]}],
    "by two references, the statement first": [{"053": [Line(1000, "VIR {1}", "R1/D1")]}, {"054": [Line(1000, "VIR", "/D1")]}],
    "only the second says": [{"csv": [Line(1000, "VIREMENT")]}, {"xml": [Line(1000, "VIR {1}", "R1", "E1", "ACME")]}],
    "only the second says, of a line with one reference": [
        {"csv": [Line(1000, "VIREMENT", "R1")]}, {"xml": [Line(1000, "VIR {1}", "R1", "E1", "ACME")]},
    ],
    "the same text in both, then another": [
        {"csv": [MORNING]}, {"xml": [MORNING]}, {"xml": [AFTERNOON]}, {"xml": [MORNING, AFTERNOON]},
    ],
    "another text, then another": [{"csv": [Line(700, "AM")]}, {"xml": [MORNING]}, {"xml": [AFTERNOON]}, {"xml": [MORNING, AFTERNOON]}],
}  # fmt: skip
PARTS = [Line(1000, "VIR {1}", "B1/D1", "E1", "ACME"), Line(2000, "VIR {2}", "B1/D2", "E2", "ACME")]
UNNAMED = [replace(part, ref="/" + part.ref.partition("/")[2]) for part in PARTS]
BATCH, OTHER = Line(3000, "REMISE", "B1"), Line(3000, "VIR {3}", "R3", "", "BETA")
BATCHES: dict[str, list[Told]] = {
    "the batch, then its parts": [{"xml": [BATCH, OTHER]}, {"054": PARTS}],
    "the parts, then their batch": [{"054": PARTS}, {"xml": [BATCH, OTHER]}],
    "together": [{"054": PARTS, "xml": [BATCH, OTHER]}],
    "in several formats": [{"xml": [BATCH, OTHER], "sta": [BATCH, OTHER]}, {"054": PARTS}],
    "in several formats, and the notification names no batch": [
        {"xml": [BATCH, replace(OTHER, cents=3100)], "sta": [BATCH, replace(OTHER, cents=3100)]},
        {"054": UNNAMED},
    ],
    "the notification names no batch": [{"xml": [BATCH, replace(OTHER, cents=3100)]}, {"054": UNNAMED}],
    "both tell the parts, the statement by the batch's reference alone": [
        {"054": PARTS},
        {"053": [*(replace(part, ref="B1/") for part in PARTS), OTHER]},
    ],
    "both tell the parts, the notification comes later": [
        {"053": [*(replace(part, ref="B1/", text="REMISE", e2e="") for part in PARTS), OTHER]},
        {"054": PARTS},
    ],
    "in parts in the statement, and as one line of another format": [{"053": [*PARTS, OTHER]}, {"sta": [BATCH, OTHER]}],
    "as one line, and in parts in a statement of another format": [
        {"csv": poor([BATCH, OTHER])},
        {"053": [*PARTS, OTHER]},
    ],
    "in parts, and as one line in a second statement": [{"053": [*PARTS, OTHER]}, {"xml": [BATCH]}],
    "the statement names no batch": [{"csv": [*poor([BATCH]), replace(OTHER, cents=3100)]}, {"054": PARTS}],
}
CASES: dict[str, list[Told]] = {**ALONE, **TOGETHER, **IN_TURN, **OTHERS, **BATCHES}
NUMBERS = {name: number for number, name in enumerate(CASES, start=1)}


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    """All cases, night by night."""
    shop = World(tmp_path_factory.mktemp("twice"))
    lines = [order_line(order(case, n), f"{n}0.00") for case in NUMBERS.values() for n in (1, 2, 3)]
    shop.write("orders", "orders.csv", lines)
    (shop.landing / "bank").mkdir()
    for night in range(max(map(len, CASES.values()))):
        for name, nights in CASES.items():
            for suffix, told in (nights[night] if night < len(nights) else {}).items():
                case = NUMBERS[name]
                named = [
                    replace(line, text=line.text.format(None, *(order(case, n) for n in (1, 2, 3)))) for line in told
                ]
                file = shop.landing / "bank" / f"{case}-{night}.{suffix}"
                file.write_text(FORMATS[suffix](case, named), encoding="latin-1")
        shop.run(f"2026-10-{night + 1:02}T22:00:00Z")
    return shop


def payments(
    world: World, name: str, columns: str = "amount, payer_name, remittance, order_reference, match_status"
) -> list[list[object]]:
    """The payments of a case, its orders by `{1}` again."""
    case = NUMBERS[name]
    found = world.query(f"select {columns} from payments where account_iban = '{iban(case)}' order by all")
    names = {order(case, n): f"{{{n}}}" for n in (1, 2, 3)}

    def told(cell: object) -> object:
        for reference, short in names.items():
            cell = cell.replace(reference, short) if isinstance(cell, str) else cell
        return cell

    return [[told(cell) for cell in row.values()] for row in found]


def test_the_day_is_what_it_says(world: World) -> None:
    assert payments(world, "alone as xml", "amount, order_reference, match_status") == [
        [Decimal("-2.50"), None, "NOT_MATCHABLE"], [Decimal("7.00"), None, "UNMATCHED"], [Decimal("7.00"), None, "UNMATCHED"],
        [Decimal("10.00"), "{1}", "MATCHED"], [Decimal("20.00"), "{2}", "MATCHED"], [Decimal("30.00"), "{3}", "MATCHED"],
    ]  # fmt: skip


@pytest.mark.parametrize("case", [*ALONE, *TOGETHER, *IN_TURN])
def test_it_is_the_same_in_every_format_and_in_several(case: str, world: World) -> None:
    assert payments(world, case) == payments(world, "alone as xml")


@pytest.mark.parametrize("case", TOGETHER)
def test_a_line_is_new_once_and_known_three_times(case: str, world: World) -> None:
    files = world.query(f"select rows_loaded, rows_duplicate from files where file_name like '{NUMBERS[case]}-%'")
    assert sum(file["rows_loaded"] for file in files) == len(DAY)
    assert sum(file["rows_duplicate"] for file in files) == 3 * len(DAY)


@pytest.mark.parametrize("case", IN_TURN)
def test_the_first_that_came_keeps_its_id(case: str, world: World) -> None:
    first = f"{NUMBERS[case]}-0.{next(iter(CASES[case][0]))}"
    named = "(select file_name from files f where f.file_id = payments.file_id)"
    assert payments(world, case, f"distinct {named} as told_first") == [[first]]


def test_of_equal_amounts_as_many_stand_as_the_statement_has_that_has_most(world: World) -> None:
    assert payments(world, "one format has more", "remittance") == [["LINE 0"], ["LINE 1"], ["LINE 2"]]


def test_equal_amounts_are_told_apart_by_what_they_say(world: World) -> None:
    assert payments(world, "told apart", "order_reference") == [["{1}"], ["{2}"], [None]]


def test_references_that_differ_are_two_payments(world: World) -> None:
    assert payments(world, "references that differ", "count(*)") == [[2]]


@pytest.mark.parametrize("case", ["by two references", "by two references, the statement first"])
def test_an_entry_that_has_two_references_is_known_by_either(case: str, world: World) -> None:
    assert payments(world, case, "amount") == [[Decimal("10.00")]]


@pytest.mark.parametrize("case", ["only the second says", "only the second says, of a line with one reference"])
def test_what_only_the_second_format_says_is_used(case: str, world: World) -> None:
    columns = "order_reference, bank_reference, end_to_end_id, payer_name, remittance"
    assert payments(world, case, columns) == [["{1}", "R1", "E1", "ACME", "VIREMENT"]]


@pytest.mark.parametrize("case", ["the same text in both, then another", "another text, then another"])
def test_a_line_takes_no_other_line_s_place(case: str, world: World) -> None:
    """The morning's is known in two formats; the afternoon's, of the same amount, comes in one of them alone."""
    assert payments(world, case, "count(*)") == [[2]]


@pytest.mark.parametrize("case", BATCHES)
def test_a_batch_and_its_parts_are_booked_once(case: str, world: World) -> None:
    last = Decimal("31.00") if "no batch" in case else Decimal("30.00")
    assert payments(world, case, "amount, order_reference, match_status") == [
        [Decimal("10.00"), "{1}", "MATCHED"], [Decimal("20.00"), "{2}", "MATCHED"], [last, "{3}", "MATCHED"],
    ]  # fmt: skip


def _page(case: int, number: int, opening: str, closing: str) -> str:
    first, last = "F" if number == 1 else "M", "F" if number == 3 else "M"
    head = f":20:S\n:25:{iban(case)}\n:28C:5/{number}\n:60{first}:C260901EUR{opening}\n"
    return f"{head}:61:2609020902C30,00NTRFNONREF\n:86:VIR\n:62{last}:C260902EUR{closing}\n-\n"


def mt940_pages(case: int) -> list[str]:
    return [_page(case, 1, "0,00", "30,00"), _page(case, 2, "30,00", "60,00"), _page(case, 3, "60,00", "90,00")]


def _camt_page(case: int, number: int) -> str:
    """Of three pages the first opens, the last closes, and the one between says nothing of either."""
    balance = {1: ("OPBD", "0.00"), 3: ("CLBD", "90.00")}.get(number)
    told = (
        f'<Bal><Tp><CdOrPrtry><Cd>{balance[0]}</Cd></CdOrPrtry></Tp><Amt Ccy="USD">{balance[1]}</Amt>'
        "<CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>2026-09-02</Dt></Dt></Bal>"
        if balance
        else ""
    )
    entry = (
        '<Ntry><Amt Ccy="USD">30.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>BOOK</Sts><BookgDt><Dt>2026-09-02</Dt></BookgDt>'
        "<NtryDtls><TxDtls><RmtInf><Ustrd>VIR</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>"
    )
    return (
        '<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"><BkToCstmrStmt><GrpHdr><MsgPgntn>'
        f"<PgNb>{number}</PgNb></MsgPgntn></GrpHdr><Stmt><Id>S</Id><Acct><Id><IBAN>{iban(case)}</IBAN></Id></Acct>{told}{entry}"
        "</Stmt></BkToCstmrStmt></Document>"
    )


def camt_pages(case: int) -> list[str]:
    return [_camt_page(case, number) for number in (1, 2, 3)]


PAGED = {"mt940": mt940_pages, "camt": camt_pages}
ARRIVALS = [(0, 1, 2), (2, 0, 1), (1, 2, 0)]
PAGINATED = {(name, arrival): case for case, (name, arrival) in enumerate(product(PAGED, ARRIVALS), start=1)}


@pytest.fixture(scope="module")
def paginated(tmp_path_factory: pytest.TempPathFactory) -> World:
    """Every account has three pages with an equal line each, a night for each page; in the last night they come once more."""
    world = World(tmp_path_factory.mktemp("pages"))
    drop = world.landing / "bank"
    drop.mkdir()
    pages = {case: PAGED[name](case) for (name, _), case in PAGINATED.items()}
    for night in range(3):
        for (_, arrival), case in PAGINATED.items():
            (drop / f"{case}-{arrival[night]}.xml").write_text(pages[case][arrival[night]], encoding="utf-8")
        world.run(f"2026-09-0{night + 3}T22:00:00Z")
    for (name, _), case in PAGINATED.items():
        # Each on its own; and all in one, where a file holds several.
        for page, text in enumerate(pages[case]):
            (drop / f"{case}-{page}-again.xml").write_text(text + "\n", encoding="utf-8")
        if name == "mt940":
            (drop / f"{case}-whole.xml").write_text("".join(pages[case]), encoding="utf-8")
    world.run("2026-09-06T22:00:00Z")
    return world


@pytest.mark.parametrize("pages", PAGINATED)
def test_equal_lines_on_pages_in_files_of_their_own(paginated: World, pages: tuple[str, tuple[int, int, int]]) -> None:
    account = iban(PAGINATED[pages])
    (counted,) = paginated.query(
        f"select count(*) as n, sum(amount) as amount from payments where account_iban = '{account}'"
    )
    assert (counted["n"], str(counted["amount"])) == (3, "90.00")
    assert not paginated.query("select code from findings where starts_with(code, 'STATEMENT_') and state = 'OPEN'")
