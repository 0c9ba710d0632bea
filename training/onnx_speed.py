"""The encoder against ONNX Runtime, on the same weights, in one run, on one core:

    python training/onnx_speed.py [reader.weights]

needs Go, onnx and onnxruntime (requirements-onnx.txt).  The graph is the fastest that runtime has for this shape: fused
attention (QAttention), DynamicQuantizeMatMul, BiasGelu; SkipLayerNormalization is slower there than its two parts.  It
rounds activations per tensor to unsigned bytes where we round them per token.  Both take turns and are timed by the
processor's time, since other work on a machine lengthens that least; the median of the turns counts.
"""

import json
import os
import re
import struct
import subprocess
import sys
import tempfile
import time

import numpy as np
import onnx
import onnxruntime
from onnx import TensorProto, helper, numpy_helper

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
LENGTHS = (64, 128, 256, 512)
ROUNDS, PASSES = 5, 20
HEAD_WIDTH = 32
DTYPES = {"i8": np.int8, "f16": np.float16, "f32": np.float32, "u8": np.uint8}


def read_weights(path):
    """(config, {tensor name: array}) of a weights file."""
    with open(path, "rb") as f:
        raw = f.read()
    size = struct.unpack_from("<I", raw, 8)[0]
    header, payload = json.loads(raw[16:16 + size]), memoryview(raw)[16 + size:]
    return header["config"], {t["name"]: np.frombuffer(payload[t["offset"]:t["offset"] + t["bytes"]], DTYPES[t["dtype"]]).reshape(t["shape"])
                              for t in header["tensors"]}


class Graph:
    """The encoder as one ONNX graph: ids [1, n] and a value [1, n] of each feature to states [1, n, hidden]."""

    def __init__(self, config, tensors):
        self.config, self.tensors, self.nodes, self.constants = config, tensors, [], {}

    def constant(self, name, value):
        self.constants[name] = numpy_helper.from_array(np.ascontiguousarray(value), name)
        return name

    def tensor(self, name):
        return self.constant(name, self.tensors[name].astype(np.float32))

    def op(self, kind, inputs, output, domain="", outputs=None, **attributes):
        self.nodes.append(helper.make_node(kind, inputs, outputs or [output], domain=domain, **attributes))
        return output

    def fused(self, kind, inputs, output, **attributes):
        return self.op(kind, inputs, output, "com.microsoft", **attributes)

    def weights(self, names):
        """Constants of linear maps side by side: (weights [in, out], scales [out], biases [out])."""
        join = lambda part: np.concatenate([self.tensors[f"{n}.{part}"] for n in names])
        return (self.constant(names[0] + ".w8", join("weight").T), self.constant(names[0] + ".ws", join("scale")),
                self.constant(names[0] + ".b", join("bias")))

    def norm(self, name):
        return [self.tensor(name + ".weight"), self.tensor(name + ".bias")]

    def add_norm(self, a, b, name, output):
        x = self.op("Add", [a, b], name + ".sum")
        return self.op("LayerNormalization", [x, *self.norm(name)], output, axis=-1, epsilon=1e-12)

    def embed(self):
        t = self.tensors
        words = t["embeddings.word"].astype(np.float32) * t["embeddings.word.scale"][:, None]
        x = self.op("Gather", [self.constant("words", words), "ids"], "embedded")
        positions = t["embeddings.position"].astype(np.float32) + t["embeddings.token_type0"]
        self.op("Shape", ["ids"], "length", start=1, end=2)
        self.op("Slice", [self.constant("positions", positions), self.constant("first", np.zeros(1, np.int64)), "length"], "position")
        x = self.op("Add", [x, "position"], "placed")
        for f in self.config["features"]:
            name = f["name"]
            row = self.op("Gather", [self.tensor(f"embeddings.feature.{name}"), name], name + ".row")
            x = self.op("Add", [x, row], name + ".added")
        return self.op("LayerNormalization", [x, *self.norm("embeddings.norm")], "start", axis=-1, epsilon=1e-12)

    def layer(self, i, x, output):
        p = f"layer{i}."
        w, s, b = self.weights([p + "q", p + "k", p + "v"])
        zero = self.constant(p + "zero", np.zeros(3 * self.config["hidden"], np.int8))
        self.op("DynamicQuantizeLinear", [x], None, outputs=[p + "x8", p + "xs", p + "xz"])
        a = self.fused("QAttention", [p + "x8", w, b, p + "xs", s, "", p + "xz", zero], p + "attention", num_heads=self.config["hidden"] // HEAD_WIDTH)
        w, s, b = self.weights([p + "o"])
        a = self.fused("DynamicQuantizeMatMul", [a, w, s, "", b], p + "mixed")
        x = self.add_norm(a, x, p + "attn_norm", p + "middle")
        w, s, b = self.weights([p + "ffn_in"])
        a = self.fused("DynamicQuantizeMatMul", [x, w, s], p + "inner")
        a = self.fused("BiasGelu", [a, b], p + "gelu")
        w, s, b = self.weights([p + "ffn_out"])
        a = self.fused("DynamicQuantizeMatMul", [a, w, s, "", b], p + "outer")
        return self.add_norm(a, x, p + "ffn_norm", output)

    def model(self):
        x, n = self.embed(), self.config["layers"]
        for i in range(n):
            x = self.layer(i, x, "states" if i == n - 1 else f"layer{i}.states")
        inputs = [helper.make_tensor_value_info(k, TensorProto.INT64, [1, "n"]) for k in ["ids", *(f["name"] for f in self.config["features"])]]
        output = helper.make_tensor_value_info("states", TensorProto.FLOAT, [1, "n", self.config["hidden"]])
        graph = helper.make_graph(self.nodes, "encoder", inputs, [output], list(self.constants.values()))
        return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17), helper.make_opsetid("com.microsoft", 1)], ir_version=8)


