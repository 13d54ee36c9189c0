"""One address holds everything a browser keeps."""

import gzip

import pytest
from django.test import Client

from comptoir.ui import assets


def test_the_sheet_holds_tokens_and_components_in_order() -> None:
    sheet = assets.current().assets["app.css"].content.decode()

    assert sheet.index("@font-face") < sheet.index("--n-12:") < sheet.index(".letter {")


def test_the_borrowed_files_are_where_their_packages_put_them() -> None:
    assert assets.BORROWED.keys() - assets.current().assets.keys() == set()


def test_an_asset_of_this_version_may_be_kept_for_a_year(client: Client) -> None:
    response = client.get(assets.address("app.css"), headers={"Accept-Encoding": "gzip"})

    assert response.status_code == 200
    assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert response.headers["Content-Type"] == "text/css; charset=utf-8"
    assert gzip.decompress(response.content) == assets.current().assets["app.css"].content


def test_a_page_from_before_an_update_still_gets_its_modules(client: Client) -> None:
    response = client.get("/ui/assets/0123456789abcdef/ui/js/app.js")

    assert response.status_code == 200
    assert response.headers["Cache-Control"] == "no-cache"


@pytest.mark.parametrize("path", ["../settings.py", "ui/%2e%2e/%2e%2e/views.py", "nothing.css", ""])
def test_nothing_outside_the_shelf_is_served(client: Client, path: str) -> None:
    assert client.get(f"/ui/assets/{assets.current().version}/{path}").status_code == 404


def test_an_asset_nobody_has_is_refused_when_the_page_is_written() -> None:
    with pytest.raises(KeyError, match="no asset"):
        assets.address("nothing.css")
