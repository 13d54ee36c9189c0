"""The reader's wishes come from a cookie, which anybody can write."""

import pytest

from comptoir.ui.look import Look


@pytest.mark.parametrize(
    ("cookie", "look"),
    [
        ("", Look()),
        ("theme=dark", Look(theme="dark")),
        ("theme=dark&width=380&case=folded&rail=open", Look("dark", "open", "folded", "380")),
        ("theme=pink&width=12&case=<script>&rail=", Look()),
        ("theme=dark&theme=light", Look(theme="light")),
        ("\x00" * 5000, Look()),
    ],
)
def test_the_cookie_is_read_and_never_trusted(cookie: str, look: Look) -> None:
    assert Look.read(cookie) == look
