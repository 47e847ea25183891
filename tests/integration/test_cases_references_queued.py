"""Remittance texts that a person decides (domain.md §5): suggested, with candidates, or in the queue without."""

import pytest

from tests import remittances
from tests.case_tables import Case, each
from tests.world import World

QUEUED = ("SUGGESTED", "NONE")


class Shops:
    """A warehouse per shop, made when it is first asked for, with all payments that must stay in the queue."""

    def __init__(self, factory: pytest.TempPathFactory) -> None:
        self._factory = factory
        self._worlds: dict[tuple[str, str, str], World] = {}

    def of(self, case: Case) -> World:
        shop = remittances.shop(case)
        if shop not in self._worlds:
            self._worlds[shop] = World(self._factory.mktemp("shop"))
            queued = [row for row in enumerate(remittances.CASES) if row[1]["rule"] in QUEUED]
            remittances.run(self._worlds[shop], [row for row in queued if remittances.shop(row[1]) == shop])
        return self._worlds[shop]


@pytest.fixture(scope="module")
def shops(tmp_path_factory: pytest.TempPathFactory) -> Shops:
    return Shops(tmp_path_factory)


@each(remittances.CASES, where=lambda case: case["rule"] == "NONE")
def test_it_names_nobody(shops: Shops, number: int, case: Case) -> None:
    found = remittances.found(shops.of(case), number)
    assert (found.status, found.amounts, found.suggestions) == ("UNMATCHED", {}, 0)


@each(remittances.CASES, where=lambda case: case["rule"] == "SUGGESTED")
def test_it_is_suggested_and_not_matched(shops: Shops, number: int, case: Case) -> None:
    found = remittances.found(shops.of(case), number)
    assert (found.status, found.amounts) == ("SUGGESTED", {})
    assert 1 <= found.suggestions <= 3
