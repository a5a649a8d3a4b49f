"""The two transports: standard input and output, and streamable HTTP on the loopback address."""

from __future__ import annotations

import json
import os
import re
import shlex
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import anyio
import pytest
from mcp.client import Client
from mcp_types import ResourceTemplateReference

import mcp_server
from command_line import SPACEPACT, run_process
from locations import EXAMPLES, ROOT
from mcp_server import Session, call
from spacepact.ask import records
from spacepact.serve import ServerOptions, workers

pytestmark = pytest.mark.slow  # each test starts a server

CLIENTS = 50
QUERY = "SELECT ?s { ?s a sp:State } ORDER BY ?s"


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    """The URL of a running server."""
    with mcp_server.http_server() as (address, _):
        yield address


@pytest.mark.slow
def test_fifty_clients_at_the_same_time_get_their_own_answers(url: str) -> None:
    names = ["Pakistan", "China", "Spain", "SUPARCO", "ILRS"]
    found: dict[int, list[dict[str, object]]] = {}

    async def ask(number: int) -> None:
        async with Client(url) as client:
            assert len((await client.list_tools()).tools) == 7
            thing = names[number % len(names)]
            found[number] = [
                await call(client, "find", text=thing),
                await call(client, "sparql", query=QUERY),
            ]

    async def run() -> None:
        async with anyio.create_task_group() as group:
            for number in range(CLIENTS):
                group.start_soon(ask, number)

    anyio.run(run)
    assert len(found) == CLIENTS
    for number, answers in found.items():
        assert [answer["state"] for answer in answers] == ["rows"] * 2
        assert answers == found[number % len(names)], "the same question has the same answer"
    assert len({json.dumps(found[number]) for number in range(len(names))}) == len(names)


def test_both_transports_and_an_old_client_give_the_same_answer(url: str, agent: Session) -> None:
    expected = agent.call("show", thing="SUPARCO")

    async def run(mode: str) -> object:
        async with Client(url, mode=mode) as client:
            return await call(client, "show", thing="SUPARCO")

    assert anyio.run(run, "auto") == expected
    assert anyio.run(run, "legacy") == expected


def test_the_server_listens_on_loopback_only(url: str) -> None:
    port = int(url.split(":")[2].split("/")[0])
    with pytest.raises(OSError, match="refused"):
        socket.create_connection(("127.0.0.2", port), timeout=2)


@pytest.mark.parametrize("header", [{"Host": "evil.example"}, {"Origin": "https://evil.example"}])
def test_a_web_page_of_another_site_cannot_ask(url: str, header: dict[str, str]) -> None:
    body = json.dumps({"jsonrpc": "2.0", "id": 1, "method": "tools/list"}).encode()
    usual = {"Content-Type": "application/json", "Accept": "application/json, text/event-stream"}
    with pytest.raises(urllib.error.HTTPError) as error:
        urllib.request.urlopen(urllib.request.Request(url, body, {**usual, **header}))
    assert error.value.code in (403, 421)
    error.value.close()


def test_a_port_in_use_is_one_line(url: str) -> None:
    port = url.split(":")[2].split("/")[0]
    done = run_process("mcp", "--http", port)
    assert (done.returncode, done.stdout) == (2, "")
    assert re.fullmatch(rf"spacepact: port {port} of 127.0.0.1 cannot be used: .*: choose another port\n", done.stderr)
    assert "choose another port" in run_process("mcp", "--http", "99999").stderr


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_the_server(number: signal.Signals) -> None:
    data = EXAMPLES / "signing.ttl"
    with mcp_server.http_server("-d", str(data)) as (url, process):

        async def ask() -> object:
            async with Client(url) as client:
                return (await call(client, "find", text="Spain"))["state"]

        assert anyio.run(ask) == "rows"
        process.send_signal(number)
        process.wait(20)
        assert process.stderr
        assert process.stderr.read() == ""


