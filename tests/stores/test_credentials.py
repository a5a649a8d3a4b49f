"""Credentials go only where the user sent them, are checked before they become headers, and are never printed."""

from __future__ import annotations

import traceback
from collections.abc import Mapping
from pathlib import Path

import pytest

from command_line import run
from fault_server import answer, guarded, serving
from remote_errors import RIGHT, SECRET, clean_environment, failed  # noqa: F401, a fixture for every test here
from spacepact.errors import SpacepactError
from spacepact.stores.transport import netrc_file
from spacepact.stores.transport.authorization import Authorization
from spacepact.stores.transport.credentials import Credentials, credentials

ASK = ("query", "-q", "SELECT ?x WHERE { ?s ?p ?x }", "-f", "csv")
FAR = "http://store.example.org/sparql"
PASSWORD = {"SPACEPACT_USER": "me", "SPACEPACT_PASSWORD": SECRET}


def settings(folder: Path, url: str, more: str = "") -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "spacepact.toml").write_text(f'[endpoints.lab]\nurl = "{url}"\n{more}', encoding="utf-8")


def sent(*arguments: str, **environment: str) -> str | None:
    """Return the Authorization header that a store gets."""
    with serving({"/sparql": RIGHT}) as server:
        done = run(*ASK, "-e", *(word.replace("URL", server.url()) for word in arguments), **environment)
        assert done.stdout == "x\nright\n", done
        return server.seen[-1].headers.get("Authorization")


# Values are trimmed and checked


@pytest.mark.parametrize("value", [f"{SECRET}\r", f"{SECRET}\n", f"{SECRET}\r\n", f" \t{SECRET} "])
def test_blanks_around_a_token_are_removed(value: str) -> None:
    assert sent("URL", SPACEPACT_TOKEN=value) == f"Bearer {SECRET}"


def test_a_line_ending_after_user_or_password_is_removed() -> None:
    header = sent("graphdb+URL", SPACEPACT_USER="me\r\n", SPACEPACT_PASSWORD=f"{SECRET}\r\n")
    assert header == f"Basic {Credentials('me', SECRET).basic}"
    header = sent("graphdb+URL", SPACEPACT_USER="mé", SPACEPACT_PASSWORD=f" {SECRET} →")
    assert header == f"Basic {Credentials('mé', f' {SECRET} →').basic}"


WRONG: list[Mapping[str, str]] = [
    {"SPACEPACT_TOKEN": f"{SECRET}→"},
    {"SPACEPACT_TOKEN": f"{SECRET}\r\nX-Other: 1"},
    {"SPACEPACT_TOKEN": f"{SECRET}\udcff"},
    {"SPACEPACT_TOKEN": f"Bearer {SECRET}"},
    {"SPACEPACT_USER": "me:too", "SPACEPACT_PASSWORD": SECRET},
    {"SPACEPACT_USER": "me\rx", "SPACEPACT_PASSWORD": SECRET},
    {"SPACEPACT_USER": "me", "SPACEPACT_PASSWORD": f"{SECRET}\nx"},
    {"SPACEPACT_USER": "me", "SPACEPACT_PASSWORD": f"{SECRET}\udc80"},
]


@pytest.mark.parametrize("environment", WRONG, ids=[str(number) for number in range(len(WRONG))])
@pytest.mark.parametrize("command", [(*ASK, "-e"), ("load", "--only", "codes"), ("find", "moon", "-e")])
def test_a_value_that_no_header_can_contain(command: tuple[str, ...], environment: Mapping[str, str]) -> None:
    line = failed(run(*command, "http://127.0.0.1:9/sparql", **environment), 2)
    assert line.startswith(tuple(environment)), line
    assert "contain" in line


