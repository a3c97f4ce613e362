"""The sources as trees: what the house rules walk over."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGES = ("accounts", "carbonpeak", "tasks_app")


@dataclass(frozen=True)
class Source:
    """One file: where it is, its text and its tree."""

    path: str
    text: str
    tree: ast.Module

    @cached_property
    def nodes(self) -> tuple[ast.AST, ...]:
        """Every node of the tree, walked once for all rules."""
        return tuple(ast.walk(self.tree))

    def calls(self) -> Iterator[ast.Call]:
        """Every call in the file."""
        return (node for node in self.nodes if isinstance(node, ast.Call))

    def functions(self) -> Iterator[ast.FunctionDef]:
        """Every function and method in the file."""
        return (node for node in self.nodes if isinstance(node, ast.FunctionDef))


@cache
def sources(*folders: str) -> tuple[Source, ...]:
    """All files below these folders (of the three packages where none is named), without migrations."""
    files = (file for folder in folders or PACKAGES for file in sorted((ROOT / folder).rglob("*.py")))
    return tuple(
        Source(str(file.relative_to(ROOT)), file.read_text("utf-8"), ast.parse(file.read_text("utf-8")))
        for file in files
        if "migrations" not in file.parts
    )


def name_of(node: ast.expr) -> str:
    """The dotted name of an expression such as ``UnitLine.objects.filter``; calls within show as ``()``."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        return f"{name_of(node.value)}.{node.attr}"
    if isinstance(node, ast.Call):
        return f"{name_of(node.func)}()"
    return "…"
