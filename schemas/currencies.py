"""Currencies and their decimals, from ISO 4217. Codes that are no money (XXX, gold, test codes) have no decimals and are left out."""

from iso4217 import Currency

DECIMALS: dict[str, int] = {c.code: c.exponent for c in Currency if c.exponent is not None}

# contract.md §2: amounts are published with two decimals, so currencies with more are refused.
MOST_DECIMALS = 2
