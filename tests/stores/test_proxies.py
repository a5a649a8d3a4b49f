"""Proxies from the environment: user and password, no scheme, SOCKS, invalid values; messages name the variable."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from command_line import run
from fault_server import answer, serving, silent
from remote_errors import RIGHT, SECRET, clean_environment, failed  # noqa: F401, a fixture for every test here
from socks_server import socks_server

ASK = ("query", "-q", "SELECT ?x WHERE { ?s ?p ?x }", "-f", "csv", "-e")
FAR = "http://store.example.org/sparql"


@pytest.mark.parametrize("variable", ["http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"])
@pytest.mark.parametrize(
    ("form", "login"),
    [
        ("http://HOST", None),
        ("HOST", None),
        (" http://HOST/\n", None),
        ("http://me:pa%40ss@HOST", "Basic bWU6cGFAc3M="),
        ("me:p%23%2F%3A@HOST", "Basic bWU6cCMvOg=="),
        ("http://me@HOST", "Basic bWU6"),
        ("http://m%C3%A9:%E2%86%92@HOST", "Basic bcOpOuKGkg=="),
    ],
)
def test_forms_of_a_proxy(variable: str, form: str, login: str | None) -> None:
    with serving({"*": RIGHT}) as proxy:
        host = proxy.url("").removeprefix("http://")
        assert run(*ASK, FAR, **{variable: form.replace("HOST", host)}).stdout == "x\nright\n"
        (seen,) = proxy.seen
        assert (seen.target, seen.headers.get("Proxy-Authorization")) == (FAR, login)
        assert "Authorization" not in seen.headers


def test_no_proxy() -> None:
    with serving({"/sparql": RIGHT}) as server, serving({"*": answer(500)}) as proxy:
        done = run(*ASK, server.url(), HTTP_PROXY=proxy.url(""), NO_PROXY="example.org,127.0.0.1")
        assert done.stdout == "x\nright\n"
        assert not proxy.seen
        assert server.seen[0].target == "/sparql"


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ("socks6://127.0.0.1:9", "invalid proxy: expected http://HOST:PORT"),
        (f"socks5://me:{SECRET}/x@127.0.0.1:9", "invalid proxy: expected http://HOST:PORT"),
        (f"http://me:{SECRET}#x@127.0.0.1:9", "invalid proxy: expected http://HOST:PORT"),
        (f"http://me:{SECRET}/x@127.0.0.1:9", "invalid proxy: expected http://HOST:PORT"),
        ("http://127.0.0.1:port", "invalid proxy"),
        ("http://127.0.0.1:99999", "invalid proxy"),
        ("http://", "invalid proxy"),
        ("ftp://127.0.0.1:9", "invalid proxy"),
        ("http://[::1", "invalid proxy"),
        ("127.0.0.1:9 127.0.0.1:10", "invalid proxy"),
        ("http://höst:9", "invalid proxy"),
        ("http://127.0.0.1:9/path?a=b", "invalid proxy"),
        ("http://a\udcffb:9", "invalid proxy"),
        (f"http://me:{SECRET}%0D%0AX:1@127.0.0.1:9", "user or password contains a control character"),
    ],
)
@pytest.mark.parametrize("command", [ASK, ("load", "--only", "codes")])
def test_an_unusable_proxy(value: str, message: str, command: tuple[str, ...]) -> None:
    line = failed(run(*command, FAR, HTTP_PROXY=value), 2)
    assert line.startswith(f"HTTP_PROXY: {message}"), line
    assert "store.example.org" not in line


def test_a_proxy_that_does_not_respond_is_named() -> None:
    line = failed(run(*ASK, FAR, http_proxy="http://127.0.0.1:9"))
    assert line.startswith("http_proxy: the proxy does not respond: correct or unset this variable")
    assert line.endswith(f"(for {FAR})")


@pytest.mark.parametrize("login", ["", f"me:{SECRET}@"])
def test_a_proxy_that_asks_for_a_password(login: str) -> None:
    with serving({"*": answer(407, f"who? me:{SECRET}")}) as proxy:
        host = proxy.url("").removeprefix("http://")
        if login:
            line = failed(run(*ASK, FAR, HTTP_PROXY=f"http://{login}{host}"))
            assert "(the proxy says: who? me:***)" in line
        else:
            line = run(*ASK, FAR, HTTP_PROXY=host).stderr.removeprefix("spacepact: ")
        assert line.startswith("HTTP_PROXY: 407 Proxy Authentication Required: the proxy requires a user and password")


@pytest.mark.parametrize(("status", "message"), [(407, "requires a user and password"), (403, "refused to connect")])
def test_a_tunnel_that_is_refused(status: int, message: str) -> None:
    """The server answers CONNECT with 501, or with this status: no answer is a fault of the store."""
    with serving({"*": answer(status)}) as proxy:
        proxy.RequestHandlerClass.do_CONNECT = proxy.RequestHandlerClass.do_GET  # type: ignore[attr-defined]
        try:
            line = failed(run(*ASK, "https://store.example.org/sparql", HTTPS_PROXY=proxy.url("")))
        finally:
            del proxy.RequestHandlerClass.do_CONNECT  # type: ignore[attr-defined]
    assert line.startswith("HTTPS_PROXY: ")
    assert message in line


def test_a_token_for_this_machine_is_not_sent_through_a_proxy_elsewhere() -> None:
    line = failed(run(*ASK, "http://127.0.0.1:9/x", HTTP_PROXY="http://10.255.255.1:9", SPACEPACT_TOKEN=SECRET), 2)
    assert "SPACEPACT_TOKEN is not sent over plain HTTP" in line


@pytest.mark.parametrize("scheme", ["socks5h", "SOCKS5H", "socks"])
@pytest.mark.parametrize(("login", "prefix"), [(None, ""), (("m\u00e9", "p@ss:w"), "m%C3%A9:p%40ss%3Aw@")])
def test_a_socks_proxy(scheme: str, login: tuple[str, str] | None, prefix: str) -> None:
    """The proxy resolves the name of the store."""
    with serving({"/sparql": RIGHT}) as server, socks_server(login, store_example_org="127.0.0.1") as proxy:
        url = server.url(host="store.example.org")
        assert run(*ASK, url, ALL_PROXY=f"{scheme}://{prefix}{proxy.address()}").stdout == "x\nright\n"
        assert proxy.hosts == ["store.example.org"]
        assert "Proxy-Authorization" not in server.seen[0].headers


def test_a_socks_proxy_with_local_names() -> None:
    with serving({"/sparql": RIGHT}) as server, socks_server() as proxy:
        assert run(*ASK, server.url(), http_proxy=f"socks5://{proxy.address()}").stdout == "x\nright\n"
        assert proxy.hosts == ["127.0.0.1"]
        assert run(*ASK, server.url(), http_proxy=f"socks5://{proxy.address()}", NO_PROXY="127.0.0.1").returncode == 0
        assert len(proxy.hosts) == 1


def test_a_silent_store_behind_a_socks_proxy_has_the_time_limit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with serving({"/sparql": silent()}) as server, socks_server() as proxy:
        (tmp_path / "spacepact.toml").write_text(f'[endpoints.lab]\nurl = "{server.url()}"\ntimeout = 0.3\n')
        line = failed(run(*ASK, "lab", ALL_PROXY=f"socks5h://{proxy.address()}"))
    assert "timeout: no response within 0.3 seconds" in line


@pytest.mark.parametrize(
    ("login", "message"),
    [
        ("", "the proxy requires a correct user and password: write socks5h://USER:PASSWORD@HOST"),
        (f"me:{SECRET}@", "the proxy requires a correct user and password"),
        ("me:right@", "the proxy cannot connect to http://127.0.0.1:9/sparql: check the URL (Connection refused)"),
    ],
)
def test_a_socks_proxy_that_refuses(login: str, message: str) -> None:
    with socks_server(("me", "right")) as proxy:
        value = f"socks5h://{login}{proxy.address()}"
        line = failed(run(*ASK, "http://127.0.0.1:9/sparql", all_proxy=value))
    assert line.startswith(f"all_proxy: {message}"), line


def test_a_socks_proxy_that_does_not_respond() -> None:
    line = failed(run(*ASK, FAR, ALL_PROXY="socks5h://127.0.0.1:9"))
    assert line.startswith("ALL_PROXY: the proxy does not respond: correct or unset this variable"), line


def test_a_socks_proxy_without_the_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "socks", None)
    monkeypatch.delitem(sys.modules, "urllib3.contrib.socks", raising=False)
    monkeypatch.delattr("urllib3.contrib.socks", raising=False)
    line = failed(run(*ASK, FAR, ALL_PROXY=f"socks5h://me:{SECRET}@127.0.0.1:9"), 2)
    assert line.startswith("ALL_PROXY: a SOCKS proxy requires PySocks: pip install 'spacepact[socks]'"), line
