"""What the top plugs into packages below. Config is no app: the addresses bring it in."""

from comptoir.channels.slots import CHECKS, Check
from comptoir.config.checkup import database, machine
from comptoir.config.env import env


def ask_the_doctor() -> list[Check]:
    """The findings of `comptoir doctor`, about this process's own machine."""
    found = [*machine.look(env()), *database.look(env())]
    return [Check(one.level.value, one.about, one.text) for one in found]


CHECKS.plug("doctor", ask_the_doctor)
