"""The heads: light maps from word states to tags, links, antecedents and vectors.

A word's state is the encoder's state of its first piece.  Tags are BIOES over
lines (a line is a paragraph), decoded by Viterbi; links and antecedents score
pairs of spans by their first and last words' states.
"""

import torch
import torch.nn as nn
import torch.nn.functional as F

from corpora import ATTRIBUTION_KINDS, NAME_KINDS

HIDDEN = 384
PAIR = 64  # width of each half of a pair head


def bioes(kinds):
    return ["O"] + [f"{p}-{k}" for k in kinds for p in "BIES"]


TAGS = {"attribution": bioes(ATTRIBUTION_KINDS), "names": bioes(NAME_KINDS)}


def allowed(tags):
    """(start [t], step [t, t], end [t]) of booleans: which BIOES sequences are well formed."""
    n = len(tags)
    opens = lambda t: t[0] in "OBS"
    inside = lambda t: t[0] in "BI"
    start = torch.tensor([opens(t) for t in tags])
    end = torch.tensor([not inside(t) for t in tags])
    step = torch.zeros(n, n, dtype=torch.bool)
    for i, a in enumerate(tags):
        for j, b in enumerate(tags):
            step[i, j] = (b[0] in "IE" and a[2:] == b[2:]) if inside(a) else opens(b)
    return start, step, end


class Tagger(nn.Module):
    """Linear emissions and a linear-chain CRF (Lafferty et al. 2001) over BIOES tags."""
    NEVER = -1e4

    def __init__(self, tags):
        super().__init__()
        n = len(tags)
        self.emit = nn.Linear(HIDDEN, n)
        self.start, self.step, self.end = nn.Parameter(torch.zeros(n)), nn.Parameter(torch.zeros(n, n)), nn.Parameter(torch.zeros(n))
        for name, ok in zip(("start", "step", "end"), allowed(tags)):
            self.register_buffer("no_" + name, torch.zeros(ok.shape).masked_fill_(~ok, self.NEVER))

    def tables(self):
        """(start, step [from, to], end), ill-formed moves at NEVER."""
        return self.start + self.no_start, self.step + self.no_step, self.end + self.no_end

    def nll(self, emissions, tags, mask, weight):
        """Weighted sum of the lines' negative log likelihoods: emissions [l, n, t], tags and mask [l, n],
        weight [l]; lines sorted by length, longest first."""
        start, step, end = self.tables()
        l, n, t = emissions.shape
        last = mask.long().sum(1) - 1
        rows = torch.arange(l)
        e = emissions.gather(2, tags[..., None])[..., 0]
        gold = start[tags[:, 0]] + (e * mask).sum(1) + end[tags[rows, last]]
        gold = gold + (step[tags[:, :-1], tags[:, 1:]] * mask[:, 1:]).sum(1)
        alpha, kept = start + emissions[:, 0], []
        for i in range(1, n):
            live = int((last >= i).sum())
            if live < alpha.shape[0]:
                kept.append(alpha[live:])
                alpha = alpha[:live]
            alpha = torch.logsumexp(alpha[:, :, None] + step, 1) + emissions[:live, i]
        alpha = torch.cat([alpha, *reversed(kept)])
        nll = torch.logsumexp(alpha + end, 1) - gold
        return (nll * weight).sum()


def viterbi(emissions, start, step, end):
    """Best tag sequence of one line: emissions [n, t] to a list of n tag indices; ties go to the lower tag."""
    score, back = start + emissions[0], []
    for e in emissions[1:]:
        best, arg = (score[:, None] + step).max(0)
        back.append(arg)
        score = best + e
    tag = int((score + end).argmax())
    out = [tag]
    for arg in reversed(back):
        tag = int(arg[tag])
        out.append(tag)
    return out[::-1]


def tag_spans(spans, line_start, n, index):
    """BIOES tag indices of n words from (start, end, kind) spans; index maps a tag to its number."""
    out = [0] * n
    for a, b, kind in spans:
        a, b = a - line_start, b - line_start
        if b - a == 1:
            out[a] = index["S-" + kind]
            continue
        out[a], out[b - 1] = index["B-" + kind], index["E-" + kind]
        for i in range(a + 1, b - 1):
            out[i] = index["I-" + kind]
    return out


