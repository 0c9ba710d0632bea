"""Figures on gold documents.  Attribution figures follow the definitions of the task's scorer:
relation F1 (content Dice over word tokens of at least one half, sources sharing a token or both
absent), exact F1 of fragments, direct recall; names by exact span and kind; GAP by F1."""

import re

WORD = re.compile(r"\w+(?:[’'.-]\w+)*")
QUOTES = "“”\""


def f1(hits, predicted, gold):
    return 200 * hits / (predicted + gold) if predicted + gold else 0.0


def tokens_in(bounds, spans):
    return frozenset(i for i, (a, b) in enumerate(bounds) if any(s < b and a < e for s, e in spans))


def trimmed(text, span):
    a, b = span
    while a < b and text[a].isspace():
        a += 1
    while b > a and text[b - 1].isspace():
        b -= 1
    return a, b


def matched(gold, predicted):
    """One-to-one pairs (dice, gold, predicted), greedily by Dice, shared source words breaking ties."""
    pairs = []
    for i, g in enumerate(gold):
        for j, p in enumerate(predicted):
            shared = len(g["content"] & p["content"])
            if shared:
                dice = 2 * shared / (len(g["content"]) + len(p["content"]))
                pairs.append((dice + 0.01 * bool(g["source"] & p["source"]), dice, i, j))
    seen_g, seen_p = set(), set()
    for _, dice, i, j in sorted(pairs, reverse=True):
        if i not in seen_g and j not in seen_p:
            seen_g.add(i)
            seen_p.add(j)
            yield dice, i, j


def attribution_figures(items):
    """items: (text, gold, predicted), relations {"source", "cue", "content"} as lists of character spans."""
    n = dict.fromkeys(("gold", "predicted", "relation", "overlap", "quoted", "quoted_found"), 0)
    exact = {k: [0, 0, 0] for k in ("source", "cue", "content")}
    for text, gold, predicted in items:
        for k, counts in exact.items():
            g, p = ({trimmed(text, s) for r in rels for s in r[k]} for rels in (gold, predicted))
            for i, x in enumerate((g & p, p, g)):
                counts[i] += len(x)
        bounds = [m.span() for m in WORD.finditer(text)]
        prepare = lambda rels: [r | {"quoted": any(c in text[a:b] for a, b in raw["content"] for c in QUOTES)}
                                for raw in rels
                                for r in [{k: tokens_in(bounds, raw[k]) for k in ("source", "content")}] if r["content"]]
        gold, predicted = prepare(gold), prepare(predicted)
        n["gold"] += len(gold)
        n["predicted"] += len(predicted)
        n["quoted"] += sum(r["quoted"] for r in gold)
        for dice, i, j in matched(gold, predicted):
            g, p = gold[i]["source"], predicted[j]["source"]
            right = dice >= 0.5 and (bool(g & p) or not (g or p))
            n["overlap"] += dice >= 0.5
            n["relation"] += right
            n["quoted_found"] += right and gold[i]["quoted"]
    out = {f"exact {k}": f1(*v) for k, v in exact.items()}
    out["overlap"] = f1(n["overlap"], n["predicted"], n["gold"])
    out["relation"] = f1(n["relation"], n["predicted"], n["gold"])
    out["precision"] = 100 * n["relation"] / max(1, n["predicted"])
    out["recall"] = 100 * n["relation"] / max(1, n["gold"])
    out["direct recall"] = 100 * n["quoted_found"] / max(1, n["quoted"])
    return {k: round(v, 2) for k, v in out.items()}


def span_figures(pairs):
    """F1 of sets of spans: pairs of (gold, predicted) lists."""
    hits = predicted = gold = 0
    for g, p in pairs:
        g, p = set(g), set(p)
        hits, predicted, gold = hits + len(g & p), predicted + len(p), gold + len(g)
    return round(f1(hits, predicted, gold), 2)
