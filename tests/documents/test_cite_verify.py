"""cite writes a skeleton for a new document; verify compares a document with its text."""

from __future__ import annotations

import re
import time
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest
import rdflib
from pyoxigraph import RdfFormat, Store

from command_line import run
from shacl_report import broken, only
from spacepact.documents.cite import skeleton
from spacepact.documents.verify import document_names, verify_text
from spacepact.errors import BadInput, UnknownName
from spacepact.graph import packaged_files
from spacepact.terms import SP

TEXT = "Ruritania will build a probe with Graustark. It may fly in 2040.\n"

# Offsets that the curator gave to cite, since a headline runs into a sentence.
SPLITS = {"scmp-3223585": [2388], "thenews-1342410": []}


@pytest.fixture
def probe(tmp_path: Path) -> Path:
    path = tmp_path / "Probe News.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def loaded(turtle: str) -> Store:
    store = Store()
    store.load(turtle.encode("utf-8"), RdfFormat.TURTLE)
    return store


@pytest.mark.slow
def test_a_skeleton_is_complete_except_for_its_claims(probe: Path, shapes: rdflib.Graph) -> None:
    data = rdflib.Graph().parse(data=skeleton(probe), format="turtle")
    for path in packaged_files.ontology():
        data.parse(path)
    errors = {rule for severity, rule, _ in broken(data, shapes) if severity == "error"}
    assert errors == {"passage-accounted"}


def test_a_skeleton_shows_at_most_three_words_of_a_passage(probe: Path) -> None:
    turtle = skeleton(probe)
    assert "# Ruritania will build\n" in turtle
    assert "build a probe" not in turtle


def test_a_skeleton_has_an_iri_for_each_passage_and_a_place_for_its_claims(probe: Path) -> None:
    turtle = skeleton(probe)
    assert re.findall(r"^spid:(\S+) a sp:Passage", turtle, re.M) == [
        "passage_probe-news_0000",
        "passage_probe-news_0045",
    ]
    assert "# claims: spid:claim_probe-news_0045_1 and on" in turtle


def test_the_instance_files_were_written_by_cite(texts: dict[str, str], tmp_path: Path, rdf: rdflib.Graph) -> None:
    assert set(texts) == set(SPLITS)
    for name, text in texts.items():
        path = tmp_path / f"{name}.txt"
        path.write_bytes(text.encode("utf-8"))
        generated = set(rdflib.Graph().parse(data=skeleton(path, SPLITS[name]), format="turtle"))
        edited = {p for _, p, _ in generated - set(rdf)}
        assert edited <= {rdflib.URIRef(SP + "hasPassageKind")}


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"\xff\xff", "not UTF-8"),
        (b"\xff\xfea", "not UTF-16"),
        ("A claim. ".encode("utf-16-le"), "contains NUL characters"),
        ("A claim. ".encode("utf-32"), "contains NUL characters"),
        (b"", "no passage found"),
        (b" \n-\n", "no passage found"),
    ],
    ids=["not UTF-8", "not UTF-16", "UTF-16 without a mark", "UTF-32", "empty", "no words"],
)
def test_a_text_that_cannot_be_cited(tmp_path: Path, content: bytes, message: str) -> None:
    path = tmp_path / "text.txt"
    path.write_bytes(content)
    with pytest.raises(BadInput, match=message):
        skeleton(path)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_byte_order_mark_changes_nothing(probe: Path, encoding: str) -> None:
    expected = skeleton(probe)
    probe.write_text(probe.read_text(encoding="utf-8"), encoding=encoding)
    assert skeleton(probe) == expected


def test_the_output_is_no_folder(probe: Path, tmp_path: Path) -> None:
    done = run("cite", str(probe), "-o", str(tmp_path), "--sheet")
    assert done.returncode == 2
    assert done.stderr.endswith(": the output is Turtle: write to a file that ends with .ttl\n")


