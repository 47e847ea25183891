"""Remittance texts that rules decide (domain.md §5): matched to these orders, by this rule, in a shop of its own."""

from decimal import Decimal
from pathlib import Path

from tests import remittances
from tests.case_tables import Case, each
from tests.world import World

AUTOMATIC = ("STRUCTURED", "EXACT", "NORMALISED", "MULTIPLE", "FUZZY")


@each(remittances.CASES, where=lambda case: case["rule"] in AUTOMATIC)
def test_it_pays_the_order_it_names(tmp_path: Path, number: int, case: Case) -> None:
    world = World(tmp_path)
    remittances.run(world, [(number, case)])
    found = remittances.found(world, number)
    expected = remittances.amounts(case["expected_matches"])
    assert (found.status, found.amounts, found.rules) == ("MATCHED", expected, {case["rule"]})
    assert all(found.explanations)
    assert found.suggestions == 0
    if case["note"] == "pays LO 1":
        (order,) = found.amounts
        assert found.lo_amounts[f"{order}-1"] == Decimal("60.00")
