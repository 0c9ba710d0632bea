"""What each head is taught, as sums of nats (natural-log units) over a batch of documents."""

import torch
import torch.nn.functional as F

from corpora import ATTRIBUTION_KINDS
from decode import form_of, may_refer
from heads import TAGS, antecedent_features, link_features, tag_spans

INDEX = {k: {t: i for i, t in enumerate(tags)} for k, tags in TAGS.items()}
SCALE = 3000.0  # nats are divided by this, about the words of a batch, so that the loss is of order one
NEAR_LINES = 2
LINK, ANTECEDENT, VECTOR, SILVER = 2.0, 1.0, 4.0, 0.4


def attribution_spans(doc):
    """(start, end, kind) without overlaps: the corpus allows a token one role, and the first span keeps it."""
    spans = set()
    for r in doc.attributions:
        spans |= {(*s, "content") for s in r["content"]} | {(*r["cue"], "cue")}
        if r["source"]:
            spans.add((*r["source"], "source"))
    out, end = [], 0
    for s in sorted(spans):
        if s[0] >= end:
            out.append(s)
            end = s[1]
    return out


def within_lines(doc, spans):
    """The spans, those few that cross a line's end cut there: a line is tagged on its own."""
    out = []
    for a, b, kind in spans:
        cuts = [a, *(int(i) for i in doc.line_starts if a < i < b), b]
        out += [(x, y, kind) for x, y in zip(cuts, cuts[1:])]
    return out


def spans_for(head, doc):
    """The document's labels for a head of tags, or None."""
    if head == "names":
        return doc.soft.get("names") if doc.names is None else doc.names
    return None if doc.attributions is None else attribution_spans(doc)


def tag_rows(head, docs, states):
    """The lines of all documents that have this head's labels: [(states, tag indices, weight)]."""
    rows = []
    for doc, s in zip(docs, states):
        spans = spans_for(head, doc)
        if spans is None:
            continue
        tags = tag_spans(within_lines(doc, spans), 0, len(doc.starts), INDEX[head])
        borders = [*doc.line_starts.tolist(), len(tags)]
        weight = min(doc.weight, SILVER if head == "names" and doc.names is None else 1.0)
        rows += [(s[a:b], tags[a:b], weight) for a, b in zip(borders, borders[1:])]
    rows.sort(key=lambda r: -len(r[1]))
    return rows


def tagger_loss(tagger, rows):
    """Sum of the lines' negative log likelihoods."""
    if not rows:
        return 0.0
    n = len(rows[0][1])
    tags = torch.zeros(len(rows), n, dtype=torch.long)
    mask = torch.zeros(len(rows), n)
    for i, (_, t, _) in enumerate(rows):
        tags[i, :len(t)], mask[i, :len(t)] = torch.tensor(t), 1.0
    emissions = torch.nn.utils.rnn.pad_sequence([tagger.emit(s) for s, _, _ in rows], batch_first=True)
    return tagger.nll(emissions, tags, mask, torch.tensor([w for _, _, w in rows]))


def link_loss(heads, doc, states):
    """Each content to its cue among the near cues; each cue to its source among the near sources, or to none."""
    rels = sorted((r for r in doc.attributions), key=lambda r: r["cue"])
    if not rels:
        return 0.0
    line = torch.from_numpy(doc.line)
    cues = torch.tensor([r["cue"] for r in rels])
    sources = sorted({r["source"] for r in rels if r["source"]})
    contents = [(s, i) for i, r in enumerate(rels) for s in r["content"]]
    near = lambda a, b: (line[a[:, 0]][:, None] - line[b[:, 0]][None, :]).abs() <= NEAR_LINES
    c = torch.tensor([s for s, _ in contents])
    scores, _ = heads.content_cue(states, c, cues, link_features(c, cues, line))
    gold = torch.tensor([i for _, i in contents])
    ok = near(c, cues)
    keep = ok[torch.arange(len(c)), gold]
    loss = F.cross_entropy(scores.masked_fill(~ok, -1e4)[keep], gold[keep], reduction="sum")
    s = torch.tensor(sources or [(0, 1)])
    scores, none = heads.cue_source(states, cues, s, {k: v.T for k, v in link_features(s, cues, line).items()})
    ok = near(cues, s) if sources else torch.zeros(len(cues), 1, dtype=torch.bool)
    where = {x: i for i, x in enumerate(sources)}
    gold = torch.tensor([where[r["source"]] if r["source"] else len(s) for r in rels])
    scores = torch.cat([scores.masked_fill(~ok, -1e4), none[:, None]], 1)
    keep = torch.cat([ok, torch.ones(len(cues), 1, dtype=torch.bool)], 1)[torch.arange(len(cues)), gold]
    return (loss + F.cross_entropy(scores[keep], gold[keep], reduction="sum")) * doc.weight