def window(config, n):
    """The ids and features that BenchmarkShipped reads: the i-th id is 1000 + 37 i, the i-th value of a feature i."""
    at = np.arange(n)[None]
    return {"ids": (1000 + 37 * at) % config["vocab"], **{f["name"]: at % f["size"] for f in config["features"]}}


def session_of(model):
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_ALL
    return onnxruntime.InferenceSession(model.SerializeToString(), options, providers=["CPUExecutionProvider"],
                                        disabled_optimizers=["SkipLayerNormFusion"])


def seconds_of(session, inputs, passes):
    session.run(None, inputs)
    start = time.process_time()
    for _ in range(passes):
        session.run(None, inputs)
    return (time.process_time() - start) / passes


def ours(binary, passes):
    """{(path, n): (seconds of a pass, first values of the first state)} by BenchmarkShipped."""
    out = subprocess.run([binary, "-test.run=^$", "-test.bench=Shipped", f"-test.benchtime={passes}x"], check=True, capture_output=True, text=True).stdout
    states = {m[1]: [float(x) for x in m[2].split()] for m in re.finditer(r"state of (\S+): \[(.*)\]", out)}
    rows = re.finditer(r"BenchmarkShipped/(\w+)/(\d+)\S*\s.*?([\d.e+-]+) cpu-ns/op", out)
    return {(m[1], int(m[2])): (float(m[3]) * 1e-9, states.get(f"{m[1]}/{m[2]}")) for m in rows}


def main():
    path = sys.argv[1] if len(sys.argv) > 1 else os.path.join(ROOT, "reading/encoder/reader.weights")
    config, tensors = read_weights(path)
    session = session_of(Graph(config, tensors).model())
    inputs = {n: window(config, n) for n in LENGTHS}
    theirs, times, states = {n: [] for n in LENGTHS}, {}, {}
    with tempfile.TemporaryDirectory() as folder:
        binary = os.path.join(folder, "encoder.test")
        subprocess.run(["go", "test", "-c", "-o", binary, "./reading/encoder"], check=True, cwd=ROOT)
        for _ in range(ROUNDS):
            for key, (seconds, state) in ours(binary, PASSES).items():
                times.setdefault(key, []).append(seconds)
                states[key] = state
            for n in LENGTHS:
                theirs[n].append(seconds_of(session, inputs[n], PASSES))
    speed = lambda seconds, n: n / np.median(seconds)
    print(f"ONNX Runtime {onnxruntime.__version__}, pieces/s: " + ", ".join(f"{n}: {speed(theirs[n], n):.0f}" for n in LENGTHS))
    for p in dict.fromkeys(k[0] for k in times):
        print(f"{p}, pieces/s (times as fast): " + ", ".join(
            f"{n}: {speed(times[p, n], n):.0f} ({speed(times[p, n], n) / speed(theirs[n], n):.2f})" for n in LENGTHS))
    a = np.array(states[p, LENGTHS[0]])
    b = session.run(None, inputs[LENGTHS[0]])[0][0, 0, :len(a)]
    print(f"cosine of the first state's first {len(b)} values, ours and theirs: {a @ b / np.linalg.norm(a) / np.linalg.norm(b):.4f}")


if __name__ == "__main__":
    main()
