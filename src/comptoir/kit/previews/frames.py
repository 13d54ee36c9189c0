"""How parent and child speak: a length, a line of JSON, then raw bytes. Nothing is unpickled."""

import json
import struct
from collections.abc import Iterator
from typing import Any, BinaryIO

from comptoir.kit.previews.refusals import PreviewRefused, Reason
from comptoir.kit.previews.shapes import Limits, Picture, Previews

JPEG = "image/jpeg"
_LENGTH = struct.Struct("!I")
_LARGEST_HEAD = 2**16


def write_request(stream: BinaryIO, *, limits: Limits, content: bytes) -> None:
    fields = {name: getattr(limits, name) for name in Limits.__slots__}
    _write(stream, fields, [content])


def read_request(stream: BinaryIO) -> tuple[Limits, bytes]:
    fields, content = _split(stream.read())
    fields["thumbnail"] = tuple(fields["thumbnail"])
    return Limits(**fields), content


def write_refusal(stream: BinaryIO, reason: Reason) -> None:
    _write(stream, {"refused": reason}, [])


def write_previews(stream: BinaryIO, previews: Previews) -> None:
    pictures = [*previews.pages, *([previews.thumbnail] if previews.thumbnail else [])]
    head = {
        "page_count": previews.page_count,
        "pages": len(previews.pages),
        "pictures": [[it.width, it.height, len(it.content)] for it in pictures],
    }
    _write(stream, head, [it.content for it in pictures])


def read_answer(answer: bytes) -> Previews:
    """The child has touched a stranger's file, so its answer is doubted too.

    Raises `PreviewRefused`: the child's own reason, or *broken* where the answer makes no sense.
    """
    try:
        head, body = _split(answer)
        if "refused" in head:
            raise PreviewRefused(Reason(head["refused"]))
        pictures = tuple(_pictures(head["pictures"], body))
        pages, rest = pictures[: head["pages"]], pictures[head["pages"] :]
        return Previews(pages, rest[0] if rest else None, int(head["page_count"]))
    except (ValueError, TypeError, KeyError, struct.error):
        raise PreviewRefused(Reason.BROKEN) from None


def _write(stream: BinaryIO, head: dict[str, Any], bodies: list[bytes]) -> None:
    line = json.dumps(head).encode()
    stream.write(_LENGTH.pack(len(line)) + line)
    for body in bodies:
        stream.write(body)
    stream.flush()


def _split(frame: bytes) -> tuple[dict[str, Any], bytes]:
    (length,) = _LENGTH.unpack_from(frame)
    if length > _LARGEST_HEAD:
        raise ValueError(length)
    start = _LENGTH.size
    head = json.loads(frame[start : start + length])
    if not isinstance(head, dict):
        raise TypeError(head)
    return head, frame[start + length :]


def _pictures(sizes: list[list[int]], body: bytes) -> Iterator[Picture]:
    start = 0
    for width, height, length in sizes:
        content = body[start : start + length]
        if length < 1 or len(content) != length or not content.startswith(b"\xff\xd8\xff"):
            raise ValueError(length)
        yield Picture(content, JPEG, int(width), int(height))
        start += length
    if start != len(body):
        raise ValueError(start)
