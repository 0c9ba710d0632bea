"""Writes an encoder and its heads as one weights file (README.md, "The file")."""

import hashlib
import json
import os
import struct

import numpy as np

MAGIC = b"RAPPENC1"
ALIGN = 64
LINEARS = ("q", "k", "v", "o", "ffn_in", "ffn_out")


def _crc_table():
    table = []
    for i in range(256):
        c = i
        for _ in range(8):
            c = (c >> 1) ^ 0x82F63B78 if c & 1 else c >> 1
        table.append(c)
    return table


def crc32c(data):
    """CRC-32C (Castagnoli, RFC 3720), reflected; table-driven over numpy-sliced lanes would be
    faster, but the file is written rarely."""
    table = _crc_table()
    c = 0xFFFFFFFF
    for b in data:
        c = table[(c ^ b) & 0xFF] ^ (c >> 8)
    return c ^ 0xFFFFFFFF


def rows_int8(w):
    """Symmetric int8 per row: (int8 [out, in], float32 scale [out]); halves round to even."""
    w = np.asarray(w, dtype=np.float32)
    scale = np.maximum(np.abs(w).max(1), np.float32(1e-12)) / np.float32(127)
    q = np.clip(np.rint(w / scale[:, None]), -127, 127).astype(np.int8)
    return q, scale.astype(np.float32)


def tensors_of(encoder, heads, vocab):
    """(name, array) pairs in file order."""
    get = lambda p: p.detach().float().numpy()
    q, s = rows_int8(get(encoder.word.weight))
    out = [("embeddings.word", q), ("embeddings.word.scale", s),
           ("embeddings.position", get(encoder.position.weight).astype(np.float16)),
           ("embeddings.token_type0", get(encoder.token_type0)),
           ("embeddings.norm.weight", get(encoder.norm.weight)), ("embeddings.norm.bias", get(encoder.norm.bias))]
    for name, m in encoder.feature.items():
        out.append((f"embeddings.feature.{name}", get(m.weight)))
    for i, layer in enumerate(encoder.layers):
        for name in LINEARS:
            m = getattr(layer, name)
            q, s = rows_int8(get(m.weight))
            out += [(f"layer{i}.{name}.weight", q), (f"layer{i}.{name}.scale", s), (f"layer{i}.{name}.bias", get(m.bias))]
        for name in ("attn_norm", "ffn_norm"):
            m = getattr(layer, name)
            out += [(f"layer{i}.{name}.weight", get(m.weight)), (f"layer{i}.{name}.bias", get(m.bias))]
    for name, p in heads.items():
        out.append((f"heads.{name}", np.asarray(p, dtype=np.float32)))
    out.append(("vocab", np.frombuffer("\n".join(vocab).encode(), dtype=np.uint8)))
    return out


DTYPES = {"int8": "i8", "float16": "f16", "float32": "f32", "uint8": "u8"}


def write_weights(path, encoder, heads, vocab, version, head_specs):
    """heads: {tensor name after "heads.": array}; head_specs: list of dicts for the header's config."""
    payload, table = bytearray(), []
    for name, a in tensors_of(encoder, heads, vocab):
        payload += bytes(-len(payload) % ALIGN)
        raw = np.ascontiguousarray(a).tobytes()
        table.append({"name": name, "dtype": DTYPES[a.dtype.name], "shape": list(a.shape), "offset": len(payload), "bytes": len(raw)})
        payload += raw
    payload += bytes(-len(payload) % ALIGN)
    config = dict(encoder.config, features=[{"name": k, "size": m.num_embeddings} for k, m in encoder.feature.items()],
                  heads=head_specs)
    header = {"version": version, "config": config, "sha256": hashlib.sha256(payload).hexdigest(), "tensors": table}
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-(16 + len(text)) % ALIGN)
    body = text + bytes(payload)
    with open(path, "wb") as f:
        f.write(MAGIC + struct.pack("<II", len(text), crc32c(body)) + body)


def head_tensors(heads):
    """The heads' tensors by name, the tag sequences' ill-formed moves already at their floor."""
    out = {}
    for name in ("attribution", "names"):
        t = getattr(heads, name)
        out[f"{name}.weight"], out[f"{name}.bias"] = t.emit.weight, t.emit.bias
        out[f"{name}.start"], out[f"{name}.step"], out[f"{name}.end"] = t.tables()
    for name in ("content_cue", "cue_source", "antecedent"):
        h = getattr(heads, name)
        for part in ("left", "right", "out", "none"):
            m = getattr(h, part)
            out[f"{name}.{part}.weight"], out[f"{name}.{part}.bias"] = m.weight, m.bias
        for k, m in h.features.items():
            out[f"{name}.feature.{k}"] = m.weight
    out["vector.weight"], out["vector.bias"] = heads.vector.weight, heads.vector.bias
    return {k: v.detach().float().numpy() for k, v in out.items()}


def head_specs():
    from heads import ANTECEDENT_FEATURES, LINK_FEATURES, TAGS
    tags = [{"name": k, "kind": "tags", "tags": t} for k, t in TAGS.items()]
    pairs = [{"name": k, "kind": "pairs", "features": [{"name": n, "size": s} for n, s in f.items()]}
             for k, f in (("content_cue", LINK_FEATURES), ("cue_source", LINK_FEATURES), ("antecedent", ANTECEDENT_FEATURES))]
    return tags + pairs + [{"name": "vector", "kind": "vector", "outputs": 384}]


def export_reader(folder, reader, wp, version="reader-1"):
    """Writes reader.weights and golden.json into folder."""
    from golden import head_outputs, write_golden
    write_weights(os.path.join(folder, "reader.weights"), reader.encoder, head_tensors(reader.heads), wp.vocab, version, head_specs())
    write_golden(os.path.join(folder, "golden.json"), reader.encoder, wp, head_outputs(reader, wp))


def main():
    import argparse
    import torch
    from pieces import WordPieces
    from train import Reader, base_model
    p = argparse.ArgumentParser(description="Writes reader.weights and golden.json from a checkpoint's averaged weights.")
    p.add_argument("--checkpoint", required=True)
    p.add_argument("--out", required=True, help="folder to write into")
    p.add_argument("--version", default="reader-1")
    a = p.parse_args()
    reader = Reader()
    reader.load_state_dict(torch.load(a.checkpoint)["average"])
    os.makedirs(a.out, exist_ok=True)
    export_reader(a.out, reader.eval(), WordPieces(os.path.join(base_model(), "vocab.txt")), a.version)


if __name__ == "__main__":
    main()
