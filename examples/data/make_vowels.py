#!/usr/bin/env python3
"""Makes `japanese_vowels/{train,test}.npz` from the two files of the data set.

    python3 make_vowels.py JapaneseVowels_eq_TRAIN.ts JapaneseVowels_eq_TEST.ts

`x` has the shape [utterances, 25 steps, 12 coefficients], `y` the speakers, numbered from 0.
"""

import pathlib
import sys

import numpy as np

for name, source in zip(("train", "test"), sys.argv[1:3], strict=True):
    lines = pathlib.Path(source).read_text().split("@data\n")[1].split()
    rows = [line.split(":") for line in lines]
    x = np.array([[channel.split(",") for channel in row[:-1]] for row in rows], np.float32)
    y = np.array([row[-1] for row in rows], np.int64) - 1
    target = pathlib.Path(__file__).parent / "japanese_vowels" / f"{name}.npz"
    np.savez_compressed(target, x=np.ascontiguousarray(x.transpose(0, 2, 1)), y=y.astype(np.uint8))
    print(target.name, x.shape, np.bincount(y))