def antecedent_loss(heads, doc, states):
    """Marginal likelihood of the antecedents in the mention's own cluster (Lee et al. 2017), or of none."""
    mentions = torch.tensor([m[:2] for m in doc.mentions])
    forms = torch.tensor([form_of(doc, m[:2]) for m in doc.mentions])
    cluster = torch.tensor([m[2] for m in doc.mentions])
    line = torch.from_numpy(doc.line)
    feats = antecedent_features(mentions, mentions, forms, forms, line)
    scores, none = heads.antecedent(states, mentions, mentions, feats)
    same = (cluster[:, None] == cluster[None, :]) & (cluster >= 0)[:, None]
    ok = may_refer(mentions, mentions, forms) & ~((forms == 2)[:, None] & (mentions[None, :, 0] >= mentions[:, None, 0]))
    all_scores = torch.cat([scores.masked_fill(~ok, -1e4), none[:, None]], 1)
    good = ok & same
    alone = ~good.any(1)
    good = torch.cat([good, alone[:, None]], 1)
    nll = torch.logsumexp(all_scores, 1) - torch.logsumexp(all_scores.masked_fill(~good, -1e4), 1)
    # Names and singletons are many and easy: the pronouns and the nominals that refer are the lesson.
    weight = torch.where(forms == 2, 0.2, 1.0) * torch.where(alone, 0.3, 1.0)
    return (nll * weight).sum() * doc.weight


def silver_loss(heads, doc, states):
    """Silver antecedents among the silver names and the other labelled anaphors; he, she and who take people only."""
    items = doc.soft["antecedents"]
    names = [n for n in doc.soft["names"] if n[2] != "MISC"]
    owner = {m: mentions[0] for _, mentions in items for m in mentions}
    spans = [n[:2] for n in names] + [s for s, mentions in items if mentions]
    if not spans or not items:
        return 0.0
    whose = [owner.get(n[:2]) for n in names] + [mentions[0] for _, mentions in items if mentions]
    anaphors, candidates = torch.tensor([s for s, _ in items]), torch.tensor(spans)
    forms_a = torch.tensor([form_of(doc, s) for s, _ in items])
    forms_c = torch.tensor([form_of(doc, s) for s in spans])
    feats = antecedent_features(anaphors, candidates, forms_a, forms_c, torch.from_numpy(doc.line))
    scores, none = heads.antecedent(states, anaphors, candidates, feats)
    ok = may_refer(anaphors, candidates, forms_c)
    personal = torch.tensor([doc.string(s).lower() in PERSONAL for s, _ in items])
    things = torch.tensor([n[2] != "PER" for n in names] + [False] * (len(spans) - len(names)))
    ok &= ~(personal[:, None] & things[None, :])
    good = torch.tensor([[bool(mentions) and w == mentions[0] for w in whose] for _, mentions in items]) & ok
    alone = torch.tensor([not mentions for _, mentions in items])
    keep = alone | good.any(1)
    scores = torch.cat([scores.masked_fill(~ok, -1e4), none[:, None]], 1)[keep]
    good = torch.cat([good, alone[:, None]], 1)[keep]
    nll = torch.logsumexp(scores, 1) - torch.logsumexp(scores.masked_fill(~good, -1e4), 1)
    return nll.sum() * doc.weight


PERSONAL = frozenset("he him his himself she her hers herself who".split())


def pair_loss(heads, doc, states):
    """GAP: one pronoun, two names, each the antecedent or not; at most one is."""
    anaphor = torch.tensor([doc.pairs[0][0]])
    names = torch.tensor([c for _, c, _ in doc.pairs])
    gold = [y for _, _, y in doc.pairs]
    forms = torch.full((len(gold),), 2)
    feats = antecedent_features(anaphor, names, torch.zeros(1, dtype=torch.long), forms, torch.from_numpy(doc.line))
    scores, none = heads.antecedent(states, anaphor, names, feats)
    target = torch.tensor([gold.index(1) if 1 in gold else len(gold)])
    return 2 * F.cross_entropy(torch.cat([scores, none[:, None]], 1), target, reduction="sum")


def vector_loss(heads, doc, states):
    """1 - cosine between each line's vector and the base model's (doc.soft["vectors"], zero rows to skip)."""
    gold = doc.soft["vectors"].float()
    borders = [*doc.line_starts.tolist(), len(states)]
    mean = torch.stack([states[a:b].mean(0) for a, b in zip(borders, borders[1:])])
    keep = gold.abs().sum(1) > 0
    return (1 - F.cosine_similarity(heads.vector(mean), gold))[keep].sum() * doc.weight


def losses(heads, docs, states):
    """{head: loss} of a batch; the attributions' soft targets, where a teacher gave some, come on top."""
    out = {k: tagger_loss(getattr(heads, k), tag_rows(k, docs, states)) for k in TAGS}
    each = lambda f, has: sum((f(heads, d, s) for d, s in zip(docs, states) if has(d)), 0.0)
    out["links"] = LINK * each(link_loss, lambda d: d.attributions)
    out["antecedent"] = ANTECEDENT * (each(antecedent_loss, lambda d: d.mentions) + each(pair_loss, lambda d: d.pairs)
                                      + each(silver_loss, lambda d: "antecedents" in d.soft))
    out["vector"] = VECTOR * each(vector_loss, lambda d: "vectors" in d.soft)
    return {k: v / SCALE for k, v in out.items()}
