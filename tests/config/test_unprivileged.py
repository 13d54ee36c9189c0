"""The account that root hands its processes to."""

import os
from pathlib import Path

import pytest

from comptoir.config.unprivileged import Account, own_account, unprivileged_account

as_root = os.geteuid() == 0


def test_an_ordinary_user_stays_oneself_and_root_never_does():
    account = unprivileged_account()

    assert account.uid != 0
    assert (account == own_account()) is not as_root


def test_the_account_itself_is_asked_what_it_can_reach(tmp_path):
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    (closed / "file").write_text("words")
    account = unprivileged_account()

    assert account.can_read([Path("/etc/passwd")])
    assert not account.can_write(Path("/etc"))
    assert account.can_read([closed / "file"]) is not as_root
    assert account.can_enter(closed) is not as_root


def test_starting_as_oneself_needs_no_options():
    assert own_account().popen_options() == {}


@pytest.mark.parametrize("uid", [65534])
def test_another_account_comes_without_groups_of_ours(uid):
    assert Account("nobody", uid, uid).popen_options() == (
        {"user": uid, "group": uid, "extra_groups": ()} if os.geteuid() != uid else {}
    )


def test_the_owner_of_an_existing_cluster_goes_on_with_it(tmp_path):
    home = tmp_path / "postgres"
    home.mkdir()
    if as_root:
        os.chown(home, 1, 1)  # daemon, on every Debian

    assert unprivileged_account(home).uid == (1 if as_root else os.geteuid())
