"""Compare the label of a claim with the claim: its numbers, its times, its stance and the things that it names."""

from __future__ import annotations

import re
from calendar import month_abbr
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, cached_property
from typing import NamedTuple

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Store, Triple

from spacepact.rdf import LocatedTriple
from spacepact.terms import PREFIXES, RDF_TYPE, SP, curie
from spacepact.validate.findings import Finding, finding_at

Node = NamedNode | BlankNode

_LABEL = NamedNode(PREFIXES["skos"] + "prefLabel")
_QUANTITIES = ("exactQuantity", "minimumQuantity", "maximumQuantity", "approximateQuantity")
_STATED = ("name", "period", "memberCount", "seatCount", "duration", "mass", "length", "carryingCapacity")
_WITH_NUMBERS = {SP + name for name in (*_QUANTITIES, "ordinal", "edtf", "claimLiteral")}
_WITH_THINGS = (
    *("claimSubject", "claimObject", "isHeldBy", "isSaidBy", "isRelayedBy", "isSaidOnOccasion", "standsUnder"),
    *("isCountedIn", "isCheckedAgainst"),
)
_TEXTS_OF_A_THING = (_LABEL.value, PREFIXES["dcterms"] + "identifier")
_MIN_NAME = 4  # characters
_MAX_WORDS = 10  # of a name

_WORDS = ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_WORD_VALUES = {word: str(number) for number, word in enumerate(_WORDS, 2)}
_NUMBER = re.compile(
    rf"(?<![\w.,/-])(?:(?P<digits>\d{{1,3}}(?:,\d{{3}})+|\d+)(?P<fraction>\.\d+)?(?:st|nd|rd|th)?|{'|'.join(_WORDS)})"
    r"(?!\w)(?! (?:dozen|hundred|thousand|million|billion|trillion|decade|centur))",
    re.I,
)
# "before 2030" is "../2029", and "more than ten" is a minimum of 11.
_LIMIT = re.compile(r"\b(?:before|after|than|until|over|under|below|above|between|exceed\w*)\b", re.I)
_NOT_EXACT = re.compile(
    r"\b(?:about|around|roughly|nearly|almost|approximately|(?:at )?least|(?:at )?most|more than|fewer than|less than|"
    r"up to) (?:\d|(?:twen|thir|for|fif|six|seven|eigh|nine)ty\b|" + "|".join(_WORDS) + r")|\bor (?:more|fewer|less)\b",
    re.I,
)

# What comes before a name that is the subject of the sentence.
_BEGINS = re.compile(
    r"(?:(?:In|On) [\w ]*)?[Tt]he (?:[a-z]+ ){1,2}of (?:the )?(?:[A-Z]\S* and )?|(?:(?:[Tt]he|and|[A-Z][\w’'.-]*),? )*"
)
# A clause describes a thing ("the plan that China made in 2021"). It is not the statement itself.
_CLAUSE = r"\b(?:that|which|who|whom|whose|what|where|those)\b"
_DESCRIBES = re.compile(_CLAUSE + r"|\b(?:of|with|by|from) (?:the )?$", re.I)
_POSSESSIVE = re.compile(r"[\w .&-]*?[’']s\b")
_WORD = re.compile(r"[\w’'.&-]*\w")

_UNITS = r"(?:day|week|month|year|decade)"
_TIME = re.compile(
    rf"\b(?:soon|recently|lately|newly|eventually|already|currently|(?:last|next|this|previous|coming) {_UNITS}|"
    rf"recent {_UNITS}s)\b",
    re.I,
)

