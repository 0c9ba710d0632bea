"""The corpora as documents with word-level labels.

A Doc holds a text, its pieces and whatever labels its corpus has; spans are
half-open ranges of words (the words of pieces.py).  A label that is absent is
None, so that a head is trained only where somebody annotated.
"""

import csv
import glob
import html
import json
import os
import re
from collections import defaultdict
from dataclasses import dataclass, field

import numpy as np

from pieces import pieces_of

ATTRIBUTION_KINDS = ("source", "cue", "content")
NAME_KINDS = ("PER", "ORG", "LOC", "MISC")


@dataclass
class Doc:
    """attributions: [{"source": span or None, "cue": span, "content": [span, ...]}];
    names: [(start, end, kind)]; mentions: [(start, end, cluster)], cluster -1 for
    a mention that corefers with nothing; pairs: [(anaphor, candidate, 0 or 1)], GAP's judgements."""
    id: str
    text: str
    p: object
    weight: float = 1.0
    attributions: list = None
    names: list = None
    mentions: list = None
    pairs: list = None
    soft: dict = field(default_factory=dict)

    def __post_init__(self):
        self.starts = np.array([w.start for w in self.p.words], dtype=np.int64)
        self.ends = np.array([w.end for w in self.p.words], dtype=np.int64)
        # line of each word, and each line's first word
        new = self.p.features["gap"][self.p.first] == 3 if len(self.p.words) else np.zeros(0, bool)
        if len(new):
            new[0] = True
        self.line = np.cumsum(new) - 1
        self.line_starts = np.flatnonzero(new)

    def words(self, start, end):
        """The word range that a character range covers, or None."""
        a = int(np.searchsorted(self.ends, start, "right"))
        b = int(np.searchsorted(self.starts, end, "left"))
        return (a, b) if a < b else None

    def chars(self, span):
        return int(self.starts[span[0]]), int(self.ends[span[1] - 1])

    def string(self, span):
        a, b = self.chars(span)
        return self.text[a:b]


def make(wp, id, text, **kw):
    return Doc(id, text, pieces_of(text, wp), **kw)


def read_text(path):
    with open(path, encoding="utf-8", newline="") as f:
        return f.read()


# PolNeAR: brat standoff


def read_standoff(path):
    """Attributions of a .ann file as character spans: [{"source": [...], "cue": [...], "content": [...]}]."""
    spans, out = {}, []
    with open(path, encoding="utf-8") as f:
        rows = [line.rstrip("\n").split("\t") for line in f]
    rows = [r for r in rows if len(r) > 1]  # a quoted line feed leaves stray rests of rows
    for row in rows:
        if row[0][:1] == "T":
            spans[row[0]] = [tuple(map(int, x.split())) for x in row[1].split(" ", 1)[1].split(";")]
    for row in rows:
        if row[0][:1] != "E":
            continue
        parts = defaultdict(list)
        for arg in row[1].split():
            role, ref = arg.split(":")
            parts[role.rstrip("0123456789").lower()] += spans.get(ref, [])
        out.append({k: sorted(parts[k]) for k in ATTRIBUTION_KINDS})
    return [r for r in out if r["content"]]


def word_attributions(doc, relations):
    """Standoff relations as word spans; one with several source fragments keeps the first."""
    out = []
    for r in relations:
        spans = {k: [w for w in (doc.words(*s) for s in r[k]) if w] for k in ATTRIBUTION_KINDS}
        if spans["cue"] and spans["content"]:
            out.append({"source": spans["source"][0] if spans["source"] else None,
                        "cue": spans["cue"][0], "content": spans["content"]})
    return out


def polnear(folder, wp, every_annotator):
    """Documents in file order; with every_annotator one for each annotator."""
    by_name = defaultdict(list)
    for path in sorted(glob.glob(os.path.join(folder, "attributions", "*.ann"))):
        by_name[os.path.basename(path)[:-4].rsplit("_", 1)[0]].append(path)
    for name, paths in sorted(by_name.items()):
        text = read_text(os.path.join(folder, "text", name + ".txt"))
        p = pieces_of(text, wp)
        paths = paths if every_annotator else paths[:1]
        for path in paths:
            doc = Doc(name, text, p)
            doc.attributions = word_attributions(doc, read_standoff(path))
            yield doc


# CoNLL-2003: one token a line, IOB1


def conll_documents(path):
    """Documents as lists of sentences; a sentence is a list of (token, IOB1 tag)."""
    docs, sentence = [], []
    with open(path, encoding="utf-8") as f:
        for line in [*f, "\n"]:
            fields = line.split()
            if fields and fields[0] == "-DOCSTART-":
                docs.append([])
            elif fields:
                sentence.append((fields[0], fields[-1]))
            elif sentence:
                docs[-1].append(sentence)
                sentence = []
    return [d for d in docs if d]


def iob1_spans(tags):
    """(start, end, kind) of IOB1 tags."""
    out, start, kind = [], 0, None
    for i, tag in enumerate([*tags, "O"]):
        here = None if tag == "O" else tag[2:]
        if kind and (here != kind or tag[0] == "B"):
            out.append((start, i, kind))
            kind = None
        if here and kind is None:
            start, kind = i, here
    return out


NO_SPACE_BEFORE = set(".,;:!?)]}%'") | {"'s", "n't", "'re", "'ve", "'ll", "'d", "'m"}


