"""In a repository of facts, ``compile`` adds the states and space agencies that a sheet names first."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, parse

import sheet_examples
from command_line import run
from spacepact.rdf import canonical

TOML = '[facts]\nnamespace = "https://example.org/facts#"\n'
EXISTING = """\
# Our things
@prefix our: <https://example.org/facts#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix sp: <https://w3id.org/spacepact/ontology#> .

our:state_oman a sp:State ;
    skos:prefLabel "Oman"@en .
"""
PREFIXES = """\
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix our: <https://example.org/facts#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix sp: <https://w3id.org/spacepact/ontology#> .
@prefix wd: <http://www.wikidata.org/entity/> .
"""
CONIDA = """
our:organisation_conida a sp:Organisation ;
    skos:prefLabel "National Commission for Aerospace Research and Development (CONIDA)"@en ;
    skos:exactMatch wd:Q15909864 , <https://ror.org/039vhkg84> , <https://isni.org/isni/0000000403963697> .
"""
POLSA = """
our:organisation_polsa a sp:Organisation ;
    skos:prefLabel "Polish Space Agency (POLSA)"@en .
"""
BOLIVIA = """
our:state_bolivia a sp:State ;
    skos:prefLabel "Bolivia"@en ;
    dcterms:identifier "ISO 3166-1 BO" , "ISO 3166-1 BOL" ;
    skos:exactMatch wd:Q750 , <https://sws.geonames.org/3923057/> .
"""
SHEET = Path("ferry-accord.tsv")
OUTPUT = Path("ferry-accord.ttl")
OWN = Path("facts/things.ttl")


@pytest.fixture(autouse=True)
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Work in a repository with an empty folder of facts."""
    monkeypatch.chdir(tmp_path)
    Path("spacepact.toml").write_text(TOML, encoding="utf-8")
    Path("facts").mkdir()


def write(subject: str, property_: str = "is signatory of") -> None:
    """Write the sheet; the claim in line 8 has another subject and property."""
    rows = sheet_examples.table()
    sentence = "On 12 March 2034 they signed the ferry accord."
    rows[6] |= {"subject": subject, "property": property_, "sentence": sentence}
    sheet_examples.write(Path(), rows)


def compile_sheet(*options: str) -> list[str]:
    """Compile the sheet and return the lines of standard error about files that were written."""
    done = run("compile", str(SHEET), "-o", str(OUTPUT), *options)
    assert done.returncode == 0, done.stderr
    return [line for line in done.stderr.splitlines() if ": info: " not in line and ": warning: " not in line]


def subjects() -> str:
    """Return the line with the subjects of the changed claim."""
    text = OUTPUT.read_text(encoding="utf-8")
    claim = text[text.index("our:claim_ferry-accord_0040_1 a") :]
    return next(line.strip() for line in claim.splitlines() if "sp:claimSubject" in line)


def test_states_and_agencies_are_added_once() -> None:
    write("Bolivia|CONIDA")
    numbers = ["ferry-accord.tsv: new numbers written", "ferry-accord.things.tsv: new numbers written"]
    assert compile_sheet() == [
        "ferry-accord.ttl: 4 claims written",
        *numbers,
        "facts/things.ttl: our:organisation_conida, our:state_bolivia added",
    ]
    assert OWN.read_text(encoding="utf-8") == f"{PREFIXES}{CONIDA}{BOLIVIA}"
    assert subjects() == "sp:claimSubject our:state_bolivia , our:organisation_conida ;"
    # The second run finds them, also by other names.
    text = SHEET.read_text(encoding="utf-8").replace("Bolivia|CONIDA", "Plurinational State of Bolivia|conida|BOL")
    SHEET.write_text(text, encoding="utf-8")
    assert compile_sheet() == ["ferry-accord.ttl: 4 claims written"]
    assert OWN.read_text(encoding="utf-8") == f"{PREFIXES}{CONIDA}{BOLIVIA}"
    assert subjects() == "sp:claimSubject our:state_bolivia , our:organisation_conida ;"


def test_things_are_added_after_those_of_the_user() -> None:
    OWN.write_text(EXISTING, encoding="utf-8")
    write("Bolivia|Sultanate of Oman|CNSA|POLSA")
    assert compile_sheet()[-1] == "facts/things.ttl: our:organisation_polsa, our:state_bolivia added"
    assert OWN.read_text(encoding="utf-8").endswith(f'skos:prefLabel "Oman"@en .\n{POLSA}{BOLIVIA}')
    # The user's state has no identifiers, but the name of the lookup. The agency is in the graph.
    expected = "our:state_bolivia , our:state_oman , spid:organisation_cnsa , our:organisation_polsa"
    assert subjects() == f"sp:claimSubject {expected} ;"
    # An agency without identifiers is found again by its name.
    assert compile_sheet() == ["ferry-accord.ttl: 4 claims written"]
    assert compile_sheet("-d", "facts") == ["ferry-accord.ttl: 4 claims written"]


def test_a_complete_name_comes_before_a_part_of_another() -> None:
    OWN.write_text(EXISTING.replace("oman", "nigeria").replace("Oman", "Nigeria"), encoding="utf-8")
    write("Niger")
    assert compile_sheet()[-1] == "facts/things.ttl: our:state_niger added"
    assert subjects() == "sp:claimSubject our:state_niger ;"


def test_a_new_thing_of_the_sheet_is_not_added_again() -> None:
    write("Bolivia")
    with Path("ferry-accord.things.tsv").open("a", encoding="utf-8") as file:
        file.write("Bolivia\tState\n")
    assert "facts/things.ttl" not in "".join(compile_sheet())
    assert not OWN.exists()