_NEGATED = re.compile(
    r"\b(?:(?:is|are|was|were|has|have|had|do|does|did|will|would|can|could|may|might|shall|should|must)"
    r"(?: not\b(?! (?:only|just|merely|before|until|later|earlier|more|less|fewer))|n[’']t\b)|"
    r"(?:is|are|was|were|has|had) no\b(?! longer)|cannot\b|never\b|no longer\b|denie[sd]\b|deny\b|refuse[sd]?\b|"
    r"decline[sd]?\b(?! (?:in|of|by|from)\b))",
    re.I,
)
_NEGATIVE = re.compile(
    r"\b(?:not?|non|none|nor|neither|never|nothing|nobody|cannot|without|false|untrue|wrong|unable|unwilling|den[yi]\w*|"
    r"refus\w*|refrain\w*|ban\w*|declin\w*|reject\w*|disput\w*|disagree\w*|contradict\w*|fail\w*|lack\w*|withdr\w*|"
    r"(?:rul|stay|opt)\w* out|turn\w* down|call\w* off)\b|n[’']t\b",
    re.I,
)
_NEGATIONS = ("denied", "declined", "not_taken")
# An attitude can also be lacking without a negation: "has given up its plan", "is undecided".
_LACKING = re.compile(r"\b(?:(?:give|gives|gave|given) up|abandon\w*|drop\w*|stop\w*|undecided)\b", re.I)
# Words after a negation that make the attitude negative, and not the act: "does not plan to sign".
_LACKED_WORDS = {
    "planned": r"plan(?:s|ned|ning)?|decid\w+",
    "intended": r"inten[dt]\w*",
    "hoped": r"hop(?:e[sd]?|ing)|wish\w*|want\w*",
    "expected": r"expect\w*",
    "aimed_at": r"aim(?:s|ed|ing)?",
    "pledged": r"pledg\w+|promis\w+",
}
_LACKED = re.compile(
    r"(?:\b(?:not?|never|no longer)|n[’']t)(?: yet)? (?:"
    + "|".join(rf"(?P<{stance}>{words})" for stance, words in _LACKED_WORDS.items())
    + r")\b",
    re.I,
)
_ENDS = ("hasReached", "withdrawsFrom", "takesOverFrom", "replaces")

_BEFORE_CLAUSE = rf"(?i:^(?:(?!{_CLAUSE}|\bif\b).)*?)\b"
_HOPES = re.compile(_BEFORE_CLAUSE + r"((?:hopes?|hoped|wish(?:es)?) to)\b")
_NOT_YET = re.compile(_BEFORE_CLAUSE + r"((?:is|are) (?:planned|scheduled|expected|proposed)|(?:may|might) [a-z]+)\b")
_DONE = re.compile(r"\b(?:signed|ratified|acceded|launched|landed|withdrew|established|completed)\b", re.I)
_UNREAL = ("planned", "expected", "aimed_at", "intended", "hoped", "invited", "proposed", "held_possible")
_ATTITUDE = re.compile(
    r"\b(?:would|will|might|may|could|should|shall|can|must|if|set|due|goal\w*|hop\w+|plan\w*|expect\w*|inten\w+|aim\w*|"
    r"propos\w*|invit\w*|welcom\w*|possib\w*|perhaps|wish\w*|want\w*|ask\w*|call\w*|urg\w*|encourag\w*|seek\w*|"
    r"(?:is|are|was|were|be|been|means?|meant|ready|yet|how|resolved) to)\b",
    re.I,
)


class _Problem(NamedTuple):
    """A contradiction: its rule, its message, and the properties and values of the claim that may be wrong."""

    rule: str
    message: str
    properties: Iterable[str] = ()
    values: Sequence[object] | None = None  # None for every value


def check(triples: Iterable[LocatedTriple], store: Store) -> Iterator[Finding]:
    """Yield a warning for each label of a claim in *triples* that contradicts the claim.

    The default graph of *store* contains the new triples and what was known before. The place of a finding is the
    triple of the claim that differs from the label or, if there is none among *triples*, the label.
    """
    graph = _Graph(store)
    labels: list[LocatedTriple] = []
    by_subject: dict[object, list[LocatedTriple]] = {}
    for located in triples:
        by_subject.setdefault(located.triple.subject, []).append(located)
        if located.triple.predicate == _LABEL:
            labels.append(located)
    for located in labels:
        claim, _, label = located.triple
        if not isinstance(label, Literal) or isinstance(claim, Triple) or not graph.is_a(claim, "Claim"):
            continue
        if graph.claim(claim).has_several_labels:
            continue  # two claims with the same IRI, which the shapes report
        for problem in _problems(label.value, graph.claim(claim), graph):
            at = next((triple for triple in by_subject[claim] if _is_at(triple.triple, problem)), located)
            yield finding_at(at, "warning", problem.message, problem.rule)


