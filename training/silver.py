"""Antecedents nobody annotated but that can hardly be wrong, from the attribution corpus's training half.

- he, she: the only person of that gender within reach.  A name's gender is counted over the whole corpus:
  which pronoun follows it where no other person is near (Bergsma and Lin 2006 count it likewise).
- who: the name it follows directly; none after a common noun.
- "the senator", "the commission": the one entity whose title, apposition or name holds that noun.
- an indefinite source ("a senior official", "many voters"): none.
"""

import collections

import torch

import decode
import evaluate
import speakers
from decode import form_of
from heads import NOMINAL, TAGS

MALE, FEMALE = frozenset("he him his himself".split()), frozenset("she her hers herself".split())
REACH, NEAR, ALONE = 150, 80, 40  # words
INDEFINITE = frozenset("a an some many several two three four most other few one another".split())
FULL_FORMS = {"sen": "senator", "rep": "representative", "gov": "governor", "gen": "general", "dr": "doctor", "prof": "professor", "pres": "president"}


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


def label(model, docs):
    """Gives every document silver names, doc.soft["names"], and doc.soft["antecedents"]: [(anaphor, [spans of
    its antecedent] or []), ...]."""
    genders, kept = Genders(), []
    for doc, states in evaluate.read_all(model, docs):
        with torch.no_grad():
            names = decode.tag(model.heads.names, TAGS["names"], states, doc)
        words = [w.norm for w in doc.p.words]
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