def everything() -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in Path().rglob("*") if path.is_file()}


@pytest.mark.parametrize(
    ("subject", "property_", "existing", "message"),
    [
        ("Bolivia", "is signatry of", EXISTING, 'unknown property "is signatry of"'),
        ("Bolivia|Atlantis", "is signatory of", EXISTING, 'unknown subject "Atlantis"'),
        ("ISA", "is signatory of", EXISTING, "write Iranian Space Agency or Israel Space Agency [ambiguous-name]"),
        (
            "Bolivia",
            "is signatory of",
            EXISTING.replace("state_oman", "state_bolivia"),
            'unknown subject "Bolivia"; did you mean "Oman" (our:state_bolivia)? [unknown-thing]',
        ),
    ],
)
def test_nothing_is_added_if_the_sheet_has_an_error(subject: str, property_: str, existing: str, message: str) -> None:
    OWN.write_text(existing, encoding="utf-8")
    write(subject, property_)
    before = everything()
    done = run("compile", str(SHEET), "-o", str(OUTPUT))
    assert done.returncode == 1
    assert message in done.stderr
    assert everything() == before


@pytest.mark.parametrize(
    ("existing", "message"),
    [
        (
            EXISTING.replace("example.org/facts#", "example.org/other#"),
            "facts/things.ttl: the prefix our: is declared as <https://example.org/other#>: write "
            "<https://example.org/facts#>",
        ),
        (EXISTING.replace('Oman"@en', "Oman@en"), "facts/things.ttl:7:"),
    ],
)
def test_an_invalid_file_of_things_is_reported(existing: str, message: str) -> None:
    OWN.write_text(existing, encoding="utf-8")
    write("Bolivia")
    before = everything()
    for arguments in (("compile", str(SHEET), "-o", str(OUTPUT)), ("validate", str(SHEET))):
        done = run(*arguments)
        assert (done.returncode, done.stderr.count("\n")) == (2, 1)
        assert done.stderr.startswith(f"spacepact: {message}")
    assert everything() == before


@pytest.mark.parametrize("existing", ["", "@prefix our: <https://example.org/facts#> .\n"])
def test_an_empty_file_of_things_is_filled(existing: str) -> None:
    OWN.write_text(existing, encoding="utf-8")
    write("Bolivia")
    assert compile_sheet()[-1] == "facts/things.ttl: our:state_bolivia added"
    assert OWN.read_text(encoding="utf-8") == f"{PREFIXES}{BOLIVIA}"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("compile", str(SHEET)), "facts/things.ttl: spacepact compile -o adds our:state_bolivia\n"),
        (("validate", str(SHEET)), ""),
        (("validate", str(SHEET), "facts"), ""),
    ],
)
def test_only_compile_with_an_output_writes(arguments: Sequence[str], message: str) -> None:
    OWN.write_text(EXISTING, encoding="utf-8")
    write("Bolivia|Oman")
    before = everything()
    done = run(*arguments)
    assert done.returncode == 0, done
    assert "unknown" not in done.stdout + done.stderr
    assert message in done.stderr
    assert everything() == before


def test_the_file_is_that_of_the_repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "sheets").mkdir()
    monkeypatch.chdir(tmp_path / "sheets")
    write("Bolivia")
    assert compile_sheet()[-1] == "../facts/things.ttl: our:state_bolivia added"
    assert (tmp_path / OWN).read_text(encoding="utf-8") == f"{PREFIXES}{BOLIVIA}"


def test_without_a_repository_the_message_names_the_command() -> None:
    Path("facts").rmdir()
    write("Bolivia")
    done = run("compile", str(SHEET), "-o", str(OUTPUT))
    assert done.returncode == 1
    assert "the graph does not contain the state Bolivia yet: spacepact things Bolivia writes it as" in done.stderr
    assert not OWN.parent.exists()


def test_the_sheet_of_a_new_repository_is_that_of_its_turtle(monkeypatch: pytest.MonkeyPatch) -> None:
    assert run("init", "own", "--namespace", "https://example.org/own#").returncode == 0
    monkeypatch.chdir("own")
    document = Path("facts/documents/ferry-accord.ttl")
    before = canonical.lines(parse(document.read_bytes(), RdfFormat.TURTLE))
    done = run("compile", "facts/documents/ferry-accord.tsv", "-o", str(document))
    assert done.returncode == 0, done.stderr
    assert done.stderr.endswith(f"{document}: 4 claims written\n"), "the sheet needs no numbers"
    assert canonical.lines(parse(document.read_bytes(), RdfFormat.TURTLE)) == before


def test_the_cause_is_named_if_the_settings_are_in_another_folder() -> None:
    write("Bolivia")
    compile_sheet()
    Path("spacepact.toml").unlink()
    done = run("compile", str(SHEET), "-o", str(OUTPUT))
    assert done.returncode == 1
    cause = "is no IRI, or its prefix is declared in the spacepact.toml of another folder: run the command there"
    assert f'"our:agreement_ferry_accord" {cause} [sheet-value]\n' in done.stderr


def test_one_of_the_two_sheets_is_saved_as_csv() -> None:
    write("Bolivia")
    SHEET.rename(SHEET.with_suffix(".csv"))
    done = run("compile", str(SHEET.with_suffix(".csv")), "-o", str(OUTPUT))
    assert done.returncode == 0, done.stderr
    assert "ferry-accord.things.tsv: new numbers written\n" in done.stderr
