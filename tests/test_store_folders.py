"""Store folders: written whole or not at all, asked alone by -e and beside the graph by -d."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Store

from cases import EXAMPLES
from spacepact.ask.named_queries import all_queries
from spacepact.errors import LoadDiffers
from spacepact.graph.store import load_turtle, packaged
from spacepact.graph.store_folder import opened
from spacepact.stores import folder_load
from spacepact.terms import SP, SPID
from test_cli import SPACEPACT, run

SIGNING = EXAMPLES / "signing.ttl"
OWN = Quad(NamedNode("urn:a"), NamedNode("urn:b"), Literal("c"))


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store folder with the whole graph and one invented example; not to be changed."""
    target = tmp_path_factory.mktemp("stores") / "whole"
    done = run("load", str(target), "-d", str(SIGNING))
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr == f"{target}: {len(packaged([SIGNING]))} triples written and read back\n"
    assert [path.name for path in target.parent.iterdir()] == ["whole"]
    return target


@pytest.fixture
def copied(whole: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(whole, tmp_path / "copy"))


def other_store(folder: Path) -> Path:
    """A store of somebody else."""
    Store(folder).add(OWN)
    return folder


def holds_the_graph(folder: Path) -> bool:
    """Whether a store folder holds the packaged graph; blank nodes are only counted."""

    def triples(store: Store) -> list[str]:
        return sorted(re.sub(r"_:\w+", "_:", str(quad)) for quad in store)

    with opened(folder) as store:
        return triples(store) == triples(packaged())


# What is asked


def test_a_folder_answers_as_the_files_do(whole: Path) -> None:
    """By -e, where it lies, and by -d, read into memory: every named query, row for row."""
    from spacepact.ask.execute import run_query

    files = packaged([SIGNING])
    beside = packaged([whole])
    assert len(all_queries()) > 40
    with opened(whole) as store:
        for query in all_queries().values():
            assert run_query(store, query.text) == run_query(files, query.text) == run_query(beside, query.text), (
                query.name
            )


def test_a_folder_beside_the_graph_adds_nothing_twice(whole: Path) -> None:
    assert len(packaged([whole])) == len(packaged([SIGNING]))


@pytest.mark.parametrize(
    "asked", [["query", "signing", "agreement=beacon pact", "--evidence"], ["find", "beacon"], ["show", "beacon pact"]]
)
def test_the_commands_ask_a_folder(whole: Path, asked: list[str]) -> None:
    files, folder, beside = (
        run(*asked, *place) for place in (["-d", str(SIGNING)], ["-e", str(whole)], ["-d", str(whole)])
    )
    assert files.stdout.count("\n") > 2
    assert (files.stdout, "") == (folder.stdout, folder.stderr) == (beside.stdout, beside.stderr)


def test_dash_e_asks_that_folder_alone(tmp_path: Path) -> None:
    folder = other_store(tmp_path / "own")
    done = run("query", "-q", "SELECT ?s ?o { ?s ?p ?o }", "-e", str(folder), SPACEPACT_DATA=str(SIGNING))
    assert (done.stdout, done.stderr) == ("s,o\nurn:a,c\n", "")


def test_facts_are_derived_over_a_folder_and_the_graph(tmp_path: Path) -> None:
    """Only claims are taken from a folder: a fact in it, right or wrong, is not; derived ones come anew."""
    fact = f"<{SPID}organisation_sylvanian_agency> <{SP}isSignatoryOf>"
    store = Store(tmp_path / "own")
    store.load(SIGNING.read_bytes(), RdfFormat.TURTLE)
    store.load(f"{fact} <{SPID}agreement_artemis_accords> .".encode(), RdfFormat.TURTLE)
    del store
    query = f"SELECT ?o {{ {fact} ?o }}"
    assert run("query", "-q", query, "-d", str(tmp_path / "own")).stdout.splitlines() == [
        "o",
        f"{SPID}agreement_beacon_pact",
    ]


# What cannot be asked


def told(code: int, message: str, *arguments: str) -> None:
    done = run(*arguments)
    assert (done.returncode, done.stdout) == (code, "")
    assert message in done.stderr
    assert done.stderr.count("\n") == 1
    assert done.stderr.startswith("spacepact: ")


def test_names_that_are_no_store(tmp_path: Path, whole: Path) -> None:
    told(2, "no store folder: spacepact load", "query", "acts", "-e", str(tmp_path))
    told(2, "no store folder: spacepact load", "find", "moon", "-e", str(tmp_path / "none"))
    told(2, "-d cannot be combined with -e", "query", "acts", "-e", str(whole), "-d", str(SIGNING))
    Store(tmp_path / "empty").flush()
    told(2, "holds no triples", "query", "acts", "-e", str(tmp_path / "empty"))
    told(2, "the store folder contains no triples", "query", "acts", "-d", str(tmp_path / "empty"))


