"""Who a source is: entities from names, then names, pronouns and nominals to entities.

A plain resolver, enough to measure the antecedent head and to make silver labels; the product's
own resolver has more rules.
"""

import re

import torch

import decode
from heads import NOMINAL, PRONOUN, PROPER, TAGS

PERSON_PRONOUNS = {"he", "him", "his", "himself", "she", "her", "hers", "herself"}
HONORIFIC = re.compile(r"^(?:(?:mr|mrs|ms|dr|sen|senator|rep|president|gov|governor|secretary|sir|the)\.?\s+)+", re.I)


class Entity:
    """Coreferent name mentions (start, end) in text order; name: the longest; kind: PER, ORG, LOC or MISC."""

    def __init__(self, kind, name):
        self.kind, self.name, self.mentions = kind, name, []


def plain(name):
    return re.sub(r"\s+", " ", re.sub(r"[’']s?$", "", HONORIFIC.sub("", name)))


def entities(doc, names):
    """Groups name mentions: the same words; or, for people, the last (or, failing that, the first) name of a fuller
    one; for others, initials of a fuller one.  A short form goes to the latest fuller form before it, else the next."""
    full, order = [], sorted(names)
    strings = {n: plain(doc.string(n[:2])) for n in order}

    def shorter(s, e, kind):
        words = e.name.split()
        if s == e.name:
            return True
        if kind == "PER" and e.kind == "PER":
            return len(s.split()) == 1 and s in (words[-1], words[0]) or (len(s.split()) > 1 and s.split()[-1] == words[-1] and set(s.split()) <= set(words))
        if kind != "PER" and e.kind != "PER" and len(s) > 1 and s.isupper():
            return s == "".join(w[0] for w in words if w[0].isupper())
        return False

    for n in sorted(order, key=lambda n: (-len(strings[n].split()), n)):
        s = strings[n]
        fits = [e for e in full if shorter(s, e, n[2])]
        if fits:
            before = [e for e in fits if min(m[0] for m in e.mentions) <= n[0]]
            nearest = lambda e: max((m[0] for m in e.mentions if m[0] < n[0]), default=-1)
            last = [e for e in fits if s.split()[-1] == e.name.split()[-1]] or fits
            chosen = max([e for e in before if e in last] or last, key=nearest)
        else:
            chosen = Entity(n[2], s)
            full.append(chosen)
        chosen.mentions.append(n[:2])
    for e in full:
        e.mentions.sort()
    return full


NAME_ENDS = frozenset(", who which that of for from at in on with and or whose but :".split())


def head_words(doc, span):
    """The source's words up to its first comma, relative pronoun or preposition."""
    a, b = span
    for i in range(a, b):
        if i > a and doc.string((i, i + 1)).lower() in NAME_ENDS:
            return a, i
    return a, b


def named(doc, span, by_mention):
    """The entity whose name ends the head of a source (titles may stand before it), or None."""
    a, b = head_words(doc, span)
    inside = sorted((m for m in by_mention if m[0] >= a and m[1] <= max(b, m[1] if m[0] < b else b) and m[0] < b))
    if not inside:
        return None
    m = inside[-1]
    tail = [doc.string((i, i + 1)) for i in range(m[1], b)]
    if tail and not all(t in "’'s\"”)." for t in tail):
        return None if by_mention[m].kind == "PER" else by_mention[m] if tail[0].lower() in ("campaign",) else None
    return by_mention[m]


def resolve(heads, states, doc, names, sources):
    """{source span: Entity or None} for source spans in text order."""
    found = entities(doc, names)
    by_mention = {m: e for e in found for m in e.mentions}
    out, chain = {}, dict(by_mention)
    for span in sorted(set(sources)):
        form = decode.form_of(doc, span)
        if form == PROPER or any(m[0] >= span[0] and m[1] <= span[1] for m in by_mention):
            out[span] = named(doc, span, by_mention)
            continue
        word = doc.string(span).lower()
        kinds = ("PER",) if word in PERSON_PRONOUNS or word == "who" else ("PER", "ORG", "LOC")
        candidates = [m for m in chain if chain[m].kind in kinds and not (m[0] < span[1] and span[0] < m[1])]
        out[span] = None
        if not candidates:
            continue
        scores, none = decode.antecedent_scores(heads, states, doc, [span], candidates)
        best, total = None, float(none[0])
        for e in {id(chain[m]): chain[m] for m in candidates}.values():
            mine = torch.tensor([float(scores[0, i]) for i, m in enumerate(candidates) if chain[m] is e])
            value = float(mine.max())
            if value > total:
                best, total = e, value
        if best is None and word in PERSON_PRONOUNS:
            best = chain[candidates[int(scores[0].argmax())]]
        out[span] = best
        if best:
            chain[span] = best
    return out


def speakers(heads, states, doc, relations):
    """The relations with "speaker": a name or None."""
    names = decode.tag(heads.names, TAGS["names"], states, doc)
    sources = [s for r in relations for s in r["source"]]
    who = resolve(heads, states, doc, names, sources)
    return [{**r, "speaker": who[r["source"][0]].name if r["source"] and who[r["source"][0]] else None} for r in relations]