def test_a_split_outside_the_text(probe: Path) -> None:
    with pytest.raises(BadInput, match="no passage can begin at 900: the text has 65 characters"):
        skeleton(probe, [900])


def test_a_missing_text(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="cannot be read"):
        skeleton(tmp_path / "none.txt")


def test_a_document_agrees_with_its_text(probe: Path) -> None:
    store = loaded(skeleton(probe))
    assert document_names(store) == ["probe-news"]
    assert list(verify_text(store, "probe-news", TEXT)) == []


def test_moved_and_changed_passages_are_distinguished(probe: Path) -> None:
    store = loaded(skeleton(probe))
    messages = [
        mismatch.message for mismatch in verify_text(store, "probe-news", "Now: " + TEXT.replace("2040", "2041"))
    ]
    assert messages == [
        "the text has 70 characters, the graph says 65",
        "the digest of the text is not the one in the graph",
        "moved from 0-44 to 5-49",
        "changed: the passage at 45-64 is nowhere in the text",
    ]


def test_an_unknown_document(store: Store) -> None:
    with pytest.raises(UnknownName, match="did you mean scmp-3223585"):
        list(verify_text(store, "scmp-322358", ""))


def test_the_documents_agree_with_their_texts(store: Store, texts: dict[str, str]) -> None:
    assert document_names(store) == sorted(texts)
    for name, text in texts.items():
        assert list(verify_text(store, name, text)) == []


def test_a_byte_order_mark_is_not_part_of_the_text(probe: Path) -> None:
    plain = skeleton(probe)
    probe.write_bytes(b"\xef\xbb\xbf" + TEXT.encode())
    assert skeleton(probe) == plain


def test_an_invalid_language_is_rejected(probe: Path) -> None:
    with pytest.raises(BadInput, match="invalid language 'German!': write its code"):
        skeleton(probe, language="German!")


FORMS: dict[str, Callable[[str], str]] = {
    "line ends CRLF instead of LF": lambda text: text.replace("\n", "\r\n"),
    "line ends CR instead of LF": lambda text: text.replace("\n", "\r"),
    "Unicode normal form NFD instead of NFC": lambda text: unicodedata.normalize("NFD", text),
    "no line end at its end": lambda text: text.rstrip("\n"),
    "line ends CRLF instead of LF and Unicode normal form NFD instead of NFC": lambda text: unicodedata.normalize(
        "NFD", text.replace("\n", "\r\n")
    ),
}
# Forms that other programs write; the text without them is the cited one.
OTHER_FORMS: dict[str, Callable[[str], str]] = {
    "empty lines at its start": lambda text: "\n\n" + text,
    "spaces at line ends": lambda text: text.replace("\n", "  \n"),
    "no-break spaces instead of spaces": lambda text: text.replace(" l", "\u00a0l"),
    "several spaces instead of one": lambda text: text.replace(" ", "  "),
    "invisible characters": lambda text: text.replace("quip", "qui\u00adp\u200b"),
    "typographic instead of straight quotation marks": lambda text: text.replace("'", "’"),
    "line breaks within paragraphs": lambda text: text.replace(" sont ", "\nsont\n"),
}
FRENCH = "Accord signé\n\nLes équipages sont formés à l’École.\n\nIls volent en été.\n"


@pytest.mark.parametrize("differences", FORMS)
def test_only_the_form_of_a_text_differs(tmp_path: Path, differences: str) -> None:
    path = tmp_path / "french.txt"
    path.write_text(FRENCH, encoding="utf-8")
    store = loaded(skeleton(path))
    assert [mismatch.message for mismatch in verify_text(store, "french", FORMS[differences](FRENCH))] == [
        f"only the form of the text differs: {differences}. Save the text in the cited form"
    ]