def test_standard_output_has_only_messages_of_the_protocol(tmp_path: Path) -> None:
    requests = [
        {
            "jsonrpc": "2.0",
            "id": 1,
            "method": "initialize",
            "params": {
                "protocolVersion": "2025-06-18",
                "capabilities": {},
                "clientInfo": {"name": "test", "version": "1"},
            },
        },
        {"jsonrpc": "2.0", "method": "notifications/initialized"},
        {"jsonrpc": "2.0", "id": 2, "method": "tools/list"},
    ]
    sent = "".join(json.dumps(request) + "\n" for request in requests)
    process = subprocess.Popen(
        [*SPACEPACT, "mcp"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=tmp_path,
    )
    assert process.stdin
    assert process.stdout
    assert process.stderr
    with process:
        process.stdin.write(sent)
        process.stdin.flush()
        got = [json.loads(process.stdout.readline()) for _ in range(2)]
        assert [message["id"] for message in got] == [1, 2]
        assert "not a fact" in got[0]["result"]["instructions"]
        process.stdin.close()
        assert process.wait(20) == 0
        assert process.stdout.read() == ""
        assert process.stderr.read() == ""
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_a_server_on_standard_input(number: signal.Signals, tmp_path: Path) -> None:
    process = subprocess.Popen(
        [*SPACEPACT, "mcp", "-d", str(EXAMPLES / "signing.ttl")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "TMPDIR": str(tmp_path)},
    )
    with process:
        assert process.stdin
        assert process.stdout
        assert process.stderr
        process.stdin.write('{"jsonrpc": "2.0", "id": 1, "method": "nothing"}\n')
        process.stdin.flush()
        process.stdout.readline()
        process.send_signal(number)
        try:
            assert process.wait(20) == 128 + number
        finally:
            process.kill()
        assert process.stderr.read() == ""
    assert sorted(tmp_path.iterdir()) == [], "temporary files are left"


# Resources and completions


def test_the_resources_are_the_ontology_the_catalogue_and_claims(agent: Session) -> None:
    listed = agent.run(Client.list_resources).resources
    assert sorted(str(resource.uri) for resource in listed) == ["spacepact://catalogue", "spacepact://ontology"]
    templates = agent.run(Client.list_resource_templates).resource_templates
    assert sorted(t.uri_template for t in templates) == ["spacepact://claim/{claim}", "spacepact://thing/{name}"]
    assert "class sp:Claim (claim): " in agent.text("spacepact://ontology").replace("(Claim)", "(claim)")
    assert "positions: Which position does each party take" in agent.text("spacepact://catalogue")
    claim = agent.text("spacepact://claim/claim_scmp-3223585_0000_7")
    assert claim == agent.text("spacepact://claim/spid:claim_scmp-3223585_0000_7")
    assert "hoped by Pakistan; voice: named source, said by Amer Nadeem" in claim
    assert agent.text("spacepact://thing/Wu%20Weiren").startswith("Wu Weiren (spid:person_wu_weiren)\n")


@pytest.mark.parametrize(
    "name", ["claim/none", "claim/spid:state_spain", "thing/Atlantis", "other/x", "thing/..%2F..%2Fetc"]
)
def test_an_unknown_resource_is_an_error(agent: Session, name: str) -> None:
    with pytest.raises(Exception, match=r"unknown name|does not contain|Unknown resource|not found") as error:
        agent.text(f"spacepact://{name}")
    assert "Traceback" not in str(error.value)


def test_names_are_completed(agent: Session) -> None:
    def complete(template: str, name: str, value: str) -> list[str]:
        ref = ResourceTemplateReference(type="ref/resource", uri=template)
        values: list[str] = agent.run(Client.complete, ref, {"name": name, "value": value}).completion.values
        return values

    assert "Pakistan" in complete("spacepact://thing/{name}", "name", "pak")
    assert complete("spacepact://thing/{name}", "name", "Atlantis") == []
    claims = complete("spacepact://claim/{claim}", "claim", "claim_scmp-3223585_2575")
    assert "spid:claim_scmp-3223585_2575_1" in claims
    assert all(claim.startswith("spid:claim_scmp-3223585_2575_") for claim in claims)


# The command


def test_the_users_data_are_served() -> None:
    with mcp_server.session("-d", str(EXAMPLES)) as session:
        answer = session.call("find", text="Ruritania")
        assert answer["state"] == "rows"
        assert session.call("ask", name="signing")["total"] > 10


def test_a_large_graph_has_the_same_answers(monkeypatch: pytest.MonkeyPatch, agent: Session) -> None:
    monkeypatch.setattr(workers, "MOST_IN_MEMORY", 100)

    async def run() -> records.AnswerRecord:
        async with workers.workers(ServerOptions()) as pool:
            return await pool.call(records.query_records, "positions", {"programme": "ILRS"})

    expected = agent.call("ask", name="positions", parameters={"programme": "ILRS"})
    assert asdict(anyio.run(run)) == expected


def test_invalid_data_is_one_line(tmp_path: Path) -> None:
    file = tmp_path / "wrong.ttl"
    file.write_text("a b", encoding="utf-8")
    done = run_process("mcp", "-d", str(file))
    assert (done.returncode, done.stdout) == (2, "")
    assert re.fullmatch(r"spacepact: .*wrong\.ttl:1:\d+: .*\n", done.stderr)
    assert run_process("mcp", "-d", "-").stderr == (
        "spacepact: -d - cannot be combined with mcp: write the data into a file\n"
    )


@pytest.mark.parametrize("missing", ["mcp", "anyio", "uvicorn", "pydantic"])
def test_a_missing_package_is_one_line(missing: str, tmp_path: Path) -> None:
    (tmp_path / f"{missing}.py").write_text(f"raise ModuleNotFoundError('no', name='{missing}')\n", encoding="utf-8")
    program = f"import sys; sys.path.insert(0, {str(tmp_path)!r}); from spacepact.cli import main; main()"
    command = [sys.executable, "-c", program, "mcp", "--http", "0"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL, timeout=60)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "spacepact: a package is missing: install it with pip install 'spacepact[mcp]'\n"


def test_the_example_in_the_readme_is_an_answer(agent: Session) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    (call_text, claim_text) = re.findall(r"`ask` with `(\{.*\})`:\n\n<!-- claim -->\n```json\n(.*?)```", readme, re.S)[
        0
    ]
    answer = agent.call("ask", **json.loads(call_text))
    assert json.loads(claim_text) in [claim for row in answer["rows"] for claim in row["claims"]]
    (settings,) = re.findall(r"```json\n(\{ \"mcpServers\".*?)```", readme, re.S)
    configured = json.loads(settings)["mcpServers"]["spacepact"]
    assert configured["command"].endswith("/bin/spacepact")
    assert configured["args"][:2] == ["mcp", "-d"]


@pytest.mark.parametrize(
    ("stream", "code", "message"),
    [
        ("> /dev/full", 2, "spacepact: standard output cannot be written: No space left on device\n"),
        ("| true", 0, ""),
    ],
)
def test_a_client_that_does_not_read(stream: str, code: int, message: str) -> None:
    about = {"protocolVersion": "2025-03-26", "capabilities": {}, "clientInfo": {"name": "x", "version": "1"}}
    first = json.dumps({"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": about})
    shell = f"{shlex.join(SPACEPACT)} mcp {stream}; exit ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", shell], input=f"{first}\n", capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (code, message)