def conll_doc(wp, id, sentences, glue=False, separator="\n"):
    """Sentences as one text; glue writes punctuation as newspapers do."""
    text, at, spans = "", [], []
    for sentence in sentences:
        first = len(at)
        for i, (token, _) in enumerate(sentence):
            if i and not (glue and (token in NO_SPACE_BEFORE or text[-1] in "([{")):
                text += " "
            elif i == 0 and text:
                text += separator
            at.append((len(text), len(text) + len(token)))
            text += token
        spans += [(first + a, first + b, k) for a, b, k in iob1_spans([t for _, t in sentence])]
    doc = make(wp, id, text)
    doc.names = []
    for a, b, kind in spans:
        w = doc.words(at[a][0], at[b - 1][1])
        if w:
            doc.names.append((*w, kind))
    return doc


# News that nobody annotated: Wikinews, the articles of ECB+, whose text comes in tokens, and those of TempEval-3


def news_docs(wikinews, ecb, tempeval, wp):
    for path, readable in ((wikinews, str), (ecb, untokenised)):
        with open(path, encoding="utf-8") as f:
            for n, row in enumerate(map(json.loads, f)):
                yield make(wp, f"{os.path.basename(path)}:{n}", readable(row["text"]))
    for path in sorted(glob.glob(os.path.join(tempeval, "*", "*.tml"))):
        yield make(wp, os.path.basename(path), timeml_text(read_text(path)))


def timeml_text(text):
    """The text of a TimeML file, a paragraph a line."""
    body = html.unescape(re.sub(r"<[^>]*>", "", re.search(r"<TEXT>(.*)</TEXT>", text, re.S)[1]))
    return untokenised("\n".join(" ".join(x.split()) for x in re.split(r"\n\s*\n", body) if x.split()))


def untokenised(text):
    """Tokens as newspapers set them: “ ” for `` and '', no space before what follows closely."""
    text = re.sub(r"(?:``|(?<!\w)''(?=\w)) ?", "“", text)
    text = re.sub(r" ?''", "”", text)
    text = re.sub(r" (?=(?:[,.;:!?%)\]]|'(?:s|re|ve|ll|d|m)\b|n't\b))", "", text)
    return re.sub(r"(?<=[(\[$]) | (?=- \w)|(?<= -) ", "", text)


# GUM: CoNLL-U with Entity brackets in the last column


def gum_documents(folder):
    for path in sorted(glob.glob(os.path.join(folder, "*.conllu"))):
        with open(path, encoding="utf-8") as f:
            yield os.path.basename(path)[:-7], f.read().split("\n")


def gum_doc(wp, id, lines):
    """Text, coreferent mentions by their Entity brackets, and other noun phrases as singletons."""
    text, at, opened, mentions, phrases, sent, after = "", [], defaultdict(list), [], [], [], ""
    for line in lines:
        if line.startswith("# newpar") and text:
            after = "\n"
        fields = line.split("\t")
        if not line and sent:
            phrases += noun_phrases(sent)
            sent = []
        if len(fields) != 10 or not fields[0].isdigit():
            continue
        text += after
        i = len(at)
        at.append((len(text), len(text) + len(fields[1])))
        text += fields[1]
        after = "" if "SpaceAfter=No" in fields[9] else " "
        sent.append((i, int(fields[0]), int(fields[6]), fields[3]))
        entity = re.search(r"(?:^|\|)Entity=([^|]*)", fields[9])
        for bracket in re.findall(r"\([^()]+\)|\([^()]+|[^()]+\)", entity[1] if entity else ""):
            key = bracket.strip("()").split("-")[0]
            if bracket[0] == "(":
                opened[key].append(i)
            if bracket[-1] == ")" and opened[key]:
                mentions.append((opened[key].pop(), i + 1, key))
    doc = make(wp, id, text)
    doc.mentions, seen = [], set()
    keys = {k: n for n, k in enumerate(sorted({m[2] for m in mentions}))}
    for a, b, key in mentions + [(a, b, None) for a, b in phrases]:
        w = doc.words(at[a][0], at[b - 1][1])
        if w and w not in seen:
            seen.add(w)
            doc.mentions.append((*w, keys.get(key, -1)))
    doc.mentions.sort()
    return doc


def noun_phrases(sent):
    """Token ranges of contiguous subtrees headed by a noun, name or pronoun."""
    children = defaultdict(list)
    for _, n, head, _ in sent:
        children[head].append(n)
    index = {n: i for i, n, _, _ in sent}
    loose = {i for i, _, _, pos in sent if pos in ("ADP", "PUNCT", "CCONJ", "SCONJ")}

    def subtree(n):
        out = [n]
        for c in children[n]:
            out += subtree(c)
        return out

    for i, n, _, pos in sent:
        if pos in ("NOUN", "PROPN", "PRON"):
            ids = sorted(index[m] for m in subtree(n))
            while ids[0] in loose:
                ids.pop(0)
            while ids[-1] in loose:
                ids.pop()
            if ids[-1] - ids[0] + 1 == len(ids) and len(ids) <= 12:
                yield ids[0], ids[-1] + 1


def gap_docs(path, wp):
    with open(path, encoding="utf-8", newline="") as f:
        for row in csv.DictReader(f, delimiter="\t", quoting=csv.QUOTE_NONE):
            doc = make(wp, row["ID"], row["Text"])
            span = lambda k: doc.words(int(row[k + "-offset"]), int(row[k + "-offset"]) + len(row[k]))
            pronoun = span("Pronoun")
            doc.pairs = [(pronoun, span(k), int(row[k + "-coref"].upper() == "TRUE")) for k in "AB"]
            yield doc
