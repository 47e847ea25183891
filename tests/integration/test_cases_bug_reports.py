"""Small landing zones made after public bug reports of other systems: what they got wrong must come out right here."""

import json
import shutil
from pathlib import Path

import pytest

from tests.case_tables import FOLDER
from tests.world import World

REPORTS = sorted(path for path in (FOLDER / "bug_reports").iterdir() if path.is_dir())


@pytest.mark.parametrize("report", REPORTS, ids=lambda path: path.name)
def test_it_does_not_happen_here(report: Path, tmp_path: Path) -> None:
    world = World(tmp_path)
    expected = json.loads((report / "expect.json").read_text(encoding="utf-8"))
    for folder in (path for path in report.iterdir() if path.is_dir()):
        shutil.copytree(folder, world.landing / folder.name)
    world.run((report / "AS_OF").read_text(encoding="utf-8").strip())
    for query in expected["queries"]:
        found = world.query(f"select cast(columns(*) as varchar) from ({query['sql']})", "Europe/Paris")
        assert [list(row.values()) for row in found] == query["rows"], query["sql"]
    files = {Path(row["file_name"]).name: row["status"] for row in world.query("select file_name, status from files")}
    assert {name: files.get(name) for name in expected["files"]} == expected["files"]
