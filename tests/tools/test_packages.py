"""The packages of the code ("rooms"): what they import, what they contain, and what the wheel ships.

`src/spacepact/README.md` explains the rooms.
"""

from __future__ import annotations

import ast
import pickle
import re
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterator, Mapping
from functools import cache
from graphlib import TopologicalSorter
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

import grimp
import pytest

from locations import ROOT
from spacepact import lazy, terms
from spacepact_tools.generated import write_or_check

SOURCE = ROOT / "src" / "spacepact"
TOOLS = ROOT / "src" / "spacepact_tools"
README = (SOURCE / "README.md").read_text(encoding="utf-8")
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
ROOMS = sorted(path.parent.name for path in SOURCE.glob("*/__init__.py"))
BASE = ("errors", "files", "lazy", "terms")  # modules below all rooms
MAX_MODULES = 12


@cache
def import_graph() -> grimp.ImportGraph:
    """All imports between modules, including those inside functions and those for type checking."""
    return grimp.build_graph("spacepact", "spacepact_tools", cache_dir=None)


# Imports


def test_the_import_contract_holds() -> None:
    command = [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_the_contract_names_every_room_and_module() -> None:
    (contract,) = PYPROJECT["tool"]["importlinter"]["contracts"]
    layers = {module.strip() for layer in contract["layers"] for module in layer.split("|")}
    modules = {f"spacepact.{name}" for name in ROOMS}
    modules |= {f"spacepact.{path.stem}" for path in SOURCE.glob("*.py") if path.stem != "__init__"}
    assert layers == modules | {"spacepact_tools"}


def test_no_import_cycle() -> None:
    """No import is inside a function to avoid a cycle: there is no cycle even if all imports were at the top."""
    graph = import_graph()
    assert len(graph.modules) > 50
    TopologicalSorter({m: graph.find_modules_directly_imported_by(m) for m in graph.modules}).prepare()


@cache
def exports(room: str) -> frozenset[str]:
    """Return the names in `__all__` of a room."""
    for node in ast.parse((SOURCE / room / "__init__.py").read_text(encoding="utf-8")).body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__":
            return frozenset(ast.literal_eval(node.value))
    raise AssertionError(f"{room}/__init__.py has no __all__")


def private_imports(source: str, room: str) -> list[str]:
    """Return the imports in the source of a module of *room* that another room does not export."""
    imports: list[tuple[str, str]] = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            imports += [(alias.name, "") for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "relative import: write the full name of the module"
            imports += [(str(node.module), alias.name) for alias in node.names]
    return [f"{module} {name}".rstrip() for module, name in imports if _is_private(module, name, room)]


def _is_private(module: str, name: str, room: str) -> bool:
    package, _, rest = module.partition(".")
    other, _, submodule = rest.partition(".")
    if package != "spacepact" or other not in ROOMS or other == room:
        return False
    return bool(submodule) or name not in exports(other)


@pytest.mark.parametrize("path", sorted(SOURCE.rglob("*.py")), ids=lambda path: str(path.relative_to(SOURCE)))
def test_a_room_imports_only_what_other_rooms_export(path: Path) -> None:
    assert private_imports(path.read_text(encoding="utf-8"), path.relative_to(SOURCE).parts[0]) == []


@pytest.mark.parametrize(
    ("source", "room", "private"),
    [
        ("from spacepact.graph import packaged", "ask", []),
        ("from spacepact.graph.store import packaged", "graph", []),
        ("from spacepact.errors import BadInput", "ask", []),
        ("from spacepact.graph.store import packaged", "ask", ["spacepact.graph.store packaged"]),
        ("from spacepact.graph import _private", "ask", ["spacepact.graph _private"]),
        ("import spacepact.graph.store", "ask", ["spacepact.graph.store"]),
        ("def f():\n    from spacepact.ask.show import show_thing", "cli", ["spacepact.ask.show show_thing"]),
    ],
)
def test_an_import_that_is_not_exported_is_found(source: str, room: str, private: list[str]) -> None:
    assert private_imports(source, room) == private


@pytest.mark.parametrize("package", ["spacepact", *(f"spacepact.{room}" for room in ROOMS)])
def test_a_package_has_the_names_that_mypy_sees(package: str) -> None:
    """Some names are imported on first use. mypy sees only the imports under TYPE_CHECKING."""
    module = import_module(package)
    source = Path(module.__path__[0], "__init__.py").read_text(encoding="utf-8")
    seen = {
        alias.name: node.module
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.ImportFrom) and node.module
        for alias in node.names
    }
    defined = {node.name for node in ast.parse(source).body if isinstance(node, ast.FunctionDef)}
    for name in set(module.__all__) - defined:
        home = seen.get(name, package)  # a module needs no import
        expected = import_module(f"{home}.{name}") if home == package else getattr(import_module(home), name)
        assert getattr(module, name) is expected, name


def test_a_named_tuple_is_as_in_typing() -> None:
    class Ours(lazy.NamedTuple):
        """A docstring."""

        a: str
        b: int = 0

        def sum(self) -> int:
            return len(self.a) + self.b

    class Theirs(NamedTuple):
        a: str
        b: int = 0

    assert (Ours._fields, Ours._field_defaults) == (Theirs._fields, Theirs._field_defaults)
    assert repr(Ours("x")) == repr(Theirs("x")).replace("Theirs", "Ours")
    assert (tuple(Ours("x", b=2)), hash(Ours("x"))) == (tuple(Theirs("x", b=2)), hash(Theirs("x")))
    assert (Ours("x", 2).sum(), Ours("x")._replace(b=2).sum(), Ours.__doc__) == (3, 3, "A docstring.")
    assert (Ours.__module__, pickle.loads(pickle.dumps(terms.PROJECT))) == (__name__, terms.PROJECT)
    with pytest.raises(AttributeError):
        Ours("x").a = "y"  # type: ignore[misc]
    with pytest.raises(AttributeError):
        Ours("x").c = "y"  # type: ignore[attr-defined]
    with pytest.raises(TypeError):
        Ours()  # type: ignore[call-arg]


def test_a_package_has_no_other_names() -> None:
    graph = import_module("spacepact.graph")
    assert hasattr(graph, "KnownThing")
    assert not hasattr(graph, "UnknownThing")
    assert not hasattr(graph, "KIND")


# Rooms


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_says_what_belongs_there(room: str) -> None:
    docstring = ast.get_docstring(ast.parse((SOURCE / room / "__init__.py").read_text(encoding="utf-8")))
    assert docstring is not None
    assert re.search(r"^Here: ", docstring, re.M)
    assert re.search(r"^Not here: ", docstring, re.M)


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_has_few_modules(room: str) -> None:
    modules = sorted(path.stem for path in (SOURCE / room).glob("*.py") if path.stem != "__init__")
    assert modules
    assert len(modules) <= MAX_MODULES, f"merge small modules: {modules}"


def diagram(imports: Mapping[str, set[str]]) -> Iterator[str]:
    """Yield the lines of the diagram: each import between rooms that no chain of other imports implies."""

    def below(room: str) -> set[str]:
        return imports[room].union(*(below(other) for other in imports[room]))

    for room in sorted(imports):
        for other in sorted(imports[room]):
            if not any(other in below(between) for between in imports[room]):
                yield f"  {room} --> {other}"


def room_imports() -> dict[str, set[str]]:
    """Return the rooms and modules that each room imports; the modules below all rooms are one node, `base`."""
    nodes: dict[str, set[str]] = {name: set() for name in [*ROOMS, "api", "base"]}
    graph = import_graph()
    for module in graph.modules:
        for imported in graph.find_modules_directly_imported_by(module):
            upper, lower = ([*name.split("."), ""][1] for name in (module, imported))
            upper, lower = ("base" if name in BASE else name for name in (upper, lower))
            if upper in nodes and lower in nodes and upper != lower:
                nodes[upper].add(lower)
    return nodes


def test_the_diagram_shows_the_imports() -> None:
    (block,) = re.findall(r"```mermaid\n(.*?)```", README, re.S)
    expected = list(diagram(room_imports()))
    assert len(expected) > 10
    arrows = [line for line in block.splitlines() if "-->" in line]
    assert arrows == expected, "write into src/spacepact/README.md:\n" + "\n".join(expected)


def test_the_diagram_leaves_out_implied_imports() -> None:
    imports = {"cli": {"ask", "graph"}, "ask": {"graph"}, "graph": set[str]()}
    assert list(diagram(imports)) == ["  ask --> graph", "  cli --> ask"]


def test_the_page_explains_every_room() -> None:
    assert sorted(re.findall(r"^\| `(\w+)/` \|", README, re.M)) == ROOMS


def test_the_page_names_existing_files() -> None:
    files = [file for file in re.findall(r"`(\w+/\w+\.py)`", README) if not file.startswith("tests/")]
    assert len(files) > 5
    assert [file for file in files if not (SOURCE / file).is_file()] == []


# Tools


def test_the_wheel_is_built_from_the_package_only() -> None:
    assert PYPROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"] == ["src/spacepact"]


@pytest.mark.slow  # builds the wheel
def test_the_wheel_contains_the_rooms_and_the_graph_but_no_tools(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "-w", str(tmp_path), str(ROOT)]
    subprocess.run(command, check=True)
    (wheel,) = tmp_path.glob("spacepact-*.whl")
    files = [Path(name).parts for name in zipfile.ZipFile(wheel).namelist()]
    packages = {parts[0] for parts in files if not parts[0].endswith(".dist-info")}
    assert packages == {"spacepact"}
    assert {parts[1] for parts in files if parts[0] == "spacepact" and len(parts) > 2} == {*ROOMS, "data"}
    assert {parts[2] for parts in files if parts[:2] == ("spacepact", "data")} == {"ontology", "instances", "queries"}
    assert {parts[-1] for parts in files if "lookup" in parts} == {"README.md", "organisations.tsv", "states.tsv"}
    assert {parts[-1] for parts in files if "licenses" in parts} == {"LICENSE", "LICENSE-DATA"}


def tools() -> list[str]:
    return [path.stem for path in sorted(TOOLS.glob("*.py")) if "__main__" in path.read_text(encoding="utf-8")]


def test_there_are_tools() -> None:
    assert len(tools()) >= 4


@pytest.mark.parametrize("tool", tools())
def test_a_tool_explains_itself(tool: str) -> None:
    command = [sys.executable, "-m", f"spacepact_tools.{tool}", "--help"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(f"usage: python -m spacepact_tools.{tool} ")


def test_a_generator_checks_and_writes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "page.md"
    file.write_text("old")

    def generate(*options: str) -> None:
        monkeypatch.setattr(sys, "argv", ["tool", *options])
        write_or_check("spacepact_tools.page", "Write the page.", lambda: {file: "new"})

    with pytest.raises(SystemExit) as end:
        generate("--check")
    assert end.value.code == 1
    assert capsys.readouterr().out == f"{file}: not current: run python -m spacepact_tools.page\n"
    assert file.read_text() == "old"
    generate()
    assert file.read_text() == "new"
    generate("--check")
    assert capsys.readouterr().out == ""
