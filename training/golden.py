"""Golden vectors: what pieces, features, states and head outputs must be, for the Go tests.

The texts are our own.  States are given in float32 and in simulated int8 (with the
position table in float16, as in the file); long texts keep the first 16 dimensions only.
"""

import json

import torch

from pieces import CLS, SEP, pieces_of

TEXTS = [
    "",
    " \t\n ",
    "Hello.",
    "The minister said the talks would resume on Monday.",
    "“We will not sign it,” Ms. O’Neill told reporters, “and that’s final.”",
    "Café owners in São Paulo and Zürich naïvely praised Łódź’s mayor, Ştefan Ünal.",
    "e\u0301lan vital, a\u0308rger \u0301 lone mark",
    "中国外交部 said Tokyo (東京) had “no comment”.",
    "한국 대통령 told 北京: ok",
    "a\u0000b c\u0007d e\u200bf g\ufffdh i\u00adj \ufeffk",
    "Thumbs up 👍🏽 from 👩‍👩‍👧 in 🇪🇺!",
    "Minister: 'No deal' before Christmas\n\nBRUSSELS — The €150bn fund, worth $174.5 billion, “won’t” open.\n\nShe didn't say 'never' in the '90s.",
    "\"Straight quotes,\" he said. \"Another\nline resets the state,\" \"again\".",
    "İstanbul ISTANBUL ß ﬁnance ½ Ⅳ ǅ Σίσυφος ΟΔΟΣ",
    "antidisestablishmentarianism xqzjwv Kubilius von der Leyen’s SAFE mRNA G7 U.S. e-mail 3,141.59",
    "x" * 101 + " " + "y" * 100,
    "שלום said עולם; العربية ไทย हिन्दी",
    "tab\tnew\rline\u2028sep\u0085nel\u00a0nbsp\u3000wide",
    "„Nein“, «non» and ‘no’ — she said: ‘it’s over’, didn’t she?",
    "`backtick` ^caret^ <tag> a_b @user #tag 50% ~x |y| {z} [w] \\ / $5 + = ©",
    "Anna Berg met Tom Hale of the Northern League on Monday.\nShe said the vote was over, and he told reporters that “nobody” had won.\n“We will see,” the minister added, according to Mr. Hale.",
    " ".join(f"The committee's {n}th report, Anna Berg told the Herald, found \"nothing of note\"." for n in range(1, 16)),
]


def window_of(p):
    """One window of the first 254 pieces: ids and features with [CLS] and [SEP] around them."""
    ids = [CLS, *p.ids[:254].tolist(), SEP]
    feats = {k: [0, *v[:254].tolist(), 0] for k, v in p.features.items()}
    return ids, feats


def states_of(encoder, ids, feats):
    with torch.no_grad():
        return encoder(torch.tensor([ids]), {k: torch.tensor([v]) for k, v in feats.items()})[0]


def write_golden(path, encoder, wp, extra=None):
    """Writes the golden file; extra(text, pieces) may add head outputs to a text's entry."""
    encoder.eval()
    position = encoder.position.weight.data.clone()
    rows = []
    for text in TEXTS:
        p = pieces_of(text, wp)
        ids, feats = window_of(p)
        encoder.set_int8(False)
        full = states_of(encoder, ids, feats)
        encoder.set_int8(True)
        encoder.position.weight.data = position.half().float()
        small = states_of(encoder, ids, feats)
        encoder.position.weight.data = position
        encoder.set_int8(False)
        byte = [0]
        for c in text:
            byte.append(byte[-1] + len(c.encode()))
        dims = 384 if len(ids) <= 12 else 16
        rows.append({
            "text": text, "pieces": [wp.vocab[i] for i in p.ids], "piece_ids": p.ids.tolist(),
            "starts": p.starts.tolist(), "ends": p.ends.tolist(),
            "byte_starts": [byte[i] for i in p.starts], "byte_ends": [byte[i] for i in p.ends],
            "word": p.word.tolist(), "ids": ids, "features": feats, "dims": dims,
            "states": [[round(x, 5) for x in r] for r in full[:, :dims].tolist()],
            "states_int8": [[round(x, 5) for x in r] for r in small[:, :dims].tolist()]})
        if extra:
            rows[-1].update(extra(text, p))
    with open(path, "w", encoding="utf-8") as f:
        json.dump({"texts": rows}, f, ensure_ascii=False)


def head_outputs(reader, wp):
    """A function (text, pieces) to the heads' findings on a text, in float32 and in simulated int8."""
    import corpora
    import decode
    from heads import TAGS

    def findings(text):
        doc = corpora.make(wp, "", text)
        if not doc.p.words:
            return {}
        with torch.no_grad():
            states = reader.read([doc])[0]
            at = lambda s: [*doc.chars(s)]
            heads = reader.heads
            return {
                "emissions": [[round(x, 4) for x in r] for r in heads.attribution.emit(states)[:12].tolist()],
                "names": [[*at(s[:2]), s[2]] for s in decode.tag(heads.names, TAGS["names"], states, doc)],
                "attributions": [{k: [at(s) for s in r[k]] for k in r} for r in decode.attributions(heads, states, doc)],
                "pairs": pairs(heads, states, doc),
                "vector": [round(x, 4) for x in heads.vector(states.mean(0))[:16].tolist()]}

    def pairs(heads, states, doc):
        """Scores of the pair heads on the spans found: links of parts and cues, pronouns against names."""
        spans = decode.tag(heads.attribution, TAGS["attribution"], states, doc)
        by = {k: [s[:2] for s in spans if s[2] == k] for k in ("source", "cue", "content")}
        names = [s[:2] for s in decode.tag(heads.names, TAGS["names"], states, doc)]
        anaphors = [(i, i + 1) for i, w in enumerate(doc.p.words) if w.norm in decode.PRONOUNS]
        line, out = torch.from_numpy(doc.line), {}
        rounded = lambda t: [[round(x, 4) for x in r] for r in t.tolist()]

        def add(name, lefts, rights, scores, none):
            out[name] = {"left": [[*doc.chars(s)] for s in lefts], "right": [[*doc.chars(s)] for s in rights],
                         "scores": rounded(scores), "none": [round(x, 4) for x in none.tolist()]}

        if by["cue"] and by["content"]:
            c, q = torch.tensor(by["content"]), torch.tensor(by["cue"])
            add("content_cue", by["content"], by["cue"], *heads.content_cue(states, c, q, decode.link_features(c, q, line)))
        if by["cue"] and by["source"]:
            s, q = torch.tensor(by["source"]), torch.tensor(by["cue"])
            feats = {k: v.T for k, v in decode.link_features(s, q, line).items()}
            add("cue_source", by["cue"], by["source"], *heads.cue_source(states, q, s, feats))
        if names and anaphors:
            add("antecedent", anaphors, names, *decode.antecedent_scores(heads, states, doc, anaphors, names))
        return out

    def both(text, _):
        reader.eval()
        reader.encoder.set_int8(False)
        full = findings(text)
        reader.encoder.set_int8(True)
        small = findings(text)
        reader.encoder.set_int8(False)
        return {"heads": full, "heads_int8": small}

    return both