@pytest.mark.parametrize("environment", WRONG, ids=[str(number) for number in range(len(WRONG))])
def test_no_traceback_quotes_a_secret(environment: Mapping[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(SpacepactError) as error:
        credentials("http://127.0.0.1/", "http://127.0.0.1/")
    assert SECRET not in "".join(traceback.format_exception(error.value))


def test_a_digest_password_that_is_not_ascii() -> None:
    challenge = 'Digest realm="x", qop="auth", nonce="n", algorithm=MD5'
    with serving({"*": answer(401, WWW_Authenticate=challenge)}) as server:
        line = failed(run(*ASK, "-e", f"virtuoso+{server.url('')}", SPACEPACT_USER="me", SPACEPACT_PASSWORD="pä→"))
        assert "is not ASCII, as digest authentication requires" in line
        assert "→" not in line


@pytest.mark.parametrize(
    "challenge", ['Digest realm=, nonce="x"', "Digest", 'Digest nonce="x', "Basic, Digest x=", ","]
)
def test_a_malformed_challenge_gives_one_line(challenge: str) -> None:
    with serving({"*": answer(401, WWW_Authenticate=challenge)}) as server:
        failed(run(*ASK, "-e", server.url(), **PASSWORD))


# Files that came with a folder


def test_a_file_in_the_folder_does_not_get_general_credentials(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    below = tmp_path / "project" / "below"
    below.mkdir(parents=True)
    with serving({"/sparql": [RIGHT]}) as server:
        settings(tmp_path / "project", server.url())
        for folder in (tmp_path / "project", below):
            monkeypatch.chdir(folder)
            for environment in ({"SPACEPACT_TOKEN": SECRET}, PASSWORD):
                assert run(*ASK, "-e", "lab", **environment).stdout == "x\nright\n"
                run("endpoints", **environment)
                run("load", "lab", "--only", "codes", **environment)
        assert not any("Authorization" in seen.headers for seen in server.seen)
        run(*ASK, "-e", "lab", SPACEPACT_LAB_TOKEN="other", SPACEPACT_TOKEN=SECRET)
        assert server.seen[-1].headers["Authorization"] == "Bearer other"
        server.play("/sparql", answer(401))
        line = failed(run(*ASK, "-e", "lab", SPACEPACT_TOKEN=SECRET))
        assert "general credentials are not sent to this store: set SPACEPACT_LAB_TOKEN, or SPACEPACT_LAB_USER" in line


def test_the_configuration_of_the_user_gets_general_credentials(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with serving({"/sparql": RIGHT}) as server:
        settings(tmp_path / "settings" / "spacepact", server.url())
        run(*ASK, "-e", "lab", SPACEPACT_TOKEN=SECRET)
        monkeypatch.chdir(tmp_path / "settings" / "spacepact")
        run(*ASK, "-e", "lab", SPACEPACT_TOKEN=SECRET)
        assert [seen.headers.get("Authorization") for seen in server.seen] == [f"Bearer {SECRET}"] * 2
        assert sent("URL", SPACEPACT_TOKEN=SECRET) == f"Bearer {SECRET}"


def test_a_file_in_the_folder_cannot_send_a_netrc_password_to_another_host(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "netrc").write_text(f"machine localhost login me password {SECRET}\n", encoding="ascii")
    monkeypatch.chdir(tmp_path)
    with serving({"*": [answer(404)]}) as other:
        settings(
            tmp_path, "http://localhost:9/", f'kind = "graphdb"\nquery = "{other.url()}"\nupdate = "{other.url()}"'
        )
        failed(run(*ASK, "-e", "lab"))
        settings(tmp_path, other.url(), 'kind = "graphdb"')
        (tmp_path / "netrc").write_text(f"default login me password {SECRET}\n", encoding="ascii")
        failed(run(*ASK, "-e", "lab"))
        assert other.seen
        assert not any("Authorization" in seen.headers for seen in other.seen)
        failed(run(*ASK, "-e", f"graphdb+{other.url()}"))
        assert other.seen[-1].headers["Authorization"] == f"Basic {Credentials('me', SECRET).basic}"


def test_a_file_in_the_folder_cannot_take_the_credentials_of_a_store_of_the_user(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with serving({"/sparql": [RIGHT, answer(401)]}) as other:
        settings(tmp_path, other.url())
        settings(tmp_path / "settings" / "spacepact", "https://store.example.org/sparql")
        assert run(*ASK, "-e", "lab", SPACEPACT_LAB_TOKEN=SECRET).stdout == "x\nright\n"
        line = failed(run(*ASK, "-e", "lab", SPACEPACT_LAB_TOKEN=SECRET))
        assert "SPACEPACT_LAB_* is for the store lab of your own configuration: give this store another name" in line
        assert not any("Authorization" in seen.headers for seen in other.seen)
        settings(tmp_path / "settings" / "spacepact", other.url())  # the same store
        failed(run(*ASK, "-e", "lab", SPACEPACT_LAB_TOKEN=SECRET))
        assert other.seen[-1].headers["Authorization"] == f"Bearer {SECRET}"


# Plain HTTP


@pytest.mark.parametrize("environment", [{"SPACEPACT_TOKEN": SECRET}, PASSWORD], ids=["token", "password"])
@pytest.mark.parametrize("host", ["store.example.org", "10.0.0.1", "localhost.example.org", "[2001:db8::1]"])
def test_credentials_are_not_sent_over_plain_http(host: str, environment: Mapping[str, str]) -> None:
    with serving({"*": RIGHT}) as proxy:
        url = f"http://{host}/sparql"
        line = failed(run(*ASK, "-e", f"graphdb+{url}", HTTP_PROXY=proxy.url(""), **environment), 2)
        source = [*environment][-1]
        advice = "use https, or set SPACEPACT_ALLOW_PLAIN_HTTP=1 if you trust the network"
        assert line == f"{url}: {source} is not sent over plain HTTP: {advice}"
        assert not proxy.seen
        allowed = {**environment, "SPACEPACT_ALLOW_PLAIN_HTTP": "1"}
        assert run(*ASK, "-e", url, HTTP_PROXY=proxy.url(""), **allowed).stdout == "x\nright\n"
        assert run(*ASK, "-e", url, HTTP_PROXY=proxy.url("")).stdout == "x\nright\n"


def test_a_netrc_password_is_not_sent_over_plain_http(tmp_path: Path) -> None:
    (tmp_path / "netrc").write_text(f"machine store.example.org login me password {SECRET}\n", encoding="ascii")
    with serving({"*": [RIGHT, answer(401)]}) as proxy:
        assert run(*ASK, "-e", f"graphdb+{FAR}", HTTP_PROXY=proxy.url("")).stdout == "x\nright\n"
        line = failed(run(*ASK, "-e", f"graphdb+{FAR}", HTTP_PROXY=proxy.url("")))
        assert "netrc:1 is not sent over plain HTTP: use https" in line
        assert not any("Authorization" in seen.headers for seen in proxy.seen)


def test_only_the_configuration_of_the_user_allows_plain_http(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    settings(tmp_path, FAR, "allow-plain-http = true")
    line = failed(run(*ASK, "-e", "lab", SPACEPACT_LAB_TOKEN=SECRET), 2)
    assert "spacepact.toml:3: allow-plain-http is accepted only in your own configuration" in line
    (tmp_path / "spacepact.toml").unlink()
    settings(tmp_path / "settings" / "spacepact", FAR, "allow-plain-http = true")
    with serving({"*": RIGHT}) as proxy:
        run(*ASK, "-e", "lab", SPACEPACT_TOKEN=SECRET, HTTP_PROXY=proxy.url(""))
        assert proxy.seen[-1].headers["Authorization"] == f"Bearer {SECRET}"


@pytest.mark.parametrize(
    ("url", "allowed"),
    [
        ("https://store.example.org/", True),
        ("http://127.9.9.9:1/", True),
        ("http://[::1]:3030/", True),
        ("http://LOCALHOST/", True),
        ("http://a.localhost/", True),
        ("http://192.168.0.1/", False),
        ("http://127.0.0.1.example.org/", False),
        ("http://0.0.0.0/", False),
    ],
)
def test_loopback(url: str, allowed: bool) -> None:
    auth = Authorization(Credentials(token=SECRET, source="x"), "any")
    if allowed:
        assert auth.allows(url, None)
    else:
        with pytest.raises(SpacepactError, match="x is not sent over plain HTTP"):
            auth.allows(url, None)


# netrc


@pytest.mark.parametrize(
    ("text", "login"),
    [
        ("machine mail.example.org port 993 login me password x\n", None),
        ("machine mail.example.org protocol imap method plain port 993\nmachine h login a password b", ("a", "b")),
        ("machine h port 8443 login a account acc password b", ("a", "b")),
        ("machine h\n  login a # my login\n  password #b\n", ("a", "#b")),
        ("# machine h login x password y\nmachine h user a passwd b", ("a", "b")),
        ("\ufeffmachine h login a password b", ("a", "b")),
        ('machine h login "a b" password "c\\"d"', ("a b", 'c"d')),
        ("macdef init\nmachine h login x password y\n\nmachine H login a password b", ("a", "b")),
        ("machine h login first password 1\nmachine h login second password 2", ("first", "1")),
        ("machine h login a\nmachine h login b password c", ("b", "c")),
        ("machine h login machine password login", ("machine", "login")),
        ("default login a password b", ("a", "b")),
        ("machine h strange words login a password b", ("a", "b")),
        ("machine", None),
        ("machine h login", None),
        ("machine h password", None),
        ("", None),
    ],
)
def test_entries_of_netrc(text: str, login: tuple[str, str] | None, tmp_path: Path) -> None:
    (tmp_path / "netrc").write_text(text, encoding="utf-8")
    entry, _ = netrc_file.find_entry("h", default=True)
    assert (entry and (entry.login, entry.password)) == login
    assert "password" not in repr(entry)


@pytest.mark.parametrize("content", [b"\xff\xfe machine", b"machine mail.example.org port 1", b"\0\0", None])
def test_an_unusable_netrc_does_not_stop_a_query(content: bytes | None, tmp_path: Path) -> None:
    if content is None:
        (tmp_path / "netrc").mkdir()
    else:
        (tmp_path / "netrc").write_bytes(content)
    with serving({"/sparql": [RIGHT, answer(401)]}) as server:
        assert run(*ASK, "-e", server.url()).stdout == "x\nright\n"
        line = failed(run(*ASK, "-e", server.url()))
        assert ("netrc cannot be read" in line) == (content is None)


def test_an_entry_without_a_password_is_reported_if_it_is_needed(tmp_path: Path) -> None:
    (tmp_path / "netrc").write_text(f"machine 127.0.0.1 login me passwort {SECRET}\n", encoding="ascii")
    with serving({"/sparql": guarded(RIGHT, "", 'Basic realm="x"')}) as server:
        assert "netrc:1: the entry has no password" in failed(run(*ASK, "-e", server.url()))


@pytest.mark.parametrize(
    ("arguments", "shown"),
    [
        (("query", f"http://me:{SECRET}@h/x"), "http://me:***@h/x"),
        (("validate", f"http://me:{SECRET}@h/x"), "a URL is not read here"),
        (("cite", f"ftp://:{SECRET}@h@i"), "ftp:/:***@i"),
        (("load", "a", f"http://h/x?a=b&token={SECRET}"), "token=***"),
        (("diff", f"http://h/x?API_key={SECRET}", "y"), "API_key=***"),
        (("queries", "--tag", "http://h:80/x@y"), "http://h:80/x@y"),
    ],
)
def test_a_misplaced_url_does_not_show_its_password(arguments: tuple[str, ...], shown: str) -> None:
    line = failed(run(*arguments), 2)
    assert shown in line
