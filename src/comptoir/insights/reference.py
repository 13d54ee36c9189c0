"""The definitions of all figures, written into the documentation."""

from comptoir.insights.policies.definitions import DEFINITIONS, Definition

HEAD = """# Figures

What each figure of *Service today* counts, as the page says it. A definition that changes gets a
new version with its first day. This page is generated: change
`insights/policies/definitions.py`, then run `uv run python -m comptoir.config.reference`.
"""


def page() -> str:
    return "\n".join([HEAD, *(_section(each) for each in DEFINITIONS)])


def _section(each: Definition) -> str:
    return (
        f"## {each.name}\n\nVersion {each.version}, since {each.since:%Y-%m-%d}.\n\n{each.text}\n"
    )