@pytest.mark.parametrize("differences", OTHER_FORMS)
def test_only_spaces_or_marks_differ(tmp_path: Path, differences: str) -> None:
    path = tmp_path / "french.txt"
    text = FRENCH.replace("’", "'")
    path.write_text(text, encoding="utf-8")
    store = loaded(skeleton(path))
    changed = OTHER_FORMS[differences](text)
    assert changed != text
    assert [mismatch.message for mismatch in verify_text(store, "french", changed)] == [
        f"only the form of the text differs: {differences}. Save the text in the cited form"
    ]


def test_a_document_that_was_cited_with_a_byte_order_mark(tmp_path: Path) -> None:
    path = tmp_path / "french.txt"
    path.write_text("\ufeff\ufeff" + FRENCH, encoding="utf-8")  # cite removes one mark
    store = loaded(skeleton(path))
    (mismatch,) = verify_text(store, "french", FRENCH)
    assert mismatch.message.startswith("only the form of the text differs: no byte order mark.")


def test_the_form_and_a_word_differ(tmp_path: Path) -> None:
    path = tmp_path / "french.txt"
    path.write_text(FRENCH, encoding="utf-8")
    store = loaded(skeleton(path))
    text = FRENCH.replace("volent", "vont").replace("\n", "\r\n")
    assert [mismatch.message for mismatch in verify_text(store, "french", text)] == [
        "the form of the text differs: line ends CRLF instead of LF. The rest is compared in the cited form",
        "the text has 69 characters, the graph says 71",
        "the digest of the text is not the one in the graph",
        "changed: the passage at 52-70 is nowhere in the text",
    ]


def test_moved_passages_are_found_after_a_long_insertion(tmp_path: Path) -> None:
    path = tmp_path / "long.txt"
    numbers = [f"The ferry number {n} flies to the Moon." for n in range(300)]
    path.write_text("\n\n".join(numbers), encoding="utf-8")
    store = loaded(skeleton(path))
    text = "\n\n".join([*numbers[:100], "A new sentence is here.", *numbers[100:200], *numbers[201:]])
    messages = [mismatch.message for mismatch in verify_text(store, "long", text)][2:]
    assert len(messages) == 200
    assert sum("moved" in message for message in messages) == 199
    assert sum("nowhere in the text" in message or "not found" in message for message in messages) == 1


@pytest.mark.slow
def test_verify_is_quick_if_nothing_matches(tmp_path: Path) -> None:
    path = tmp_path / "long.txt"
    sentences = " ".join(f"The ferry{' ' * (n % 90)} number {n} flies to the Moon." for n in range(4000))
    path.write_text(sentences, encoding="utf-8")
    store = loaded(skeleton(path))
    started = time.process_time()
    messages = list(verify_text(store, "long", sentences.replace("o", "u")))
    assert (len(messages), time.process_time() - started < 5) == (4001, True)


def test_the_claims_on_the_publication_are_valid_when_they_are_filled_in(probe: Path, shapes: rdflib.Graph) -> None:
    passages, _, publication = skeleton(probe).partition("# Publication\n")
    claims = "\n".join(line[2:] for line in publication.splitlines() if re.match("# sp|# skos", line))
    assert claims.count("a sp:Claim ;") == 2

    def findings(turtle: str) -> set[str]:
        data = rdflib.Graph().parse(data=turtle, format="turtle")
        for path in packaged_files.ontology():
            data.parse(path)
        rules = only(shapes, "document-published", "claim-date", "claim-subject", "claim-certainty")
        return {rule for _, rule, node in broken(data, rules) if "probe" in node}

    assert findings(passages) == {"document-published"}
    assert findings(passages + claims) == {"claim-date", "claim-subject"}
    organisation = "spid:organisation_probe_news"
    filled = claims.replace("YYYY-MM-DD", "2031-05-02").replace("spid:organisation_PUBLISHER", organisation)
    filled += f'\n{organisation} a sp:Organisation ; skos:prefLabel "Probe News"@en .'
    assert findings(passages + filled) == set()
