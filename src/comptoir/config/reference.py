"""The generated pages of the documentation: `python -m comptoir.config.reference` writes them."""

import inspect
import json
from collections import defaultdict
from collections.abc import Callable, Iterator
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from django.apps import apps

from comptoir.accounts import reference as roles
from comptoir.config.commands.events import fields_of
from comptoir.config.commands.settings import reference_page as settings_page
from comptoir.demo import reference as demo
from comptoir.insights import reference as figures
from comptoir.journal.events import EVENTS, Event
from comptoir.journal.registry import handlers_of
from comptoir.kit.flows import Flow

FOLDER = Path(__file__).parents[3] / "docs" / "reference"
DEMO_PAGE = FOLDER.parent / "demo.md"
COMMAND = "uv run python -m comptoir.config.reference"

_EVENTS = f"""# Events

What each package announces, about what, and who listens. An event is written into the journal in
the transaction of its cause; its handlers run in a job of that same transaction. Fields are ids,
enum values, amounts and times. `comptoir events` prints the same. This page is generated: change
`events.py` or `handlers.py` of the package, then run `{COMMAND}`.
"""
_STATES = f"""# States

Every table of allowed moves. What is not drawn is refused. This page is generated: change
`states.py` of the package, then run `{COMMAND}`.
"""


def events_page() -> str:
    """The text of docs/reference/events.md: one section a package, one table row an event."""
    told: dict[str, list[type[Event]]] = defaultdict(list)
    for name, event in sorted(EVENTS.items()):
        if event.__module__.startswith("comptoir."):
            told[name.partition(".")[0]].append(event)
    sections = (_event_section(package, events) for package, events in told.items())
    return "\n".join([_EVENTS, *sections])


def _event_section(package: str, events: list[type[Event]]) -> str:
    lines = [f"## {package}", "", "| event | about | fields | handlers |", "|---|---|---|---|"]
    return "\n".join([*lines, *(_event_line(event) for event in events), ""])


def _event_line(event: type[Event]) -> str:
    fields = ", ".join(f"`{field}`".replace("|", "\\|") for field in fields_of(event))
    handlers = ", ".join(f"`{handler.name}`" for handler in handlers_of(event))
    name = f"`{event.__name__}`{_said(event)}"
    return f"| {name} | {_about(event)} | {fields} | {handlers or 'nobody'} |"


def _about(event: type[Event]) -> str:
    """Events of deadlines tell by a field what they are about."""
    kind, field = event.SUBJECT
    return f"{kind if 'subject' not in vars(event) else '`subject_kind`'} (`{field}`)"


def _said(event: type[Event]) -> str:
    """Its own docstring; a dataclass without one has its signature there."""
    text = " ".join((inspect.getdoc(event) or "").split())
    return "" if text.startswith(f"{event.__name__}(") else f"<br>{text}"


def states_page() -> str:
    """The text of docs/reference/states.md: one Mermaid diagram a table."""
    return "\n".join([_STATES, *(_flow_section(*found) for found in _flows())])


def _flows() -> Iterator[tuple[str, str, Flow]]:  # type: ignore[type-arg]
    """Package, name and table, in the order of the packages' names."""
    for config in sorted(apps.get_app_configs(), key=lambda config: config.name):
        module = f"{config.name}.states"
        if config.name.startswith("comptoir.") and find_spec(module):
            for name, thing in vars(import_module(module)).items():
                if isinstance(thing, Flow):
                    yield config.name.removeprefix("comptoir."), name, thing


def _flow_section(package: str, name: str, flow: Flow) -> str:  # type: ignore[type-arg]
    states = type(flow.states[0])
    said = " ".join((states.__doc__ or "").split())
    head = f"## {package}: {states.__name__}\n\n{said} (`{package}.states.{name}`)"
    return f"{head}\n\n```mermaid\n{_diagram(flow)}\n```\n"


def _diagram(flow: Flow) -> str:  # type: ignore[type-arg]
    ends = [f"    {state} --> [*]" for state in flow.states if flow.is_final(state)]
    return "\n".join([flow.as_mermaid(), *ends])


def openapi_file() -> str:
    """The text of docs/reference/openapi.json."""
    # Ninja reads the settings while it is imported: not before they are told.
    from comptoir.rest.openapi import schema

    return json.dumps(schema(), ensure_ascii=False, indent=1) + "\n"


PAGES: dict[str, Callable[[], str]] = {
    "events.md": events_page,
    "figures.md": figures.page,
    "openapi.json": openapi_file,
    "roles.md": roles.page,
    "settings.md": settings_page,
    "states.md": states_page,
}


def write() -> None:
    for name, page in PAGES.items():
        (FOLDER / name).write_text(page(), encoding="utf-8")
    DEMO_PAGE.write_text(demo.page(), encoding="utf-8")


if __name__ == "__main__":
    from comptoir.config.desk import set_up_django

    set_up_django()
    write()
