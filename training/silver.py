"""Labels nobody annotated: attributions in other news, and antecedents that can hardly be wrong.

- he, she: the only person of that gender within reach.  A name's gender is counted over the whole corpus:
  which pronoun follows it where no other person is near (Bergsma and Lin 2006 count it likewise).
- who: the name it follows directly; none after a common noun.
- "the senator", "the commission": the one entity whose title, apposition or name holds that noun.
- an indefinite source ("a senior official", "many voters"): none.

The names they stand on are a reader's own, made consistent over each document and the corpus: the name
corpus is of 1996 and half of it sport, and a reader of it alone takes surnames for clubs and titles for names.
"""

import collections

import torch

import decode
import speakers
from decode import form_of
from heads import NOMINAL, TAGS

MALE, FEMALE = frozenset("he him his himself".split()), frozenset("she her hers herself".split())
REACH, NEAR, ALONE = 150, 80, 40  # words
INDEFINITE = frozenset("a an some many several two three four most other few one another".split())
FULL_FORMS = {"sen": "senator", "rep": "representative", "gov": "governor", "gen": "general", "dr": "doctor", "prof": "professor", "pres": "president"}


TITLES = frozenset("""sen rep gov president senator representative governor congressman congresswoman secretary speaker mr mrs ms dr rev
pope judge justice chancellor minister general gen col lt sgt prof professor sir pollster director chairman chairwoman mayor king queen prince
attorney officer detective sheriff ambassador""".split())


def without_title(words, span):
    """The span without titles and the stops after them at its begin."""
    a, b = span
    i = a
    while i < b - 1 and (words[i] in TITLES or words[i] == "." and i > a):
        i += 1
    return (i, b) if i > a and words[i] != "." else (a, b)


def consistent(found):
    """Names of all documents, made consistent.  found: [(doc, words, names)]; gives the names anew, in order.

    A title is no part of a person's name, nor is what stands before a name that the corpus knows by itself; a string
    has the kind most of its mentions have; a surname alone is its owner's; and a person's name is found wherever it stands.
    """
    kinds = collections.defaultdict(collections.Counter)
    for doc, words, names in found:
        for a, b, kind in names:
            kinds[" ".join(words[a:b])][kind] += 1
    most = {s: c.most_common(1)[0] for s, c in kinds.items()}
    known = {s for s, (k, n) in most.items() if k == "PER" and n >= 2 and " " in s}
    return [_consistent(doc, words, names, most, kinds, known) for doc, words, names in found]


def _consistent(doc, words, names, most, kinds, known):
    out = []
    for a, b, kind in names:
        if kind in ("PER", "ORG"):
            rest = next((i for i in range(a + 1, b - 1) if " ".join(words[i:b]) in known), None)
            if rest is not None:
                a, kind = rest, "PER"
            elif kind == "PER":
                a, b = without_title(words, (a, b))
        s = " ".join(words[a:b])
        if s in most and most[s][1] >= 3 and most[s][1] >= 0.6 * sum(kinds[s].values()):
            kind = most[s][0]
        out.append((a, b, kind))
    people = {tuple(words[a:b]) for a, b, k in out if k == "PER" and b - a > 1}
    last = {p[-1] for p in people if len(p[-1]) > 2}
    out = [(a, b, "PER" if b - a == 1 and words[a] in last else k) for a, b, k in out]
    taken = {i for a, b, _ in out for i in range(a, b)}
    for i, w in enumerate(words):
        if i not in taken and w in last and doc.p.features["shape"][doc.p.first[i]] in (2, 5) and len(w) > 3:
            out.append((i, i + 1, "PER"))
    return sorted(out)


def gender_of_word(w):
    return 1 if w in MALE else -1 if w in FEMALE else 0


class Genders:
    """Counts of the pronouns that follow a name alone, by full name and by first name."""

    def __init__(self):
        self.counts = collections.Counter()

    def learn(self, doc, words, people):
        for i, w in enumerate(words):
            g = gender_of_word(w)
            if not g:
                continue
            near = {e.name for e in people for m in e.mentions if 0 <= i - m[1] < ALONE}
            if len(near) == 1:
                name = near.pop()
                if " " in name:
                    self.counts[name] += g
                    self.counts[name.split()[0] + " *"] += g

    def of(self, name):
        """1, -1, or 0 for unknown."""
        for key, least in ((name, 2), (name.split()[0] + " *", 3)):
            if abs(self.counts[key]) >= least:
                return 1 if self.counts[key] > 0 else -1
        return 0


