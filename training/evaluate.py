"""Measures a reader: python training/evaluate.py --corpora DIR --checkpoint FILE [--int8] [--out PRED.ndjson]"""

import argparse
import json
import os

import torch

import corpora
import decode
import measure
from heads import TAGS


def read_all(model, docs, **kw):
    """(doc, states) one document at a time, without gradients."""
    for d in docs:
        with torch.no_grad():
            yield d, model.read([d], **kw)[0]


def char_relations(doc, relations):
    return [{k: [doc.chars(s) for s in ([r[k]] if k != "content" else r[k]) if s] if not isinstance(r[k], list)
             else [doc.chars(s) for s in r[k]] for k in ("source", "cue", "content")} for r in relations]


def attribution_items(model, docs, gold_of, bias=None, **kw):
    for d, s in read_all(model, docs, **kw):
        with torch.no_grad():
            yield d.text, gold_of(d), char_relations(d, decode.attributions(model.heads, s, d, bias))


def names_figure(model, wp, path, limit=None):
    """Entity F1 on a CoNLL file, documents laid out a sentence a line."""
    def pairs():
        docs = [corpora.conll_doc(wp, "x", d) for d in corpora.conll_documents(path)[:limit]]
        for d, s in read_all(model, docs):
            with torch.no_grad():
                yield d.names, decode.tag(model.heads.names, TAGS["names"], s, d)
    return measure.span_figures(pairs())


def gap_figure(model, wp, path, limit=None):
    """F1 over the pronoun-name pairs judged coreferent."""
    hits = said = true = 0
    docs = list(corpora.gap_docs(path, wp))[:limit]
    for d, s in read_all(model, docs):
        names = [c for _, c, _ in d.pairs]
        with torch.no_grad():
            scores, none = decode.antecedent_scores(model.heads, s, d, [d.pairs[0][0]], names)
        best = int(scores[0].argmax())
        for i, (_, _, y) in enumerate(d.pairs):
            p = i == best and float(scores[0, i]) > float(none[0])
            hits, said, true = hits + (p and y), said + p, true + y
    return round(measure.f1(hits, said, true), 2)


def quick(model, tune, wp, root):
    """A glance on held-out and development data, small enough for every epoch."""
    gold = {d.id: char_relations(d, d.attributions) for d in tune}
    out = measure.attribution_figures(attribution_items(model, tune, lambda d: gold[d.id]))
    out["names"] = names_figure(model, wp, os.path.join(root, "names/conll2003/eng.testa"), 60)
    out["gap"] = gap_figure(model, wp, os.path.join(root, "coreference/gap/gap-validation.tsv"), 200)
    return out


def development(model, wp, root, out=None, bias=None, **kw):
    """The development halves in full; out: where to write predictions with speakers, a line a document."""
    import speakers
    docs = list(corpora.polnear(os.path.join(root, "attribution/polnear/dev"), wp, False))
    items, rows = [], []
    for d, s in read_all(model, docs, **kw):
        gold = corpora.read_standoff(gold_path(root, d.id))
        with torch.no_grad():
            found = speakers.speakers(model.heads, s, d, decode.attributions(model.heads, s, d, bias))
        relations = char_relations(d, found)
        items.append((d.text, gold, relations))
        rows.append({"doc": d.id, "attributions": [{**r, "speaker": f["speaker"]} for r, f in zip(relations, found)]})
    if out:
        with open(out, "w", encoding="utf-8") as f:
            f.writelines(json.dumps(r, ensure_ascii=False) + "\n" for r in rows)
    figures = measure.attribution_figures(items)
    figures["names"] = names_figure(model, wp, os.path.join(root, "names/conll2003/eng.testa"))
    figures["gap"] = gap_figure(model, wp, os.path.join(root, "coreference/gap/gap-validation.tsv"))
    figures["vector"] = vector_figure(model, wp, docs[:20])
    return figures


def vector_figure(model, wp, docs):
    """Mean cosine between each line's vector and the base model's embedding of the line read alone."""
    from train import line_vectors, load_base, Encoder, base_model
    base = load_base(Encoder(), os.path.join(base_model(), "model.safetensors")).eval()
    cosines = []
    for d, s in read_all(model, docs):
        gold = line_vectors(base, d, wp).float()
        borders = [*d.line_starts.tolist(), len(s)]
        with torch.no_grad():
            ours = model.heads.vector(torch.stack([s[a:b].mean(0) for a, b in zip(borders, borders[1:])]))
        keep = gold.abs().sum(1) > 0
        cosines += torch.nn.functional.cosine_similarity(ours, gold)[keep].tolist()
    return round(100 * sum(cosines) / max(1, len(cosines)), 2)


def gold_path(root, name):
    folder = os.path.join(root, "attribution/polnear/dev/attributions")
    return os.path.join(folder, sorted(f for f in os.listdir(folder) if f.rsplit("_", 1)[0] == name)[0])


def main():
    from train import Reader, base_model
    from pieces import WordPieces
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("--corpora", required=True)
    p.add_argument("--checkpoint", required=True)
    p.add_argument("--int8", action="store_true")
    p.add_argument("--out")
    p.add_argument("--overlap", type=int, default=48)
    p.add_argument("--body", type=int, default=254)
    a = p.parse_args()
    model = Reader()
    model.load_state_dict(torch.load(a.checkpoint)["average"])
    model.eval()
    model.encoder.set_int8(a.int8)
    wp = WordPieces(os.path.join(base_model(), "vocab.txt"))
    print(json.dumps({"int8": a.int8, **development(model, wp, a.corpora, a.out, overlap=a.overlap, body=a.body)}))


if __name__ == "__main__":
    main()
