"""An invented world: things of every kind, created when a document mentions them."""

from __future__ import annotations

from random import Random

Pairs = list[tuple[str, str]]

# For each kind: its class, the word in its labels, the number from which most mentioned things are known ones, and the
# least share of new things.
KINDS = {
    "state": ("State", "", 40, 0.0),
    "organisation": ("Organisation", " space agency", 40, 0.01),
    "person": ("Person", " the envoy", 30, 0.05),
    "programme": ("Programme", " programme", 10, 0.01),
    "agreement": ("Agreement", " accord", 20, 0.1),
    "undertaking": ("Undertaking", " survey", 20, 0.2),
    "mission": ("Mission", " mission", 15, 0.05),
    "spacecraft": ("Spacecraft", " probe", 15, 0.05),
    "facility": ("Facility", " station", 15, 0.05),
    "event": ("Event", " conference", 15, 0.1),
    "place": ("Place", " crater", 10, 0.01),
    "group": ("Group", " circle", 10, 0.01),
}
SYLLABLES = "bal cor dun fel gim hov jas ket lum mor nad pev rin sul tav vor wex yom zel dri".split()  # noqa: SIM905


class World:
    """The things that the documents mention. It grows while they are written."""

    def __init__(self, seed: int) -> None:
        self.chance = Random(seed)
        self.syllables = SYLLABLES[:]
        self.chance.shuffle(self.syllables)
        self.nodes: list[tuple[str, Pairs]] = []
        self.labels: dict[str, str] = {}
        self.known: dict[str, list[str]] = {kind: [] for kind in KINDS}
        self.size = 0  # triples so far, of things and documents

    def thing(self, kind: str) -> str:
        """Return a new or known thing of a kind."""
        if kind == "party":
            kind = self.chance.choice(["state", "organisation", "organisation"])
        cls, word, many, least = KINDS[kind]
        known = self.known[kind]
        if known and self.chance.random() >= max(least, many / (many + len(known) ** 2)):
            return self.chance.choice(known)
        name = self._name(len(self.nodes))
        iri = f"spid:{kind}_generated_{name.lower()}"
        known.append(iri)
        self.labels[iri] = name + word
        self.add(self.nodes, iri, [("a", f"sp:{cls}"), ("skos:prefLabel", f'"{name}{word}"@en')])
        return iri

    def pair(self, kind: str, other: str) -> tuple[str, str]:
        """Return two different things."""
        first = second = self.thing(kind)
        while first == second:
            second = self.thing(other)
            if first == second and len(self.known[other]) == 1:  # the only one of its kind so far
                second = self._another(other)
        return first, second

    def _another(self, kind: str) -> str:
        only = self.known[kind].copy()
        self.known[kind].clear()
        new = self.thing(kind)
        self.known[kind][:0] = only
        return new

    def add(self, nodes: list[tuple[str, Pairs]], iri: str, pairs: Pairs) -> None:
        nodes.append((iri, pairs))
        self.size += len(pairs)

    def _name(self, number: int) -> str:
        """Return a name of three or more syllables, unique for the number."""
        base = len(self.syllables)
        digits: list[int] = []
        while number or len(digits) < 3:
            number, digit = divmod(number, base)
            digits.append(digit)
        # Shift each syllable by the ones before it, so that names of adjacent numbers differ much.
        moved = [sum(digits[: i + 1]) + 7 * i for i in range(len(digits))]
        return "".join(self.syllables[m % base] for m in moved).capitalize()
