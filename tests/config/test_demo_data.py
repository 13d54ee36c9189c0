"""Sample and real data never share a folder."""

import pytest

from comptoir.config.demo_data import WrongFolder, mark_sample, refuse_sample
from comptoir.config.env import load_env


def told(folder, **variables):
    return load_env({"COMPTOIR_DATA_DIR": str(folder), **variables})


def test_the_sample_never_moves_into_a_real_installation(tmp_path):
    (tmp_path / "postgres").mkdir()

    with pytest.raises(WrongFolder, match="give the sample another folder with --data"):
        mark_sample(told(tmp_path, COMPTOIR_DEMO="1"))

    assert not (tmp_path / "sample").exists()


def test_the_sample_is_never_served_for_real(tmp_path):
    mark_sample(told(tmp_path, COMPTOIR_DEMO="1"))

    with pytest.raises(WrongFolder, match="run `comptoir demo`"):
        refuse_sample(told(tmp_path))


def test_a_second_start_of_the_sample_keeps_its_age(tmp_path):
    env = told(tmp_path, COMPTOIR_DEMO="1")
    mark_sample(env)
    first = (tmp_path / "sample").stat().st_mtime_ns
    (tmp_path / "postgres").mkdir()

    mark_sample(env)

    assert (tmp_path / "sample").stat().st_mtime_ns == first