def _is_at(triple: Triple, problem: _Problem) -> bool:
    names = {SP + name for name in problem.properties}
    return triple.predicate.value in names and (problem.values is None or triple.object in problem.values)


def _problems(label: str, claim: _Claim, graph: _Graph) -> Iterator[_Problem]:
    yield from _number_problems(label, claim)
    yield from _time_problems(label, claim)
    yield from _stance_problems(label, claim)
    for at, name, things in _names(label, graph):
        if claim.things.isdisjoint(things) and not any(_contains(text, name) for text in claim.texts_for(label, at)):
            message = (
                f"the label names {name}, and the claim does not mention {curie(things[0].value)}: write it in the "
                "claim, such as with sp:claimSubject, or correct the label"
            )
            wrong = "claimSubject" if _is_subject(label, at) else "claimObject"
            unnamed = [n for n in claim.nodes(wrong) if not any(_contains(label, text) for text in graph.texts(n))]
            yield _Problem("label-name", message, [wrong], unnamed)


def _number_problems(label: str, claim: _Claim) -> Iterator[_Problem]:
    months = {str(number) for number, name in enumerate(month_abbr) if name and _contains_start(label, name)}
    of_label = {number for _, number in _numbers(label)} | months
    differing = [value for value in claim.numeric_values if not of_label.issuperset(_all_numbers(value.value))]
    for at, number in _numbers(label):
        nearby = {number}
        if _LIMIT.search(label) and number.isdigit():
            nearby |= {str(int(number) - 1), str(int(number) + 1)}
        texts = claim.texts + claim.texts_for(label, at)
        if nearby.isdisjoint(claim.counts) and all(nearby.isdisjoint(_all_numbers(text)) for text in texts):
            message = (
                f"the label has the number {number}, and the claim has not: correct the label, or write the number in "
                'the claim, such as sp:exactQuantity 5, sp:ordinal 25 or sp:edtf "2023-05"'
            )
            yield _Problem("label-number", message, [*_QUANTITIES, "ordinal", "edtf", "claimLiteral"], differing)
    if (limit := _NOT_EXACT.search(label)) and claim.has_property("exactQuantity"):
        message = (
            f'the label says "{limit[0]}", and the claim has sp:exactQuantity: write sp:minimumQuantity, '
            "sp:maximumQuantity or sp:approximateQuantity, or correct the label"
        )
        yield _Problem("label-number", message, ["exactQuantity"])


def _time_problems(label: str, claim: _Claim) -> Iterator[_Problem]:
    for match in _TIME.finditer(label):
        word = match[0].lower()
        is_dated = " " in word and claim.has_property("edtf")  # "last month" with its date
        is_phase = word == "already" and (
            "basis_implied" in claim.codes("hasBasis") or claim.has_property("hasAspect", "isBefore", "isDuring")
        )
        stem = re.escape(word.removesuffix("ly"))  # "eventual" in the claim is "eventually" in the label
        in_claim = any(_contains_start(text.lower(), stem) for text in claim.texts)
        if not (is_dated or is_phase or in_claim or re.search(_CLAUSE, label[: match.start()], re.I)):
            message = (
                f'the label says "{match[0]}", and the claim has no such time: write sp:timeWording "{match[0]}", or '
                "correct the label"
            )
            yield _Problem("label-time", message, ["timeWording"])
    for wording in claim.literals("timeWording"):
        missing = [m[0] for m in _TIME.finditer(wording) if not _contains(label.lower(), m[0].lower())]
        if missing and not claim.has_property("edtf"):
            message = (
                f'the claim has sp:timeWording "{wording}", and the label has no such time: write "{missing[0]}" in '
                "the label, or remove the time from the claim"
            )
            yield _Problem("label-time", message, ["timeWording"])


