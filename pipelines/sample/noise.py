"""What is wrong in the sample and how often, as data: kinds of noise of payments, codes of broken rows and files.

The shares are those of contract.md §7 and know nothing of the rules that match payments.
"""

# Of 10,000 bank payments. `several` and `twin` also need orders that suit them: transfers.sql says how they are found.
KINDS_OF_NOISE: dict[str, int] = {
    "separators": 100,
    "missing_hyphen": 100,
    "glued": 100,
    "letter_o": 100,
    "line_break": 100,
    "typo": 100,
    "truncated": 50,
    "several": 100,
    "partial": 300,
    "over": 200,
    "no_reference": 200,
    "refund": 100,
    "twin": 20,
}
DIRTY = ("separators", "missing_hyphen", "glued", "letter_o", "line_break")

# Of 1,000 card payments taken: they move money, so their share belongs to `refund` too.
CARD_REFUNDS = 6
CHARGEBACKS = 4

# Of 10,000 rows of a feed.
BROKEN_ROWS = 50

ROW_CODES = (
    "CELL_COUNT",
    "BROKEN_QUOTES",
    "CONTROL_CHARACTER",
    "MISSING_VALUE",
    "TOO_LONG",
    "BAD_NUMBER",
    "TOO_MANY_DECIMALS",
    "NEGATIVE",
    "BAD_DATE",
    "DATE_OUT_OF_RANGE",
    "UNKNOWN_CURRENCY",
    "UNSUPPORTED_CURRENCY",
    "UNKNOWN_CODE",
    "DUPLICATE_ID",
    "CONFLICTING_ROWS",
    "CONFLICTING_DECISION",
    "WRONG_SUM",
    "UNKNOWN_CODE_SET",
    "TOO_LARGE",
    "BROKEN_JSON",
)
# All but a document of over 64 MiB and a file that changes while it is read.
FILE_CODES = (
    "EMPTY_FILE",
    "MISSING_COLUMN",
    "BAD_ENCODING",
    "BROKEN_GZIP",
    "TRUNCATED",
    "DOCTYPE_FORBIDDEN",
    "UNSUPPORTED_FORMAT",
    "DUPLICATE_COLUMN",
    "UNREADABLE",
    "TOO_DEEP",
    "BROKEN_STATEMENT",
)

# Drawn order by order; several needs pairs, and of the orders drawn as twins half have an even amount.
_DRAWN = {kind: share for kind, share in KINDS_OF_NOISE.items() if kind not in {"several", "twin"}} | {"twin": 45}


def macro() -> str:
    """The SQL macro `noise_of(draw)`: the kind of noise of a payment, by a draw of 0..9999."""
    cases, bound = [], 0
    for kind, share in _DRAWN.items():
        bound += share
        cases.append(f"when draw < {bound} then '{kind}'")
    return f"create macro noise_of(draw) as case {' '.join(cases)} else 'clean' end"
