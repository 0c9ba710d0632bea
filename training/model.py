"""The encoder, a BERT of six small layers, and the heads that read its states.

Every linear map of the encoder can run in simulated int8 exactly as the
inference engine does it: weights symmetric per output row, activations
symmetric per token, integer sums, everything else in float32.
"""

import math

import torch
import torch.nn as nn
import torch.nn.functional as F

from pieces import FEATURES


class FakeInt8(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        scale = torch.linalg.vector_norm(x, float("inf"), -1, keepdim=True).clamp_min_(1e-12).div_(127)
        return (x / scale).round_().mul_(scale)

    @staticmethod
    def backward(ctx, gradient):
        return gradient


def fake_int8(x):
    """x rounded to 127 symmetric steps along its last dimension; the gradient passes straight through."""
    return FakeInt8.apply(x)


def dropout(x, p):
    """Dropout with one mask for all windows of a batch: drawing masks would cost a tenth of a step."""
    if p == 0:
        return x
    keep = torch.rand(1, *x.shape[1:]) >= p
    return x * (keep.to(x.dtype) / (1 - p))


def attention(q, k, v, mask):
    """Scaled dot-product attention, written out: its backward pass is twice as fast here as the fused one's."""
    scores = (q * q.shape[-1] ** -0.5) @ k.transpose(-1, -2)
    return (scores + mask).softmax(-1) @ v


class QLinear(nn.Linear):
    """A linear map that rounds weights and inputs to int8 while `int8` is set."""
    int8 = False

    def forward(self, x):
        if not self.int8:
            return super().forward(x)
        return F.linear(fake_int8(x.float()), fake_int8(self.weight), self.bias)


class Layer(nn.Module):
    def __init__(self, hidden, ffn, heads, dropout):
        super().__init__()
        self.heads, self.p = heads, dropout
        self.q, self.k, self.v, self.o = (QLinear(hidden, hidden) for _ in range(4))
        self.ffn_in, self.ffn_out = QLinear(hidden, ffn), QLinear(ffn, hidden)
        self.attn_norm = nn.LayerNorm(hidden, eps=1e-12)
        self.ffn_norm = nn.LayerNorm(hidden, eps=1e-12)

    def forward(self, x, mask):
        b, n, h = x.shape
        q, k, v = (m(x).view(b, n, self.heads, -1).transpose(1, 2) for m in (self.q, self.k, self.v))
        p = self.p if self.training else 0.0
        a = attention(q, k, v, mask)
        a = self.o(a.transpose(1, 2).reshape(b, n, h))
        x = self.attn_norm(x + dropout(a, p))
        y = self.ffn_out(F.gelu(self.ffn_in(x)))
        return self.ffn_norm(x + dropout(y, p))


class Encoder(nn.Module):
    """ids [b, n] and features {name: [b, n]} to states [b, n, hidden]; id 0 is padding."""

    def __init__(self, layers=6, hidden=384, ffn=1536, heads=12, vocab=30522, positions=512, dropout=0.1):
        super().__init__()
        self.config = dict(layers=layers, hidden=hidden, ffn=ffn, heads=heads, vocab=vocab, max_positions=positions)
        self.word = nn.Embedding(vocab, hidden)
        self.position = nn.Embedding(positions, hidden)
        self.token_type0 = nn.Parameter(torch.zeros(hidden))
        self.feature = nn.ModuleDict({k: nn.Embedding(n, hidden) for k, n in FEATURES.items()})
        for m in self.feature.values():
            nn.init.zeros_(m.weight)
        self.norm = nn.LayerNorm(hidden, eps=1e-12)
        self.layers = nn.ModuleList(Layer(hidden, ffn, heads, dropout) for _ in range(layers))
        self.p, self.int8 = dropout, False

    def set_int8(self, on):
        self.int8 = on
        for m in self.modules():
            if isinstance(m, QLinear):
                m.int8 = on

    def embed(self, ids, feats):
        table = fake_int8(self.word.weight) if self.int8 else self.word.weight
        x = F.embedding(ids, table) + self.position.weight[:ids.shape[1]] + self.token_type0
        for name, m in self.feature.items():
            x = x + m(feats[name])
        return dropout(self.norm(x), self.p if self.training else 0.0)

    def forward(self, ids, feats):
        mask = (ids != 0)[:, None, None, :]
        x = self.embed(ids, feats)
        mask = torch.zeros(mask.shape, dtype=x.dtype).masked_fill_(~mask, -1e9)
        for layer in self.layers:
            x = layer(x, mask.to(torch.bfloat16) if torch.is_autocast_enabled("cpu") else mask)
        return x.float()


def load_base(encoder, path):
    """Fills the encoder from a BERT checkpoint in safetensors form."""
    from safetensors.torch import load_file
    src = {k.removeprefix("bert."): v for k, v in load_file(path).items()}
    e = encoder
    pairs = {e.word.weight: "embeddings.word_embeddings.weight",
             e.position.weight: "embeddings.position_embeddings.weight",
             e.norm.weight: "embeddings.LayerNorm.weight", e.norm.bias: "embeddings.LayerNorm.bias"}
    names = {"q": "attention.self.query", "k": "attention.self.key", "v": "attention.self.value",
             "o": "attention.output.dense", "attn_norm": "attention.output.LayerNorm",
             "ffn_in": "intermediate.dense", "ffn_out": "output.dense", "ffn_norm": "output.LayerNorm"}
    for i, layer in enumerate(e.layers):
        for ours, theirs in names.items():
            m = getattr(layer, ours)
            pairs[m.weight] = f"encoder.layer.{i}.{theirs}.weight"
            pairs[m.bias] = f"encoder.layer.{i}.{theirs}.bias"
    with torch.no_grad():
        for p, name in pairs.items():
            p.copy_(src[name])
        e.token_type0.copy_(src["embeddings.token_type_embeddings.weight"][0])
    return encoder
