"""Reading arrays out of a pickle without unpickling it.

A pickle is a program for a small stack machine, and unpickling runs it: one of its instructions calls any function
of any module that it names. CIFAR's Python files and the ragged arrays of Keras' IMDB and Reuters are pickles, so
here is another machine for the same instructions, which knows no modules and calls nothing. The few names that
stand in a pickle of NumPy arrays are symbols to it, and "calling" one of them makes a description of an array
(:mod:`sutja.data.formats.described`). Every other name and every instruction that such files do not need is refused.
Only what the file holds is allocated: a declared length is compared with the bytes that are left, and the memo is a
dictionary.

What comes out is plain: dictionaries, lists, tuples, numbers, bytes, text, and :class:`Described` arrays.

Source: Python's pickletools, "The pickle virtual machine (PM)".
"""

from __future__ import annotations

import struct
from collections.abc import Callable
from typing import Any, Final

from sutja.data.formats.described import SYMBOLS, Described, DescribedDtype, Refused, Symbol, as_text, called

__all__ = ["read_pickle"]

_MARK: Final = object()


def read_pickle(content: bytes) -> Any:
    """What the pickle in ``content`` describes; text of Python 2 comes as bytes.

    Raises:
        Refused: The pickle is cut short or broken, or holds something else than arrays, lists and numbers.
    """
    try:
        return _Machine(content).run()
    except (IndexError, KeyError, ValueError, TypeError, struct.error, OverflowError) as error:
        raise Refused(f"it is broken ({type(error).__name__}: {error})") from error


class _Machine:
    """The stack machine. Its instructions are the methods in ``_INSTRUCTIONS``."""

    def __init__(self, content: bytes) -> None:
        self.content, self.position = content, 0
        self.stack: list[Any] = []
        self.memo: dict[int, Any] = {}

    def run(self) -> Any:
        content = self.content
        while True:
            position = self.position
            code = content[position]
            # Numbers are nearly all of a file of texts, so they come first and without a call.
            if code == 0x4B:  # BININT1
                self.stack.append(content[position + 1])
                self.position = position + 2
            elif code == 0x4D:  # BININT2
                self.stack.append(content[position + 1] | content[position + 2] << 8)
                self.position = position + 3
            elif code == 0x2E:  # STOP
                if len(self.stack) != 1:
                    raise Refused("it leaves more than one thing")
                return self.stack.pop()
            else:
                self.position = position + 1
                if (instruction := _INSTRUCTIONS.get(code)) is None:
                    raise Refused(f"it asks for the instruction {bytes([code])!r}")
                instruction(self)

    # What is read from the file.

    def take(self, size: int) -> bytes:
        if size > len(self.content) - self.position:
            raise Refused("it is cut short")
        taken = self.content[self.position : self.position + size]
        self.position += size
        return taken

    def number(self, form: str) -> int:
        return int(struct.unpack(form, self.take(struct.calcsize(form)))[0])

    def line(self) -> bytes:
        end = self.content.index(b"\n", self.position)
        taken = self.content[self.position : end]
        self.position = end + 1
        return taken

    # What is done to the stack.

    def push(self, value: Any) -> None:
        self.stack.append(value)

    def above_mark(self) -> list[Any]:
        at = len(self.stack) - 1
        while self.stack[at] is not _MARK:
            at -= 1
            if at < 0:
                raise Refused("a mark is missing")
        items = self.stack[at + 1 :]
        del self.stack[at:]
        return items

    def extend(self, items: list[Any]) -> None:
        target = self.stack[-1]
        if not isinstance(target, list):
            raise Refused("items of no list")
        target.extend(items)

    def update(self, items: list[Any]) -> None:
        target = self.stack[-1]
        if not isinstance(target, dict) or len(items) % 2:
            raise Refused("items of no dictionary")
        for key, value in zip(items[::2], items[1::2], strict=True):
            if not isinstance(key, bytes | str | int):
                raise Refused("a key that is no text")
            target[key] = value

    def symbol(self, module: Any, name: Any) -> None:
        if not isinstance(module, str) or not isinstance(name, str) or (module, name) not in SYMBOLS:
            raise Refused(f"it asks for {str(module)[:60]}.{str(name)[:60]}")
        self.push(SYMBOLS[module, name])

    def reduce(self) -> None:
        arguments, function = self.stack.pop(), self.stack.pop()
        if not isinstance(function, Symbol) or not isinstance(arguments, tuple):
            raise Refused("it calls something")
        self.push(called(function.what, arguments))

    def build(self) -> None:
        state, target = self.stack.pop(), self.stack[-1]
        if isinstance(target, Described) and isinstance(state, tuple):
            target.state = state
        elif isinstance(target, DescribedDtype) and isinstance(state, tuple) and isinstance(state[1], str | bytes):
            target.order = as_text(state[1])
        else:
            raise Refused("it sets the state of something")

    def long(self, size: int) -> None:
        if size > 8:
            raise Refused("a number of more than 64 bits")
        self.push(int.from_bytes(self.take(size), "little", signed=True))


