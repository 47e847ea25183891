"""Remittance texts that a person must look at, or that only several witnesses together decide (domain.md §5): never a wrong match."""

from pathlib import Path

import pytest

from tests import remittances
from tests.case_tables import Case
from tests.world import World

NUMBERED = list(enumerate(remittances.CASES))
TOGETHER = ("MULTIPLE", "FUZZY")
# Built later than the rules that need one reference only; until then such payments wait in the queue.
NOT_YET_SUGGESTED = "SUGGESTED"


def _of(*rules: str) -> pytest.MarkDecorator:
    return pytest.mark.parametrize(
        ("number", "case"), [pytest.param(number, case, id=case["case"]) for number, case in NUMBERED if case["rule"] in rules]
    )


class Shops:
    """A warehouse per shop, made when it is first asked for, with all payments that must stay in the queue."""

    def __init__(self, factory: pytest.TempPathFactory) -> None:
        self._factory = factory
        self._worlds: dict[tuple[str, str, str], World] = {}

    def of(self, case: Case) -> World:
        key = remittances.shop(case)
        if key not in self._worlds:
            world = self._worlds[key] = World(self._factory.mktemp("shop"))
            queued = [(number, each) for number, each in NUMBERED if each["rule"] in ("NONE", NOT_YET_SUGGESTED) and remittances.shop(each) == key]
            remittances.run(world, queued)
        return self._worlds[key]


@pytest.fixture(scope="module")
def shops(tmp_path_factory: pytest.TempPathFactory) -> Shops:
    return Shops(tmp_path_factory)


@_of("NONE")
def test_it_names_nobody(shops: Shops, number: int, case: Case) -> None:
    found = remittances.found(shops.of(case), number)
    assert (found.status, found.amounts, found.suggestions) == ("UNMATCHED", {}, 0)


@_of(NOT_YET_SUGGESTED)
def test_it_is_not_matched_without_a_person(shops: Shops, number: int, case: Case) -> None:
    found = remittances.found(shops.of(case), number)
    assert found.status in ("UNMATCHED", "SUGGESTED")
    assert found.amounts == {}


@_of(*TOGETHER)
def test_if_it_is_matched_it_is_right(tmp_path: Path, number: int, case: Case) -> None:
    world = World(tmp_path)
    remittances.run(world, [(number, case)])
    found = remittances.found(world, number)
    assert found.amounts.items() <= remittances.amounts(case["expected_matches"]).items()
    assert found.rules <= {case["rule"]}
