"""Cutting a text's pieces into windows and putting the states together again."""

import numpy as np
import torch

from pieces import CLS, PAD, SEP

BODY = 254     # pieces of text in a window, which [CLS] and [SEP] make 256
OVERLAP = 48   # pieces that neighbouring windows share


def spans_of_windows(p, body=BODY, overlap=OVERLAP, shift=0):
    """[(start, end, own_start, own_end)] in pieces: what a window reads and which pieces' states it gives.

    Windows start every body - overlap pieces, moved back to the first piece of a word; of the
    pieces that two windows share each owns the half farther from its own edge.  shift, for
    training, makes the first window shorter by that much.
    """
    n, out = len(p.ids), []
    start, end = 0, min(n, body - shift)
    own = 0
    while True:
        if end >= n:
            out.append((start, n, own, n))
            return out
        following = int(p.first[p.word[end - overlap]])
        border = (following + end) // 2
        out.append((start, end, own, border))
        start, own = following, border
        end = min(n, start + body)


def batches_of(docs, body=BODY, overlap=OVERLAP, shifts=None, multiple=1):
    """Windows of several texts as padded tensors, those of about the same length together, longest first:
    [(ids [b, n], features {name: [b, n]}, [(doc, window span) of each row])].  Widths are multiples of
    `multiple`, so that little is padding and few shapes occur: kernels are made ready for each."""
    by_width = {}
    for d, p in enumerate(docs):
        for w in spans_of_windows(p, body, overlap, shifts[d] if shifts else 0):
            if len(p.ids):
                by_width.setdefault(-(-(w[1] - w[0] + 2) // multiple) * multiple, []).append((d, w))
    return [(*padded(docs, rows, width), rows) for width, rows in sorted(by_width.items(), reverse=True)]


def padded(docs, rows, width):
    ids = np.full((len(rows), width), PAD, dtype=np.int64)
    feats = {k: np.zeros((len(rows), width), dtype=np.int64) for k in (docs[0].features if docs else ())}
    for i, (d, (a, b, _, _)) in enumerate(rows):
        ids[i, 0], ids[i, b - a + 1] = CLS, SEP
        ids[i, 1:b - a + 1] = docs[d].ids[a:b]
        for k, v in docs[d].features.items():
            feats[k][i, 1:b - a + 1] = v[a:b]
    return torch.from_numpy(ids), {k: torch.from_numpy(v) for k, v in feats.items()}


def stitch(states, rows, docs):
    """States of every text's words [w, hidden]: the state of a word's first piece in the window that owns it.
    states and rows: those of each batch of windows."""
    where, base = [np.zeros(len(p.ids), dtype=np.int64) for p in docs], 0
    for x, windows in zip(states, rows):
        for d, (a, _, own_a, own_b) in windows:
            where[d][own_a:own_b] = base + 1 + np.arange(own_a - a, own_b - a)
            base += x.shape[1]
    flat = torch.cat([x.reshape(-1, x.shape[-1]) for x in states])
    return [flat[torch.from_numpy(w[p.first])] for w, p in zip(where, docs)]