def _sized(form: str, make: Callable[[bytes], Any]) -> Callable[[_Machine], None]:
    return lambda m: m.push(make(m.take(m.number(form))))


def _decoded(content: bytes) -> str:
    return content.decode("utf-8", "surrogatepass")


def _tuple(size: int) -> Callable[[_Machine], None]:
    def make(m: _Machine) -> None:
        if size > len(m.stack):
            raise Refused("a tuple of nothing")
        items = tuple(m.stack[len(m.stack) - size :])
        del m.stack[len(m.stack) - size :]
        m.push(items)

    return make


def _put(index: Callable[[_Machine], int]) -> Callable[[_Machine], None]:
    return lambda m: m.memo.__setitem__(index(m), m.stack[-1])


def _get(index: Callable[[_Machine], int]) -> Callable[[_Machine], None]:
    return lambda m: m.push(m.memo[index(m)])


def _integer_line(m: _Machine) -> None:
    line = m.line()
    if len(line) > 20:
        raise Refused("a number of more than 64 bits")
    m.push({b"00": False, b"01": True}[line] if line in (b"00", b"01") else int(line.rstrip(b"L")))


def _quoted_line(m: _Machine) -> None:
    line = m.line()
    if len(line) < 2 or line[:1] != line[-1:] or line[:1] not in b"'\"" or b"\\" in line:
        raise Refused("a text with special characters")
    m.push(line[1:-1])


def _append(m: _Machine) -> None:
    item = m.stack.pop()
    m.extend([item])


def _set_item(m: _Machine) -> None:
    value, key = m.stack.pop(), m.stack.pop()
    m.update([key, value])


def _appends(m: _Machine) -> None:
    items = m.above_mark()
    m.extend(items)


def _set_items(m: _Machine) -> None:
    items = m.above_mark()
    m.update(items)


def _protocol(m: _Machine) -> None:
    if m.number("<B") > 5:
        raise Refused("a protocol that is not known")


def _dictionary(m: _Machine) -> None:
    items = m.above_mark()
    m.push({})
    m.update(items)


def _global_of_stack(m: _Machine) -> None:
    name, module = m.stack.pop(), m.stack.pop()
    m.symbol(module, name)


_INSTRUCTIONS: Final[dict[int, Callable[[_Machine], None]]] = {
    code[0]: instruction
    for code, instruction in {
        b"\x80": _protocol,
        b"\x95": lambda m: m.take(8) and None,  # FRAME: how much to read ahead
        b"(": lambda m: m.push(_MARK),
        b"}": lambda m: m.push({}),
        b"]": lambda m: m.push([]),
        b")": lambda m: m.push(()),
        b"N": lambda m: m.push(None),
        b"\x88": lambda m: m.push(True),
        b"\x89": lambda m: m.push(False),
        b"J": lambda m: m.push(m.number("<i")),
        b"I": _integer_line,
        b"L": _integer_line,
        b"\x8a": lambda m: m.long(m.number("<B")),
        b"U": _sized("<B", bytes),
        b"T": _sized("<I", bytes),
        b"C": _sized("<B", bytes),
        b"B": _sized("<I", bytes),
        b"\x8e": _sized("<Q", bytes),
        b"X": _sized("<I", _decoded),
        b"\x8c": _sized("<B", _decoded),
        b"S": _quoted_line,
        b"V": lambda m: m.push(m.line().decode("raw-unicode-escape")),
        b"q": _put(lambda m: m.number("<B")),
        b"r": _put(lambda m: m.number("<I")),
        b"p": _put(lambda m: int(m.line())),
        b"\x94": _put(lambda m: len(m.memo)),
        b"h": _get(lambda m: m.number("<B")),
        b"j": _get(lambda m: m.number("<I")),
        b"g": _get(lambda m: int(m.line())),
        b"\x85": _tuple(1),
        b"\x86": _tuple(2),
        b"\x87": _tuple(3),
        b"t": lambda m: m.push(tuple(m.above_mark())),
        b"l": lambda m: m.push(m.above_mark()),
        b"d": _dictionary,
        b"a": _append,
        b"e": _appends,
        b"s": _set_item,
        b"u": _set_items,
        b"c": lambda m: m.symbol(as_text(m.line()), as_text(m.line())),
        b"\x93": _global_of_stack,
        b"R": lambda m: m.reduce(),
        b"b": lambda m: m.build(),
    }.items()
}
