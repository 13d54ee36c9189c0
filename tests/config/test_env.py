"""The environment: defaults, and one clear sentence for a value that cannot be meant."""

from dataclasses import fields
from pathlib import Path

import pytest

from comptoir.config.env import BadSetting, Env, file_storage, load_env, variable

SECRET = "s" * 32


def told(tmp_path: Path, **variables: str) -> Env:
    return load_env({"COMPTOIR_DATA_DIR": str(tmp_path / "data"), **variables})


def test_silence_gives_a_desk_on_this_machine(tmp_path):
    env = told(tmp_path)

    assert env.data_dir == tmp_path / "data"
    assert env.files_dir == tmp_path / "data/files"
    assert (env.host, env.port) == ("127.0.0.1", 8000)
    assert env.public_url == "http://127.0.0.1:8000"
    assert env.allowed_hosts == ("127.0.0.1", "localhost", "[::1]")
    assert (env.debug, env.admin, env.demo, env.behind_proxy) == (False,) * 4


def test_a_secret_key_is_made_once_and_readable_by_its_owner_only(tmp_path):
    first = told(tmp_path).secret_key

    assert told(tmp_path).secret_key == first
    assert len(first) == 64
    assert (tmp_path / "data/secret_key").stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "data").stat().st_mode & 0o777 == 0o700


def test_no_file_is_written_when_the_secret_key_is_told(tmp_path):
    assert told(tmp_path, COMPTOIR_SECRET_KEY=SECRET).secret_key == SECRET
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("COMPTOIR_PORT", "99999", "a whole number from 1 to 65535"),
        ("COMPTOIR_PORT", "eighty", "a whole number from 1 to 65535"),
        ("COMPTOIR_PORT", "-1", "a whole number from 1 to 65535"),
        ("COMPTOIR_DEBUG", "maybe", "1 or 0"),
        ("DATABASE_URL", "mysql://host/db", "postgresql://user:password@host/database"),
        ("COMPTOIR_PUBLIC_URL", "desk.example.com", "https://desk.example.com"),
        ("COMPTOIR_PUBLIC_URL", "https://desk.example.com/path", "https://desk.example.com"),
        ("COMPTOIR_OUTBOUND_ALLOW", "10.0.0.0/40", "networks or host names"),
        ("COMPTOIR_MAIL_FROM", "somebody", "Comptoir <desk@example.com>"),
        ("COMPTOIR_MAIL_FROM", "a@b.example\nBcc: c@d.example", "a mail address"),
        ("COMPTOIR_LOG_LEVEL", "LOUD", "one of DEBUG, INFO"),
        ("COMPTOIR_TIME_ZONE", "Mars/Olympus", "a time zone such as Europe/Paris"),
        ("COMPTOIR_TIME_ZONE", "../../etc/passwd", "a time zone such as Europe/Paris"),
        ("COMPTOIR_STORAGE_URL", "s3://bucket", "storages.backends.s3.S3Storage"),
        ("COMPTOIR_WORKER_CONCURRENCY", "0", "a whole number from 1 to 64"),
    ],
)
def test_a_bad_value_is_refused_in_one_sentence_naming_the_variable(tmp_path, name, value, words):
    with pytest.raises(BadSetting) as refusal:
        told(tmp_path, **{name: value})

    sentence = str(refusal.value)
    assert sentence.startswith(f"{name} cannot be ")
    assert words in sentence
    assert "\n" not in sentence


def test_a_short_secret_key_is_refused_without_being_shown(tmp_path):
    with pytest.raises(BadSetting) as refusal:
        told(tmp_path, COMPTOIR_SECRET_KEY="hunter2")

    assert "hunter2" not in str(refusal.value)
    assert "openssl rand -hex 32" in str(refusal.value)


def test_a_folder_that_cannot_be_used_is_named(tmp_path):
    (tmp_path / "data").write_text("a file, not a folder")

    with pytest.raises(BadSetting, match="set COMPTOIR_DATA_DIR to a folder that you own"):
        told(tmp_path)


def test_names_come_with_commas_and_an_empty_value_is_silence(tmp_path):
    env = told(tmp_path, COMPTOIR_OUTBOUND_ALLOW=" 10.0.0.0/8, fd00::/8 ,mail ", COMPTOIR_PORT="")

    assert env.outbound_allow == ("10.0.0.0/8", "fd00::/8", "mail")
    assert env.port == 8000


def test_the_sample_has_a_folder_of_its_own(tmp_path):
    home = {"XDG_DATA_HOME": str(tmp_path), "COMPTOIR_SECRET_KEY": SECRET}

    assert load_env(home).data_dir == tmp_path / "comptoir"
    assert load_env(home | {"COMPTOIR_DEMO": "1"}).data_dir == tmp_path / "comptoir-demo"


def test_the_public_address_decides_who_we_answer_to(tmp_path):
    env = told(tmp_path, COMPTOIR_PUBLIC_URL="https://desk.example.com/")

    assert env.public_url == "https://desk.example.com"
    assert env.allowed_hosts[0] == "desk.example.com"


def test_files_may_have_a_host_of_their_own_but_not_a_port(tmp_path):
    desk = "https://desk.example.com"
    env = told(tmp_path, COMPTOIR_PUBLIC_URL=desk, COMPTOIR_FILES_HOST="https://files.example.net/")

    assert env.files_url == "https://files.example.net"
    assert "files.example.net" in env.allowed_hosts
    with pytest.raises(BadSetting, match="COMPTOIR_FILES_HOST cannot be"):
        told(tmp_path, COMPTOIR_PUBLIC_URL=desk, COMPTOIR_FILES_HOST=f"{desk}:8443")


def test_files_go_to_the_storage_that_was_named(tmp_path):
    here = told(tmp_path)
    away = told(
        tmp_path, COMPTOIR_STORAGE_URL="storages.backends.s3.S3Storage?bucket_name=desk&region=eu"
    )

    assert file_storage(here)["OPTIONS"] == {"location": tmp_path / "data/files"}
    assert file_storage(away) == {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {"bucket_name": "desk", "region": "eu"},
    }


def test_every_setting_has_a_variable_of_its_own_and_a_sentence_of_help():
    names = [variable(field) for field in fields(Env)]

    assert len(set(names)) == len(names)
    assert all(name.startswith("COMPTOIR_") or name == "DATABASE_URL" for name in names)
    assert all(field.metadata["help"].endswith(".") for field in fields(Env))
