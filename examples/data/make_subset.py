#!/usr/bin/env python3
"""Makes the subsets beside this file: the first training images and the first test images of a set.

    python3 make_subset.py mnist DIR
    python3 make_subset.py fashion-mnist DIR

DIR holds the four files of the whole set, such as train-images-idx3-ubyte.gz.
"""

import gzip
import pathlib
import struct
import sys

COUNTS = {
    "mnist": {"train": 6000, "t10k": 1000},
    "fashion-mnist": {"train": 4000, "t10k": 1000},
}


def subset(data: bytes, count: int) -> bytes:
    """The first `count` items of an IDX file of bytes."""
    axes = struct.unpack_from(f">{data[3]}I", data, 4)
    start = 4 + 4 * len(axes)
    item = (len(data) - start) // axes[0]
    header = data[:4] + struct.pack(f">{len(axes)}I", count, *axes[1:])
    return header + data[start : start + count * item]


def main() -> None:
    name_of_set, source = sys.argv[1], pathlib.Path(sys.argv[2])
    target = pathlib.Path(__file__).parent / name_of_set
    for part, count in COUNTS[name_of_set].items():
        for kind in ("images-idx3", "labels-idx1"):
            name = f"{part}-{kind}-ubyte.gz"
            data = gzip.decompress((source / name).read_bytes())
            # No time of making, so that the same images give the same file.
            packed = gzip.compress(subset(data, count), compresslevel=9, mtime=0)
            (target / name).write_bytes(packed)
            print(f"{name}: {count} items, {len(packed):,} bytes")


if __name__ == "__main__":
    main()
