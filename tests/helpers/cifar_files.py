"""CIFAR's files as their authors wrote them: records of bytes, and pickles of Python 2."""

from __future__ import annotations

import struct
from typing import Any

import numpy as np


def binary(x: np.ndarray, *labels: np.ndarray) -> bytes:
    """Pictures (n, 32, 32, 3) with one or two labels each."""
    rows = x.transpose(0, 3, 1, 2).reshape(len(x), 3072)
    return np.column_stack([*labels, rows]).astype(np.uint8).tobytes()


def python2(x: np.ndarray, **labels: Any) -> bytes:
    """The pickle that Python 2 wrote for {"data": array, label: list, ...}, protocol 2."""
    rows = np.ascontiguousarray(x.transpose(0, 3, 1, 2).reshape(len(x), 3072), np.uint8)
    return (
        b"\x80\x02}q\x01("
        + text(b"data")
        + array(rows)
        + b"".join(text(k.encode()) + numbers(v) for k, v in labels.items())
        + text(b"batch_label")
        + text(b"training batch 1 of 5")
        + b"u."
    )


def text(content: bytes) -> bytes:
    return b"U" + bytes([len(content)]) + content + b"q\x02"


def numbers(values: Any) -> bytes:
    return b"]q\x03(" + b"".join(number(int(value)) for value in values) + b"e"


def number(value: int) -> bytes:
    if 0 <= value < 256:
        return b"K" + bytes([value])
    return b"M" + struct.pack("<H", value) if 0 <= value < 2**16 else b"J" + struct.pack("<i", value)


def array(values: np.ndarray, code: bytes = b"u1", content: bytes | None = None) -> bytes:
    shape = b"(" + b"".join(number(size) for size in values.shape) + b"t"
    content = values.tobytes() if content is None else content
    return (
        b"cnumpy.core.multiarray\n_reconstruct\nq\x04cnumpy\nndarray\nq\x05K\x00\x85U\x01b\x87Rq\x06(K\x01"
        + shape
        + b"cnumpy\ndtype\nq\x07U\x02"
        + code
        + b"K\x00K\x01\x87Rq\x08(K\x03U\x01|NNNJ\xff\xff\xff\xffJ\xff\xff\xff\xffK\x00tb"
        + b"\x89T"
        + struct.pack("<I", len(content))
        + content
        + b"tb"
    )