def pronoun_items(doc, words, people, genders, inside):
    for i, w in enumerate(words):
        g = gender_of_word(w)
        if not g or inside[i]:
            continue
        last = {e: max((m[1] for m in e.mentions if m[1] <= i), default=-10**6) for e in people}
        reach = [e for e in people if i - last[e] <= REACH]
        fits = [e for e in reach if genders.of(e.name) == g]
        unknown = [e for e in reach if genders.of(e.name) == 0 and i - last[e] <= REACH // 2]
        if len(fits) == 1 and not unknown and i - last[fits[0]] <= NEAR:
            yield (i, i + 1), fits[0]


def titles(doc, words, entity):
    """Words that stand before a name or in the apposition after it, and an organisation's own words."""
    out = set()
    for a, b in entity.mentions:
        before = [w for w in words[max(0, a - 5):a] if w.isalpha()]
        out |= {FULL_FORMS.get(w, w) for w in before[-4:]} if entity.kind == "PER" else set(words[a:b])
        if entity.kind == "PER" and b + 1 < len(words) and words[b] == "," and words[b + 1] in ("the", "a", "an", "who"):
            stop = next((i for i in range(b + 2, min(len(words), b + 10)) if words[i] in (",", ".", "who", "of", "for")), b + 2)
            out |= set(words[b + 2:stop])
    return out


def source_items(doc, words, found, sources):
    known = {e: titles(doc, words, e) for e in found}
    ends = {m[1]: e for e in found for m in e.mentions}
    for s in sources:
        first = words[s[0]]
        if s[1] - s[0] == 1 and first == "who":
            at = s[0] - (words[s[0] - 1] == ",")
            if at in ends:
                yield s, ends[at]
            elif at > 0 and words[at - 1].isalpha() and doc.string((at - 1, at)).islower():
                yield s, None
        elif form_of(doc, s) == NOMINAL:
            a, b = speakers.head_words(doc, s)
            fits = [e for e in found if words[b - 1] in known[e] and e.mentions[0][1] <= a]
            if first in INDEFINITE:
                yield s, None
            elif first in ("the", "that", "this") and len(fits) == 1 and len(words[b - 1]) > 3:
                yield s, fits[0]


def attributions(model, docs, weight):
    """Gives news that nobody annotated the reader's own attributions, of less weight than annotators' ones."""
    for doc in docs:
        with torch.no_grad():
            with torch.autocast("cpu", dtype=torch.bfloat16):
                states = model.read([doc], [0])[0]
            found = decode.attributions(model.heads, states, doc)
        doc.attributions = [{"source": (r["source"] or [None])[0], "cue": r["cue"][0], "content": r["content"]} for r in found]
        doc.weight = weight


def label(model, docs):
    """Gives every document silver names, doc.soft["names"], and doc.soft["antecedents"]: [(anaphor, [spans of
    its antecedent] or []), ...]."""
    genders, kept, raw = Genders(), [], []
    for doc in docs:
        with torch.no_grad():
            with torch.autocast("cpu", dtype=torch.bfloat16):
                states = model.read([doc], [0])[0]
            raw.append((doc, [w.norm for w in doc.p.words], decode.tag(model.heads.names, TAGS["names"], states, doc)))
    for (doc, words, _), names in zip(raw, consistent(raw)):
        found = speakers.entities(doc, names)
        people = [e for e in found if e.kind == "PER"]
        genders.learn(doc, words, people)
        kept.append((doc, words, names, found, people))
    for doc, words, names, found, people in kept:
        inside = doc.p.features["quote"][doc.p.first] == 2
        items = list(pronoun_items(doc, words, people, genders, inside))
        items += source_items(doc, words, [e for e in found if e.kind in ("PER", "ORG", "LOC")],
                              sorted({r["source"] for r in doc.attributions if r["source"]}))
        doc.soft["names"] = names
        doc.soft["antecedents"] = [(s, e.mentions if e else []) for s, e in dict(items).items()]
    return genders
