"""The suite runs from its clone, and no file or function of it is longer than a reader takes in."""

import ast
from importlib import import_module
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGES = ("assets", "pipelines", "schemas")
MOST_LINES, MOST_LINES_OF_A_FUNCTION, MOST_CHARACTERS = 250, 50, 150

MODULES = sorted(file for package in PACKAGES for file in (ROOT / package).rglob("*.py"))
QUERIES = sorted(file for package in PACKAGES for file in (ROOT / package).rglob("*.sql"))
SOURCES = [*MODULES, *QUERIES]


def _called(file: Path) -> str:
    return file.relative_to(ROOT).as_posix()


def _long_functions(text: str) -> dict[str, int]:
    """Functions and methods that have too many lines, the decorators and the docstring included."""
    lengths = {
        f"{node.name} on line {node.lineno}": (node.end_lineno or 0)
        - min([node.lineno, *(part.lineno for part in node.decorator_list)])
        + 1
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }
    return {name: lines for name, lines in lengths.items() if lines > MOST_LINES_OF_A_FUNCTION}


@pytest.mark.parametrize("package", PACKAGES)
def test_the_packages_are_those_of_the_clone(package: str) -> None:
    found = import_module(package).__file__
    assert found is not None
    assert Path(found).resolve() == (ROOT / package / "__init__.py").resolve()


def test_every_folder_with_modules_is_a_package() -> None:
    folders = {file.parent for file in MODULES}
    assert [_called(folder) for folder in sorted(folders) if not (folder / "__init__.py").is_file()] == []


def test_no_file_is_long() -> None:
    lengths = {_called(file): len(file.read_text(encoding="utf-8").splitlines()) for file in SOURCES}
    assert {name: lines for name, lines in lengths.items() if lines > MOST_LINES} == {}


def test_no_line_of_sql_is_long() -> None:
    lines = {_called(file): max(map(len, file.read_text(encoding="utf-8").splitlines()), default=0) for file in QUERIES}
    assert {name: width for name, width in lines.items() if width > MOST_CHARACTERS} == {}


def test_no_function_is_long() -> None:
    long = {_called(file): _long_functions(file.read_text(encoding="utf-8")) for file in MODULES}
    assert {name: functions for name, functions in long.items() if functions} == {}


def test_long_functions_are_found() -> None:
    body = "    pass\n" * MOST_LINES_OF_A_FUNCTION
    assert _long_functions(
        f"def short():\n    pass\n\n\nclass C:\n    def long(self):\n{body.replace('    ', '        ')}"
    ) == {"long on line 6": 51}