def _stance_problems(label: str, claim: _Claim) -> Iterator[_Problem]:
    if not claim.stance:
        return  # the shapes report it
    stance = f"sp:stance_{claim.stance}"
    negation = _NEGATED.search(label)
    if negation and not re.search(_CLAUSE, label[: negation.start()], re.I) and not _may_be_negated(negation[0], claim):
        message = (
            f'the label says "{negation[0]}", and the stance is {stance}: write sp:stance_denied, sp:stance_declined '
            "or sp:stance_not_taken, or correct the label"
        )
        yield _Problem("label-negation", message, ["hasStance"])
        return
    is_lacking = claim.stance == "not_taken"
    if claim.stance in _NEGATIONS and not _NEGATIVE.search(label) and not (is_lacking and _LACKING.search(label)):
        words = "does not plan to sign" if is_lacking else "did not sign"
        message = (
            f'the stance is {stance}, and the label has no negation: write for example "{words}", or correct the stance'
        )
        yield _Problem("label-negation", message, ["hasStance"])
    if is_lacking and not claim.lacked:
        return  # the shapes report it
    lacked = _LACKED.search(label) if claim.stance not in ("asserted", "asked") else None
    if lacked and lacked.lastgroup != claim.lacked and not re.search(_CLAUSE, label[: lacked.start()], re.I):
        message = (
            f'the label says "{lacked[0]}", and the claim does not: write sp:stance_not_taken with sp:lacksStance '
            f"sp:stance_{lacked.lastgroup}, or correct the label"
        )
        yield _Problem("label-stance", message, ["lacksStance" if is_lacking else "hasStance"])
    if label.endswith("?") != (claim.stance == "asked"):
        message = f"the stance is {stance}: write a label with a question mark for sp:stance_asked, and only for it"
        yield _Problem("label-stance", message, ["hasStance"])
    elif claim.stance not in ("hoped", "asked", *_NEGATIONS) and (hope := _HOPES.search(label)):
        message = f'the label says "{hope[1]}", and the stance is {stance}: write sp:stance_hoped, or correct the label'
        yield _Problem("label-stance", message, ["hasStance"])
    elif claim.stance == "asserted" and (attitude := _NOT_YET.search(label)):
        message = (
            f'the label says "{attitude[1]}", and the stance is {stance}: write a stance such as sp:stance_planned or '
            "sp:stance_held_possible, or correct the label"
        )
        yield _Problem("label-stance", message, ["hasStance"])
    elif claim.stance in _UNREAL and (done := _DONE.search(label)) and not _ATTITUDE.search(label):
        message = (
            f'the label says "{done[0]}", and the stance is {stance}: write sp:stance_asserted, or say in the label '
            'whose attitude it is, such as "hopes to sign"'
        )
        yield _Problem("label-stance", message, ["hasStance"])


def _may_be_negated(word: str, claim: _Claim) -> bool:
    if claim.stance in ("asked", *_NEGATIONS):
        return True
    if word.lower() == "no longer" and ("aspect_ended" in claim.codes("hasAspect") or claim.has_property(*_ENDS)):
        return True
    return any(_NEGATIVE.search(text) for text in claim.texts)


def _numbers(text: str) -> list[tuple[int, str]]:
    """Return the numbers of a text with their offsets, in digits.

    >>> [number for _, number in _numbers("On 3 May 2033 it had 5,000 parts, twelve of them new, as the 31st did.")]
    ['3', '2033', '5000', '12', '31']
    """
    found = []
    for match in _NUMBER.finditer(text):
        digits = match["digits"]
        number = digits.replace(",", "").lstrip("0") or "0" if digits else _WORD_VALUES[match[0].lower()]
        found.append((match.start(), number + (match["fraction"] or "").rstrip("0").rstrip(".")))
    return found


@cache
def _all_numbers(text: str) -> set[str]:
    """Return every number of a text, also within words and dates.

    >>> sorted(_all_numbers("2033-05, Apollo-11, two"))
    ['11', '2', '2033', '5']
    """
    return {number for _, number in _numbers(text)} | {digits.lstrip("0") or "0" for digits in re.findall(r"\d+", text)}


