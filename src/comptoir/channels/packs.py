"""Loads the mail profiles of marketplaces: idempotent, never over a row that was edited."""

import tomllib
from importlib.resources import files

from comptoir.channels.models import MailProfile
from comptoir.channels.queries import forget_profiles


def load() -> None:
    """Bring the shipped profiles into the database."""
    text = files("comptoir.channels").joinpath("packs", "profiles.toml").read_text("utf-8")
    for shipped in tomllib.loads(text)["profile"]:
        _load_one(dict(shipped))
    forget_profiles()


def _load_one(shipped: dict[str, object]) -> None:
    found = MailProfile.objects.filter(key=shipped["key"]).first()
    if found is None:
        MailProfile.objects.create(**shipped)
    elif found.edited_at is None and found.version < int(str(shipped["version"])):
        MailProfile.objects.filter(pk=found.pk).update(**shipped)
