"""Which test functions can fail by what they say: read from their source, helpers included."""

import ast
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[1]
# Calls that fail by themselves when what they are about does not come true.
FAILING_CALLS = {"np.testing.assert_allclose", "pytest.fail", "pytest.raises", "pytest.warns"}
Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass
class Source:
    """One module of the tests: its functions by name, and where its other names come from."""

    functions: dict[str, Function] = field(default_factory=dict)
    imported: dict[str, tuple[str, str]] = field(default_factory=dict)

    @classmethod
    def of(cls, text: str) -> "Source":
        """Read the source of a module."""
        made = cls()
        for node in ast.parse(text).body:
            if isinstance(node, Function):
                made.functions[node.name] = node
            elif isinstance(node, ast.ImportFrom) and node.module:
                made.imported |= {each.asname or each.name: (node.module, each.name) for each in node.names}
        return made

    def tests(self) -> list[str]:
        """Return the names of the test functions."""
        return [name for name in self.functions if name.startswith("test_")]

    def can_fail(self, name: str) -> bool:
        """Whether a function asserts something, itself or in a function of the tests that it calls."""
        return self._asserts(name, set())

    def _asserts(self, name: str, asked: set[tuple[int, str]]) -> bool:
        if (id(self), name) in asked:
            return False
        asked.add((id(self), name))
        if name not in self.functions:
            module, original = self.imported.get(name, ("", ""))
            source = _module(module)
            return source is not None and source._asserts(original, asked)
        nodes = list(ast.walk(self.functions[name]))
        if any(_fails(node) or self._is_expectation(node) for node in nodes):
            return True
        calls = [node.func for node in nodes if isinstance(node, ast.Call)]
        return any(isinstance(each, ast.Name) and self._asserts(each.id, asked) for each in calls)

    def _is_expectation(self, node: ast.AST) -> bool:
        """Whether it is `expect(…).to_…()` of Playwright; `expect(…)` alone looks at nothing."""
        return (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and isinstance(node.func.value, ast.Call)
            and isinstance(node.func.value.func, ast.Name)
            and self.imported.get(node.func.value.func.id) == ("playwright.sync_api", "expect")
        )


def _fails(node: ast.AST) -> bool:
    match node:
        case ast.Assert(test=ast.Constant()):
            return False
        case ast.Assert():
            return True
        case ast.Call(func=ast.Attribute()):
            return ast.unparse(node.func) in FAILING_CALLS
    return False


@cache
def _module(name: str) -> Source | None:
    path = ROOT / f"{name.replace('.', '/')}.py"
    return (
        Source.of(path.read_text(encoding="utf-8")) if name.startswith("tests.") and path.exists() else None
    )
