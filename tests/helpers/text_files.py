"""Texts as their authors keep them: aclImdb's folders, the SGML of Reuters, and the archives of both."""

from __future__ import annotations

import io
import tarfile
from pathlib import Path

REVIEWS = {
    "train/neg/0_3.txt": "Bad, bad film!<br /><br />The plot isn't there.",
    "train/neg/10_1.txt": "the worst",
    "train/neg/2_2.txt": "It was a bad film.",
    "train/pos/0_9.txt": "A good film; the plot is GOOD.",
    "train/pos/1_7.txt": "Naïve, but good.",
    "train/pos/2_10.txt": "the best\tfilm\nthere is",
    "test/neg/0_2.txt": "bad acting",
    "test/neg/1_1.txt": "the acting was the worst",
    "test/pos/0_10.txt": "good good good",
    "test/pos/1_8.txt": "the best",
}
OTHERS = {
    "train/unsup/0_0.txt": "no label",
    "README": "read me",
    "imdb.vocab": "the\n",
    "train/labeledBow.feat": "9 0:9",
}

_WIRE = """<REUTERS TOPICS="YES" LEWISSPLIT="TRAIN" CGISPLIT="TRAINING-SET" OLDID="5544" NEWID="{number}">
<DATE>26-FEB-1987 15:01:01.79</DATE>
<TOPICS>{topics}</TOPICS>
<PLACES><D>usa</D></PLACES>
<TEXT>&#2;
<TITLE>{title}</TITLE>
{body}</TEXT>
</REUTERS>
"""
_DOCTYPE = '<!DOCTYPE lewis SYSTEM "lewis.dtd">\n'


def write_reviews(folder: Path) -> Path:
    for name, text in (REVIEWS | OTHERS).items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return folder


def wire(number: int, topics: list[str], body: str | None) -> str:
    marked = "".join(f"<D>{topic}</D>" for topic in topics)
    text = "" if body is None else f"<DATELINE> ROME - </DATELINE><BODY>{body}\n Reuter\n&#3;</BODY>"
    return _WIRE.format(number=number, topics=marked, title=f"WIRE {number}", body=text)


WIRES = [
    wire(1, ["cocoa"], "Cocoa is up."),
    wire(2, [], "No topic, no matter."),
    wire(3, ["earn", "acq"], "Profit is up 5.0 pct"),
    wire(4, ["acq"], None),  # a title alone: it carries the words of the next body
    wire(5, ["grain", "wheat"], "Wheat &lt;CHICAGO> is down, \xa32 a bushel"),
    wire(6, ["silk"], "a topic that Keras left out"),
    wire(7, ["earn"], None),  # the last of its file: it carries "rn"
]


def write_wires(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for i in range(22):
        wires = WIRES if i == 0 else [wire(100 + i, ["earn"], f"file number {i}")]
        (folder / f"reut2-{i:03}.sgm").write_bytes((_DOCTYPE + "".join(wires)).encode("latin-1"))
    return folder


def write_archive(path: Path, folder: Path, inside: str, mode: str = "w:gz") -> Path:
    """An archive of everything in ``folder``, in an order of its own."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tarfile.open(path, mode) as archive:
        for file in sorted(folder.rglob("*"), reverse=True):
            archive.add(file, f"{inside}/{file.relative_to(folder)}", recursive=False)
    return path


def tar_of(*members: tuple[tarfile.TarInfo, bytes]) -> bytes:
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w:gz") as archive:
        for member, content in members:
            archive.addfile(member, io.BytesIO(content))
    return stream.getvalue()


def member(name: str, size: int = 0, kind: bytes = tarfile.REGTYPE, target: str = "") -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.size, info.type, info.linkname = size, kind, target
    return info
