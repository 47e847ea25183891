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
