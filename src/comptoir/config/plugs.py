"""What the top plugs into packages below. Config is no app: the addresses bring it in."""

from collections.abc import Mapping

from django.utils.translation import gettext

from comptoir.channels.slots import CHECKS, Check
from comptoir.config.checkup import database, machine
from comptoir.config.checkup.findings import ABOUT, Age, Finding
from comptoir.config.env import env
from comptoir.ui.times import span


def ask_the_doctor() -> list[Check]:
    """The findings of `comptoir doctor`, about this process's own machine."""
    found = [*machine.look(env()), *database.look(env())]
    return [_in_words(one) for one in found]


def _in_words(found: Finding) -> Check:
    """In the language of who reads the page."""
    facts = {name: _said(fact) for name, fact in found.facts.items()}
    return Check(
        level=found.level.value,
        about=found.about,
        name=gettext(ABOUT[found.about]),
        text=_filled(found.text, facts),
        todo=_filled(found.todo, facts),
    )


def _filled(sentence: str, facts: Mapping[str, object]) -> str:
    said = gettext(sentence) if sentence else ""
    return said % facts if facts else said


def _said(fact: object) -> object:
    return span(int(fact.seconds)) if isinstance(fact, Age) else fact


CHECKS.plug("doctor", ask_the_doctor)
