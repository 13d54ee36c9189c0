"""Safe pictures of strangers' files: only what a confined child drew itself is ever shown."""

from comptoir.kit.previews.kinds import Kind, kind_of
from comptoir.kit.previews.refusals import PreviewRefused, Reason
from comptoir.kit.previews.shapes import Limits, Picture, Previews

__all__ = [
    "Kind",
    "Limits",
    "Picture",
    "PreviewRefused",
    "Previews",
    "Reason",
    "kind_of",
    "make_previews",
]


def make_previews(content: bytes, *, limits: Limits = Limits()) -> Previews:  # noqa: B008
    """Page pictures and a thumbnail, all JPEG without metadata. About 0.1 s a photo.

    What the file is called or declared to be plays no part: its first bytes decide.
    Raises `PreviewRefused` with a `reason`; the original then stays a download.
    """
    # Here, because the child imports this package too and has to start fast.
    from comptoir.kit.previews.sandbox import draw

    return draw(content, limits=limits)
