"""From word states to findings: the reference the Go decoders follow."""

import torch

from heads import (NOMINAL, PRONOUN, PROPER, TAGS, antecedent_features, link_features, spans_of, viterbi)
from pieces import INSIDE

IN_QUOTE = -2.0  # added to the emissions of source and cue tags inside double quotation marks
NEAR_LINES = 0  # a part and its cue are at most this many lines apart (1 in 120 is farther, and seldom found)
PRONOUNS = frozenset("he she they it who i we you his her him them their its whom which that himself herself themselves itself".split())


def tag(tagger, tags, states, doc, bias=None):
    """Spans (start, end, kind) of a document: Viterbi over each line; bias [t] or [words, t] is added to the emissions."""
    emissions = tagger.emit(states)
    if bias is not None:
        emissions = emissions + bias
    tables = [t.detach() for t in tagger.tables()]
    out = []
    borders = [*doc.line_starts.tolist(), len(states)]
    for a, b in zip(borders, borders[1:]):
        names = [tags[i] for i in viterbi(emissions[a:b], *tables)]
        out += [(a + s, a + e, k) for s, e, k in spans_of(names)]
    return out


def quote_bias(doc):
    """[words, t]: sources and cues are held down inside double quotation marks, where 1 in 300 stands."""
    held = torch.tensor([IN_QUOTE if t[2:] in ("source", "cue") else 0.0 for t in TAGS["attribution"]])
    inside = torch.from_numpy(doc.p.features["quote"][doc.p.first] == INSIDE).float()
    return inside[:, None] * held


def attributions(heads, states, doc, bias=None):
    """[{"source": [span], "cue": [span], "content": [span, ...]}] in word spans, in the order of the cues.

    A cue is an attribution.  Each content goes to its best cue, each cue takes its best source or none;
    a cue without content is dropped, as is a source that no cue takes.
    """
    bias = quote_bias(doc) if bias is None else bias + quote_bias(doc)
    spans = tag(heads.attribution, TAGS["attribution"], states, doc, bias)
    by = {k: [s[:2] for s in spans if s[2] == k] for k in ("source", "cue", "content")}
    if not by["cue"] or not by["content"]:
        return []
    line = torch.from_numpy(doc.line)
    cue, content, source = (torch.tensor(by[k] or [(0, 1)]) for k in ("cue", "content", "source"))
    far = lambda a, b: (line[a[:, 0]][:, None] - line[b[:, 0]][None, :]).abs() > NEAR_LINES

    to_cue, _ = heads.content_cue(states, content, cue, link_features(content, cue, line))
    to_cue = to_cue.masked_fill(far(content, cue), -1e9)
    of_cue, none = heads.cue_source(states, cue, source, {k: v.T for k, v in link_features(source, cue, line).items()})
    of_cue = of_cue.masked_fill(far(cue, source), -1e9)
    if not by["source"]:
        of_cue[:] = -1e9

    out = [{"source": [], "cue": [c], "content": []} for c in by["cue"]]
    for i, j in enumerate(to_cue.argmax(1).tolist()):
        if to_cue[i, j] > -1e8:
            out[j]["content"].append(by["content"][i])
    best = of_cue.max(1)
    for j, (score, i) in enumerate(zip(best.values.tolist(), best.indices.tolist())):
        if score > float(none[j]):
            out[j]["source"] = [by["source"][i]]
    return [r for r in out if r["content"]]


def form_of(doc, span):
    """Pronoun, nominal or proper, by its words: proper where a word beyond the first is capitalised,
    or the first is and no article or determiner."""
    words = [doc.string((i, i + 1)) for i in range(*span)]
    if len(words) == 1 and words[0].lower() in PRONOUNS:
        return PRONOUN
    capital = [w[:1].isupper() for w in words]
    if any(capital[1:]):
        return PROPER
    return PROPER if capital[0] and words[0].lower() not in DETERMINERS and len(words) == 1 else NOMINAL


DETERMINERS = frozenset("the a an this that these those his her their its my our some many one both all several".split())


def antecedent_scores(heads, states, doc, anaphors, candidates):
    """(scores [a, c], none [a]); a candidate that starts at or after its anaphor may only be a proper one
    within 60 words, and overlapping spans never match."""
    a, c = torch.tensor(anaphors), torch.tensor(candidates)
    forms_a = torch.tensor([form_of(doc, s) for s in anaphors])
    forms_c = torch.tensor([form_of(doc, s) for s in candidates])
    feats = antecedent_features(a, c, forms_a, forms_c, torch.from_numpy(doc.line))
    scores, none = heads.antecedent(states, a, c, feats)
    return scores.masked_fill(~may_refer(a, c, forms_c), -1e9), none


def may_refer(a, c, forms_c):
    """[a, c]: which candidates an anaphor may take."""
    before = c[None, :, 1] <= a[:, None, 0]
    after = (c[None, :, 0] >= a[:, None, 1]) & (c[None, :, 0] - a[:, None, 1] < 60) & (forms_c == PROPER)[None, :]
    return before | after