def spans_of(tags):
    """(start, end, kind) of a well-formed sequence of BIOES tag names."""
    out, start = [], 0
    for i, t in enumerate(tags):
        if t[0] in "BS":
            start = i
        if t[0] in "ES":
            out.append((start, i + 1, t[2:]))
    return out


class Pair(nn.Module):
    """Scores of left spans against right spans, and of left spans against nothing.

    score = w . relu(L1 + R1 + sum of feature rows) + L2 . R2 / 8, where [L1, L2] and [R1, R2] are linear in
    the states of a span's first and last words; none = linear in relu(L1).
    """

    def __init__(self, features):
        super().__init__()
        self.left, self.right = nn.Linear(2 * HIDDEN, 2 * PAIR), nn.Linear(2 * HIDDEN, 2 * PAIR)
        self.features = nn.ModuleDict({k: nn.Embedding(n, PAIR) for k, n in features.items()})
        for m in self.features.values():
            nn.init.normal_(m.weight, std=0.05)
        self.out, self.none = nn.Linear(PAIR, 1), nn.Linear(PAIR, 1)

    def forward(self, states, lefts, rights, feats):
        """lefts [l, 2], rights [r, 2] word spans, feats {name: [l, r]} to (scores [l, r], none [l])."""
        ends = lambda s: torch.cat([states[s[:, 0]], states[s[:, 1] - 1]], 1)
        a, b = self.left(ends(lefts)), self.right(ends(rights))
        h = a[:, None, :PAIR] + b[None, :, :PAIR]
        for k, m in self.features.items():
            h = h + m(feats[k])
        scores = self.out(F.relu(h))[..., 0] + a[:, PAIR:] @ b[:, PAIR:].T / 8
        return scores, self.none(F.relu(a[:, :PAIR]))[:, 0]


def bucket(d):
    """Distances in words by powers of two: 0, 1, 2-3, 4-7, ... up to 11 for 1024 and more."""
    return torch.log2(d.clamp(min=0).float() + 0.5).floor().long().add(1).clamp(0, 11)


LINK_FEATURES = {"distance": 24, "between": 9, "line": 5}
ANTECEDENT_FEATURES = {"distance": 24, "form": 9, "line": 4}


def signed_gap(lefts, rights):
    """Words between spans, [l, r]: bucketed, 12 added where the right span comes first."""
    before = lefts[:, None, 0] - rights[None, :, 1]
    after = rights[None, :, 0] - lefts[:, None, 1]
    return torch.where(before >= 0, bucket(before) + 12, bucket(after))


def link_features(parts, cues, line):
    """Features of content or source spans [p, 2] against cues [c, 2]; line [words] is each word's line."""
    rank = torch.searchsorted(cues[:, 0].contiguous(), parts[:, 0].contiguous())  # cues that start before the part
    between = (torch.arange(len(cues))[None, :] - rank[:, None]).clamp(-4, 4) + 4
    lines = (line[cues[:, 0]][None, :] - line[parts[:, 0]][:, None]).clamp(-2, 2) + 2
    return {"distance": signed_gap(parts, cues), "between": between, "line": lines}


PRONOUN, NOMINAL, PROPER = 0, 1, 2


def antecedent_features(anaphors, candidates, forms_a, forms_c, line):
    lines = (line[anaphors[:, 0]][:, None] - line[candidates[:, 0]][None, :]).clamp(-1, 2) + 1
    return {"distance": signed_gap(anaphors, candidates), "form": forms_a[:, None] * 3 + forms_c[None, :], "line": lines}


class Heads(nn.Module):
    def __init__(self):
        super().__init__()
        self.attribution, self.names = Tagger(TAGS["attribution"]), Tagger(TAGS["names"])
        self.content_cue, self.cue_source = Pair(LINK_FEATURES), Pair(LINK_FEATURES)
        self.antecedent = Pair(ANTECEDENT_FEATURES)
        self.vector = nn.Linear(HIDDEN, HIDDEN)
        with torch.no_grad():
            self.vector.weight.copy_(torch.eye(HIDDEN))
            self.vector.bias.zero_()
