"""Real stores that fail in the middle of a load: killed, without room on the disk, at a standstill.

The graph is whole after it, or what is told says otherwise; and the next load mends it.
"""

from __future__ import annotations

import os
import random
import resource
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from conftest import Load
from faulty_proxy import CLOSED, Fault, Pass, QueryableStore, Told, proxy
from spacepact.stores.kinds import KINDS
from stores.kinds import Oxigraph
from stores.server import Server

VOCABULARY = ("--only", "vocabulary")
NOT_SURE = ("perhaps a part only", "may be damaged by the failed write")


@pytest.fixture
def held(writable: Server, load: Load, monkeypatch: pytest.MonkeyPatch) -> Server:
    """A store that holds the vocabulary."""
    for name, value in zip(("USER", "PASSWORD"), writable.credentials or (), strict=False):
        monkeypatch.setenv(f"SPACEPACT_{name}", value)
    load(writable.named, *VOCABULARY)
    return writable


def large(folder: Path, literals: int) -> tuple[str, ...]:
    """What is to be loaded: so many literals of five thousand letters each, which no store can make smaller."""
    own = folder / "own.ttl"
    chance = random.Random(1)
    lines = (f'<urn:a{number}> <urn:b> "{chance.randbytes(2500).hex()}" .\n' for number in range(literals))
    own.write_text("".join(lines), encoding="utf-8")
    return "--only", "codes", "-d", str(own), "--only", "instances"


def is_whole(store: Server, load: Load, *what: str) -> bool:
    try:
        load(store.named, *what, "--verify-only")
    except AssertionError:
        return False
    return True


def is_sure(store: Server, line: str) -> bool:
    """Tell whether the graph is said to be whole; of stores that are known to be durable it always is."""
    told = any(words in line for words in NOT_SURE)
    assert not (told and KINDS[store.kind].durable)
    return not told


# Killed


def killing(store: Server, seconds: float) -> Fault:
    """The store is killed so many seconds after it was sent something, and nobody hears its answer."""
    lock = threading.Lock()

    def kill() -> None:
        with lock:
            if store.process.poll() is None:
                os.killpg(store.process.pid, signal.SIGKILL)
                store.process.wait()

    def fault(asked: QueryableStore, on: Pass) -> Told:
        timer = threading.Timer(seconds, kill)
        timer.start()
        on(asked)
        timer.join()
        return CLOSED

    return fault


def test_a_store_that_is_killed(held: Server, load: Load, tmp_path: Path) -> None:
    new = large(tmp_path, 400)
    chance = random.Random(1)
    begin = time.monotonic()
    load(held.named, *new)
    longest = time.monotonic() - begin
    for _ in range(2 if held.kind == "oxigraph" else 1):  # which alone is started again at once
        load(held.named, *VOCABULARY)
        with proxy(held.root) as between:
            between.faults = {"upload": killing(held, chance.uniform(0, longest / 2))}
            line = load(held.named.replace(held.root, between.root), *new, code=3)
        assert line.count("\n") == 1
        held.start()
        if is_sure(held, line):
            assert is_whole(held, load, *VOCABULARY) or is_whole(held, load, *new), line
        load(held.named, *new)


# Without room


@contextmanager
def no_room(store: Server) -> Iterator[None]:
    """No file of the store may be larger than its largest is now, and a little."""
    sizes = [path.stat().st_size for path in store.folder.rglob("*") if path.is_file() and path.suffix != ".jar"]
    most = max(sizes) + 500_000
    resource.prlimit(store.process.pid, resource.RLIMIT_FSIZE, (most, resource.RLIM_INFINITY))
    try:
        yield
    finally:
        resource.prlimit(store.process.pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))


def test_a_store_whose_disk_is_full(held: Server, load: Load, tmp_path: Path) -> None:
    new = large(tmp_path, 3000)
    if held.kind == "blazegraph":  # whose one file may have much room in it by now
        held.stop()
        (held.folder / "blazegraph.jnl").unlink()
        held.start()
        load(held.named, *VOCABULARY)
    with no_room(held):
        line = load(held.named, *new, code=3)
    assert line.count("\n") == 1
    held.stop()  # some take nothing any more, or hold what is no more, until they are started again
    held.start()
    if is_sure(held, line):
        load(held.named, *VOCABULARY, "--verify-only")
    load(held.named, *new)


# At a standstill


def test_a_store_at_a_standstill(load: Load, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    nothing = tmp_path / "nothing.nt"
    nothing.write_text("")
    monkeypatch.chdir(tmp_path)
    with Oxigraph(tmp_path, nothing) as store:
        (tmp_path / "spacepact.toml").write_text(
            f'[endpoints.far]\nkind = "oxigraph"\nurl = "{store.root}"\ntimeout = 1\n'
        )
        load("far", *VOCABULARY)
        os.killpg(store.process.pid, signal.SIGSTOP)
        try:
            line = load("far", "--only", "codes", code=3)
        finally:
            os.killpg(store.process.pid, signal.SIGCONT)
        assert "no answer within" in line
        load("far", *VOCABULARY, "--verify-only")