def test_a_folder_that_is_being_written(tmp_path: Path) -> None:
    target = tmp_path / "store"
    writer = "import sys; from pyoxigraph import Store; s = Store(sys.argv[1]); print('open', flush=True); input()"
    with subprocess.Popen(
        [sys.executable, "-c", writer, str(target)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "open\n"
        message = "another process is writing to this store"
        told(3, message, "query", "acts", "-e", str(target))
        told(2, message, "query", "acts", "-d", str(target))
        told(3, message, "load", str(target))
        process.communicate("\n")
    assert run("load", str(target)).returncode == 0


@pytest.mark.parametrize("how", ["cut", "gone", "changed"])
def test_a_damaged_folder_is_one_line(copied: Path, how: str) -> None:
    """Whatever file is lost, cut or changed, the folder answers as before, or one line says that it cannot."""
    before = run("query", "positions", "-e", str(copied)).stdout
    codes = set()
    for file in sorted(path for path in copied.iterdir() if path.suffix == ".sst" or not path.suffix):
        content = file.read_bytes()
        if how == "gone":
            file.unlink()
        else:
            half = len(content) // 2
            file.write_bytes(content[:half] if how == "cut" else content[:half] + bytes(64) + content[half + 64 :])
        # Without its checksums the engine can take all memory over a changed block: 4 GB are the limit here.
        command = [
            "sh",
            "-c",
            'ulimit -v 4000000; exec "$@"',
            "sh",
            *SPACEPACT,
            "query",
            "positions",
            "-e",
            str(copied),
        ]
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
        codes.add(done.returncode)
        if done.returncode:
            assert (done.returncode, done.stdout, done.stderr.count("\n")) in [(2, "", 1), (3, "", 1)], file.name
        else:
            assert (done.stdout, done.stderr) == (before, ""), file.name
        file.write_bytes(content)
    assert {0, 3} <= codes


# What is written


@pytest.mark.parametrize("occupied", ["file", "folder", "other store", "broken store"])
def test_nothing_is_lost(tmp_path: Path, whole: Path, occupied: str) -> None:
    target = tmp_path / "target"
    if occupied == "file":
        target.write_text("mine", encoding="utf-8")
    elif occupied == "folder":
        target.mkdir()
        (target / "thesis.txt").write_text("mine", encoding="utf-8")
    elif occupied == "other store":
        other_store(target)
    else:
        shutil.copytree(whole, target)
        (target / "CURRENT").write_bytes(b"")
    before = {path: path.read_bytes() for path in [target, *target.rglob("*")] if path.is_file()}
    done = run("load", str(target))
    assert done.returncode in (2, 3)
    assert done.stderr.count("\n") == 1
    assert {path: path.read_bytes() for path in before} == before
    assert list(tmp_path.iterdir()) == [target]


def test_a_store_is_replaced_and_an_empty_folder_filled(copied: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    for target in (copied, tmp_path / "empty"):
        assert run("load", str(target)).returncode == 0
        assert holds_the_graph(target)


def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    told(2, "cannot be written: ", "load", str(tmp_path / "none" / "store"))


@pytest.mark.parametrize("had", [True, False])
@pytest.mark.parametrize("moment", ["write", "first move", "second move"])
def test_running_again_mends_what_was_interrupted(tmp_path: Path, whole: Path, moment: str, had: bool) -> None:
    """The process is killed while it builds, and before either move."""
    target = tmp_path / "target"
    if had:
        shutil.copytree(whole, target)
    kill = f"""
import os, sys
from pathlib import Path
from spacepact.graph import packaged
from spacepact.stores import folder_load
moved, count = Path.replace, {2 if moment.startswith("second") and had else 1}
def ended(*arguments):
    global count
    count -= 1
    if not count:
        os._exit(9)
    return moved(*arguments)
def half(store, folder):
    folder_load.Store(folder).extend(list(store)[::2])
    os._exit(9)
{"folder_load._write = half" if moment == "write" else "Path.replace = ended"}
folder_load.load_folder(packaged(), Path(sys.argv[1]))
"""
    done = subprocess.run([sys.executable, "-c", kill, str(target)], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (9, "")
    between = moment.startswith("second") and had
    assert target.exists() == (had and not between)
    if target.exists():
        with opened(target) as store:
            assert len(store) == len(packaged([SIGNING]))
    assert len(list(tmp_path.iterdir())) == 1 + target.exists()
    assert run("load", str(target)).returncode == 0
    assert holds_the_graph(target)
    assert list(tmp_path.iterdir()) == [target]


def test_a_load_that_gives_back_other_triples_is_undone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    loaded = load_turtle([SIGNING])
    for first in (0, 1):  # one triple more, and as many with another among them

        def careless(store: Store, folder: Path, first: int = first) -> None:
            Store(folder).extend([*list(store)[first:], OWN])

        monkeypatch.setattr(folder_load, "_write", careless)
        with pytest.raises(LoadDiffers, match="read back") as raised:
            folder_load.load_folder(loaded, tmp_path / "store")
        assert raised.value.exit_code == 1
        assert list(tmp_path.iterdir()) == []


def test_two_loads_at_once(tmp_path: Path) -> None:
    target = tmp_path / "store"
    hold = "import sys; from pathlib import Path; from spacepact.stores.folder_load import _workshop\n"
    hold += "with _workshop(Path(sys.argv[1])): print('open', flush=True); input()"
    with subprocess.Popen(
        [sys.executable, "-c", hold, str(target)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "open\n"
        told(2, "another spacepact load is at work", "load", str(target))
        process.communicate("\n")
    assert run("load", str(target)).returncode == 0


def test_the_digest_is_of_the_triples_in_any_order() -> None:
    store, turned = load_turtle([SIGNING]), Store()
    for quad in reversed(list(store)):
        turned.add(quad)
    assert folder_load.digest(store) == folder_load.digest(turned)
    turned.remove(next(iter(store)))
    assert folder_load.digest(store) != folder_load.digest(turned)
