"""The table of roles and permissions, written into the documentation."""

from comptoir.accounts.roles import PERMISSIONS, ROLE_NAMES, Role

HEAD = """# Roles

What each role may do, as the program has it. A role is given everywhere, or for one team, one
channel or one seller. This page is generated: change `access.py` of the package, then run
`uv run python -m comptoir.config.reference`.
"""


def role_table_markdown() -> str:
    """One line a permission, one column a role, in the order of the packages' names."""
    head = ["Permission", "What it allows", *(str(ROLE_NAMES[role]) for role in Role)]
    lines = [_line(head), _line(["---", "---", *(":-:" for _ in Role)])]
    for name, permission in sorted(PERMISSIONS.items()):
        marks = ("✓" if role in permission.roles else "" for role in Role)
        lines.append(_line([f"`{name}`", str(permission.help), *marks]))
    return "\n".join(lines) + "\n"


def _line(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


def page() -> str:
    return f"{HEAD}\n{role_table_markdown()}"