def _contains(text: str, name: str) -> bool:
    return bool(re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text))


def _contains_start(text: str, start: str) -> bool:
    return bool(re.search(rf"(?<!\w){start}", text))


def _is_subject(label: str, at: int) -> bool:
    """Say whether a name at an offset of a label is the subject of the sentence, or one of them."""
    before = label[:at]
    is_first = _BEGINS.fullmatch(before) and not re.search(_CLAUSE, before, re.I)
    return bool(is_first and not _POSSESSIVE.match(label, at))


def _names(label: str, graph: _Graph) -> Iterator[tuple[int, str, Sequence[NamedNode]]]:
    """Yield the offset, the text and the things of each label of a thing within *label*, the longest first."""
    words = list(_WORD.finditer(label))
    first = 0
    while first < len(words):
        start = words[first].start()
        length = 1
        if label[start].isupper():
            for last in range(min(first + _MAX_WORDS, len(words)), first, -1):
                text = label[start : words[last - 1].end()]
                name = next((n for n in (text, re.sub("[’']s?$", "", text)) if graph.things(n)), None)
                if name and len(name) >= _MIN_NAME:
                    yield start, name, graph.things(name)
                    length = last - first
                    break
        first += length


class _Graph:
    """A store, with a cache for what several claims need."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.claim = cache(lambda node: _Claim(node, self))
        self.claims_of = cache(lambda passage: self._subjects("hasEvidence", passage))
        self.texts = cache(self._texts)
        self.parts = cache(self._parts)
        self.things = cache(self._things)

    def values(self, subject: Node) -> list[tuple[str, Node | Literal]]:
        quads = self._store.quads_for_pattern(subject, None, None, DefaultGraph())
        return [(quad.predicate.value, quad.object) for quad in quads if not isinstance(quad.object, Triple)]

    def nodes(self, subject: Node, *names: str) -> list[Node]:
        """Return the values of some of our properties that are not literals."""
        wanted = {SP + name for name in names}
        return [value for name, value in self.values(subject) if name in wanted and not isinstance(value, Literal)]

    def is_a(self, subject: Node, *kinds: str) -> bool:
        types = [quad.object for quad in self._store.quads_for_pattern(subject, RDF_TYPE, None, DefaultGraph())]
        return any(NamedNode(SP + kind) in types for kind in kinds)

    def _subjects(self, name: str, value: Node) -> list[Node]:
        quads = self._store.quads_for_pattern(None, NamedNode(SP + name), value, DefaultGraph())
        return [quad.subject for quad in quads if not isinstance(quad.subject, Triple)]

    def _texts(self, thing: Node) -> list[str]:
        """Return the label and the identifiers of a thing, and the names, counts and times that claims give it."""
        texts = [v.value for p, v in self.values(thing) if isinstance(v, Literal) and p in _TEXTS_OF_A_THING]
        stated = [NamedNode(SP + name) for name in _STATED]
        for claim in self._subjects("claimSubject", thing):
            if any(property_ in stated for property_ in self.nodes(claim, "claimProperty")):
                texts += [v.value for p, v in self.values(claim) if isinstance(v, Literal) and p in _WITH_NUMBERS]
        return texts

    def _parts(self, thing: Node) -> list[Node]:
        """Return the alternatives of a choice and the members of a group."""
        parts = self.nodes(thing, "hasAlternative")
        if self.is_a(thing, "Group"):
            for claim in self._subjects("claimObject", thing):
                if NamedNode(SP + "isIncludedIn") in self.nodes(claim, "claimProperty"):
                    parts += self.nodes(claim, "claimSubject")
        return parts

    def _things(self, name: str) -> list[NamedNode]:
        """Return the things with a label. A group is left out: its label usually names its members."""
        quads = self._store.quads_for_pattern(None, _LABEL, Literal(name, language="en"), DefaultGraph())
        things = [quad.subject for quad in quads if isinstance(quad.subject, NamedNode)]
        return [thing for thing in things if not thing.value.startswith(SP) and not self.is_a(thing, "Claim", "Group")]


class _Claim:
    """A claim with what it mentions."""

    def __init__(self, claim: Node, graph: _Graph) -> None:
        self._graph = graph
        self._values = graph.values(claim)
        # The stance, and the attitude that the holder lacks; "" if the claim has none or several.
        self.stance, self.lacked = self._only_stance("hasStance"), self._only_stance("lacksStance")

    def nodes(self, *names: str) -> list[Node]:
        wanted = {SP + name for name in names}
        return [v for p, v in self._values if p in wanted and not isinstance(v, Literal)]

    def codes(self, name: str) -> set[str]:
        """Return the local names of the values of one of our properties."""
        return {node.value.removeprefix(SP) for node in self.nodes(name)}

    def _only_stance(self, name: str) -> str:
        match = re.fullmatch(r"stance_(\w+)", " ".join(self.codes(name)))
        return match[1] if match else ""

    def literals(self, name: str) -> list[str]:
        return [v.value for p, v in self._values if p == SP + name and isinstance(v, Literal)]

    @property
    def has_several_labels(self) -> bool:
        return [p for p, _ in self._values].count(_LABEL.value) > 1

    def has_property(self, *names: str) -> bool:
        """Say whether the claim states one of these properties, or has it itself."""
        return not self.codes("claimProperty").isdisjoint(names) or any(
            p.removeprefix(SP) in names for p, _ in self._values
        )

    @cached_property
    def numeric_values(self) -> list[Literal]:
        return [v for p, v in self._values if p in _WITH_NUMBERS and isinstance(v, Literal) and _all_numbers(v.value)]

    @cached_property
    def things(self) -> set[Node]:
        """The things that the claim mentions, with the parts of groups and choices and the documents of passages."""
        found: set[Node] = set()
        new = self.nodes(*_WITH_THINGS)
        for passage in self.nodes("hasEvidence", "hasContext"):
            new += self._graph.nodes(passage, "isPassageOf")
        while new:
            found.update(new)
            new = [part for thing in new for part in self._graph.parts(thing) if part not in found]
        return found

    @cached_property
    def counts(self) -> set[str]:
        """How many subjects, holders, speakers and parts the claim has or can have, in digits."""
        counts = [len(self.nodes(name)) for name in ("claimSubject", "isHeldBy", "isSaidBy")]
        counts.append(len(self.nodes("claimSubject", "claimObject")))
        if any(self._graph.is_a(thing, "Group") for thing in self.things):
            counts += range(1, 13)  # a group can have members that no claim names
        return {str(count) for count in (*counts, *(len(self._graph.parts(thing)) for thing in self.things))}

    @cached_property
    def texts(self) -> list[str]:
        """The literals of the claim but its label, and the texts of the things and claims it refers to."""
        texts = [value.value for p, value in self._values if isinstance(value, Literal) and p != _LABEL.value]
        for other in self.nodes(
            "isResolvedAgainst", "isInferredFrom", "supersedes", "contradicts", "isBefore", "isDuring"
        ):
            texts += [value.value for _, value in self._graph.values(other) if isinstance(value, Literal)]
        return texts + self._texts_of(self.things)

    def _texts_of(self, things: Iterable[Node]) -> list[str]:
        return [text for thing in things for text in self._graph.texts(thing)]

    @cached_property
    def _neighbours(self) -> list[_Claim]:
        """The claims with the same passages, and those that this claim is inferred from."""
        found = self.nodes("isInferredFrom")
        for passage in self.nodes("hasEvidence", "hasContext"):
            found += self._graph.claims_of(passage)
        return [self._graph.claim(node) for node in dict.fromkeys(found)]

    def texts_for(self, label: str, at: int) -> list[str]:
        """Return the texts that can explain a name or a number at an offset of the label.

        For the subject of the sentence, these are the texts of the subjects of the claim. Within a description, they
        include the texts of other claims with the same passages.
        """
        if _is_subject(label, at):
            return self._texts_of(self.nodes("claimSubject"))
        if _POSSESSIVE.match(label, at) or _DESCRIBES.search(label[:at]):
            return [text for claim in (self, *self._neighbours) for text in claim.texts]
        return self.texts
