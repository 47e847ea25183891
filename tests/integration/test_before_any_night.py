"""An asset materialised by hand before any night was opened says what to do, whichever it is."""

from pathlib import Path

import dagster as dg
import pytest

from assets.definitions import defs
from tests.nights import Shop

ASSETS = sorted(
    key.to_user_string()
    for key in defs.resolve_asset_graph().materializable_asset_keys
    if key.to_user_string() != "night"
)


@pytest.mark.parametrize("asset", ASSETS)
def test_it_names_the_asset_that_comes_first(tmp_path: Path, asset: str) -> None:
    with pytest.raises(dg.Failure, match="no night has been opened yet: materialise `night` first"):
        Shop(tmp_path).by_hand(asset)


@pytest.mark.parametrize("asset", ["orders", "references", "status_events"])
def test_in_a_first_night_what_lies_upstream_comes_first(tmp_path: Path, asset: str) -> None:
    shop = Shop(tmp_path)
    shop.by_hand("night", "2026-10-01T22:00:00Z")
    with pytest.raises(dg.Failure, match="materialise what lies upstream of it first"):
        shop.by_hand(asset)
