"""The source tree as the architecture tests read it."""

import ast
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "comptoir"

GROUND = frozenset({"kit", "ui", "live", "rest", "journal", "accounts", "config", "demo"})
DOORS = frozenset(
    {"services", "queries", "access", "events", "slots", "errors", "models", "states"}
)


@lru_cache(maxsize=1)
def river() -> tuple[tuple[str, ...], ...]:
    """The layers of pyproject.toml, highest first; packages of one layer stand side by side."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())
    (contract,) = (
        c for c in settings["tool"]["importlinter"]["contracts"] if c["type"] == "layers"
    )
    return tuple(
        tuple(part.strip().strip("()") for part in layer.split("|")) for layer in contract["layers"]
    )


def height(package: str) -> int:
    """Its place along the river: the larger, the later."""
    layers = list(reversed(river()))
    return next(at for at, layer in enumerate(layers) if package in layer)


def packages() -> list[str]:
    return sorted(p.name for p in SOURCE.iterdir() if (p / "__init__.py").exists())


def python_files(package: str = "") -> Iterator[Path]:
    for path in sorted((SOURCE / package).rglob("*.py")):
        if "migrations" not in path.parts and "__pycache__" not in path.parts:
            yield path


def package_of(path: Path) -> str:
    return path.relative_to(SOURCE).parts[0].removesuffix(".py")


@dataclass(frozen=True, slots=True)
class Import:
    file: Path
    line: int
    module: str


def imports(path: Path) -> Iterator[Import]:
    """Every import of our own modules that runs, wherever it stands."""
    tree = ast.parse(path.read_text())
    skipped = {id(node) for block in _type_checking(tree) for node in ast.walk(block)}
    for node in ast.walk(tree):
        if id(node) in skipped:
            continue
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("comptoir"):
            for name in node.names:
                yield Import(path, node.lineno, f"{node.module}.{name.name}")
        elif isinstance(node, ast.Import):
            for name in node.names:
                if name.name.startswith("comptoir"):
                    yield Import(path, node.lineno, name.name)


def _type_checking(tree: ast.Module) -> Iterator[ast.If]:
    for node in ast.walk(tree):
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            yield node
