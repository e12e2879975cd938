"""Makes the files that `tests/include_weights.rs` and `tests/companions/networks` embed: python3 make.py

Element i of tensor t of a file is ((37 i + 11 t) mod 64 - 32) / 32, a variance ((37 i + 11 t) mod 64 + 1) / 32. The deployed
form is computed here in double precision and rounded once, by the formulas for batch normalization in inference.
"""

import json
import math
import struct


def elements(place, name, count):
    numbers = [(37 * i + 11 * place) % 64 for i in range(count)]
    if name.endswith("variance"):
        return [(number + 1) / 32 for number in numbers]
    return [(number - 32) / 32 for number in numbers]


def filled(shapes):
    tensors = {}
    for place, (name, shape) in enumerate(shapes):
        tensors[name] = (shape, elements(place, name, math.prod(shape)))
    return tensors


def write(path, tensors, metadata):
    header, data = {"__metadata__": metadata} if metadata else {}, b""
    for name, (shape, values) in sorted(tensors.items()):
        raw = struct.pack(f"<{len(values)}f", *values)
        header[name] = {
            "dtype": "F32",
            "shape": shape,
            "data_offsets": [len(data), len(data) + len(raw)],
        }
        data += raw
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text + data)


trained = filled([
    ("conv.kernel", [3, 3, 2, 4]),
    ("norm.gamma", [4]),
    ("norm.beta", [4]),
    ("norm.moving_mean", [4]),
    ("norm.moving_variance", [4]),
    ("after.gamma", [4]),
    ("after.moving_mean", [4]),
    ("after.moving_variance", [4]),
    ("head.kernel", [16, 3]),
    ("head.bias", [3]),
])


def scales(layer, epsilon):
    gamma, variance = (trained[f"{layer}.{name}"][1] for name in ("gamma", "moving_variance"))
    return [g / math.sqrt(v + epsilon) for g, v in zip(gamma, variance)]


norm, after = scales("norm", 0.5), scales("after", 0.25)
mean, beta = trained["norm.moving_mean"][1], trained["norm.beta"][1]
deployed = {
    "conv.kernel": ([3, 3, 2, 4], [w * norm[i % 4] for i, w in enumerate(trained["conv.kernel"][1])]),
    "conv.bias": ([4], [(0 - m) * s + b for m, s, b in zip(mean, norm, beta)]),
    "after.scale": ([4], after),
    "after.shift": ([4], [0 - m * s for m, s in zip(trained["after.moving_mean"][1], after)]),
    "head.kernel": trained["head.kernel"],
    "head.bias": trained["head.bias"],
}
ours = {"format": "formwork", "model": "Classifier", "version": "1"}
write("trained.safetensors", trained, ours)
write("deployed.safetensors", deployed, {"form": "deployed", **ours})
write("foreign.safetensors", deployed, {})
write("users.safetensors", filled([("dense.kernel", [3, 2]), ("dense.bias", [2]), ("slope.beta", [2])]), {})

inner = "dense_block_1/normalized_1"
write("../../companions/networks/encoder.safetensors", filled([
    (f"{inner}/dense_1.kernel", [6, 4]),
    (f"{inner}/batch_normalization_1.gamma", [4]),
    (f"{inner}/batch_normalization_1.beta", [4]),
    (f"{inner}/batch_normalization_1.moving_mean", [4]),
    (f"{inner}/batch_normalization_1.moving_variance", [4]),
    ("dense_1.kernel", [4, 3]),
    ("dense_1.bias", [3]),
]), {})
