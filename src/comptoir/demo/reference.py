"""The text of docs/demo.md, made from the planted cases themselves."""

from datetime import UTC, datetime

from comptoir.demo.content.house import AGENTS, CLAIM, NAME, PASSWORD
from comptoir.demo.content.planted import plant
from comptoir.demo.content.planted.scene import Scene
from comptoir.demo.content.shapes import PlantedCase

HOME = "http://127.0.0.1:8000"
_ANY_DAY = datetime(2026, 1, 1, tzinfo=UTC)

_HEAD = f"""# The sample marketplace

`uv run comptoir demo` loads **{NAME}**: {CLAIM[0].lower()}{CLAIM[1:]}. Three mailboxes (its own shop, an Amazon
account, an eBay account), 40 sellers, 4,000 orders with their parcels, 1,500 conversations of ninety
days in eight languages. Everybody in it is made up, and no mail leaves the machine. A later start
keeps what happened; `--fresh` begins anew. This page is generated: change the content, then run
`uv run python -m comptoir.config.reference`.

## Who signs in

| role | address | password |
|---|---|---|
"""
_BUYERS = f"""
## Be a buyer

At [/demo/]({HOME}/demo/) nobody signs in. Choose a buyer, or make one up; write to one of the three
mailboxes, with photos if you like; read what this buyer has received, and answer it. The stream on
that page lets sixty new mails arrive, one every few seconds.

## Sixteen cases

The links lead to the conversation in your own sample, at its usual address.

| case | what it shows |
|---|---|
"""


def page() -> str:
    cases, _ = plant(Scene(_ANY_DAY))
    logins = "".join(
        f"| {agent.role} | `{agent.email}` | `{PASSWORD}` |\n" for agent in AGENTS if agent.login
    )
    return _HEAD + logins + _BUYERS + "".join(map(_line, cases))


def _line(case: PlantedCase) -> str:
    return f"| [{case.title}]({HOME}/demo/case/{case.key}/) | {case.line} |\n"
