"""Unsafe idioms, found in the source: what would make of a text of people something that is carried out."""

import ast
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

# Calls that carry out, parse or trust what stands in their first argument: it must be written there.
_TRUSTING = {
    "html": "html-variable",
    "markdown": "html-variable",
    "add_head_html": "html-variable",
    "add_body_html": "html-variable",
    "add_css": "html-variable",
    "props": "props-variable",
    "default_props": "props-variable",
    "run_javascript": "javascript-variable",
    "Markup": "markup-variable",
    "from_string": "template-variable",
    "exec_driver_sql": "sql-variable",
}
# A value that is only named is bound elsewhere; one that is put together here is not.
_STATEMENTS = {"text", "execute", "executescript", "scalar", "scalars"}
_NEVER = {"eval", "exec", "compile", "__import__"}
_NEVER_OF = {"os": {"system", "popen"}, "yaml": {"load", "unsafe_load"}, "tempfile": {"mktemp"}}
_MODULES = {"pickle", "cPickle", "marshal", "shelve", "dill"}
_WRONG_VALUES = {"sanitize": False, "reload": True, "shell": True, "autoescape": False, "verify": False}
_SECRET_NAME = re.compile(r"(secret|passw(or)?d|token|api_?key|private_?key)$", re.IGNORECASE)
_SECRET_TEXT = re.compile(
    r"-----BEGIN [A-Z ]*PRIVATE KEY|\bAKIA[0-9A-Z]{16}\b|\bgh[pousr]_\w{30,}|://[\w.-]+:[^\s:@/{}$<]{4,}@(?!host\b)"
)
# Of browsers' code: what makes a text part of a page's tree, or carries it out.
_IN_BROWSERS = {
    "js-html": re.compile(
        r"\b(inner|outer)HTML\b\s*(\+?=(?!=)|:)|\[[\"'](inner|outer)HTML[\"']\]|insertAdjacentHTML|setHTMLUnsafe"
        r"|createContextualFragment|\bsrcdoc\b|document\.write(ln)?\b|DOMParser|v-html"
    ),
    "js-eval": re.compile(
        r"(?<![\w.$])eval\s*\(|\bnew\s+Function\b|(?<![\w.$])Function\s*\(|set(Timeout|Interval)\s*\(\s*[\"'`]"
        r"|\bimport\s*\((?!\s*[\"'])|javascript:"
    ),
}
_IN_TEMPLATES = {
    "template-unescaped": re.compile(r"\|\s*safe\b|autoescape\s+false|Markup\("),
    "template-handler": re.compile(r"<[^>]*\son\w+\s*=", re.IGNORECASE),
}


@dataclass(frozen=True)
class Found:
    """An unsafe idiom and where it stands; `code` is the line."""

    idiom: str
    line: int
    code: str


def constants_of(source: str) -> set[str]:
    """Return the names at a module's top whose values are written there."""
    return {
        target.id
        for node in ast.parse(source).body
        if isinstance(node, ast.Assign) and _is_written(node.value, set())
        for target in node.targets
        if isinstance(target, ast.Name)
    }


def in_python(source: str, known: Collection[str] = ()) -> list[Found]:
    """Return the unsafe idioms of a Python module; `known` are constants that it may import."""
    tree, lines, constants = ast.parse(source), source.splitlines(), constants_of(source)
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            constants |= {each.name for each in node.names} & set(known)
    found = {(node.lineno, idiom) for node in ast.walk(tree) for idiom in _idioms(node, constants)}
    found |= {(number, "secret") for number, line in enumerate(lines, 1) if _SECRET_TEXT.search(line)}
    return [Found(idiom, line, lines[line - 1].strip()) for line, idiom in sorted(found)]


def in_browser(source: str) -> list[Found]:
    """Return the unsafe idioms of a script or component."""
    return _by_lines(source, _IN_BROWSERS)


def in_template(source: str) -> list[Found]:
    """Return the unsafe idioms of a Jinja template."""
    return _by_lines(source, _IN_BROWSERS | _IN_TEMPLATES)


def _by_lines(source: str, idioms: dict[str, re.Pattern[str]]) -> list[Found]:
    return [
        Found(idiom, number, line.strip())
        for number, line in enumerate(source.splitlines(), 1)
        for idiom, pattern in idioms.items()
        if pattern.search(line)
    ]


def _idioms(node: ast.AST, constants: set[str]) -> Iterator[str]:
    match node:
        case ast.Call():
            yield from _of_call(node, constants)
        case ast.Import(names=names):
            yield from ("pickle" for each in names if each.name.split(".")[0] in _MODULES)
        case ast.ImportFrom(module=str(module)) if module.split(".")[0] in _MODULES:
            yield "pickle"
        case ast.Assign(targets=targets, value=value):
            yield from ("secret" for target in targets if _is_secret(_name(target), value))
        case ast.AnnAssign(target=target, value=ast.expr() as value):
            if _is_secret(_name(target), value):
                yield "secret"
        case ast.Dict(keys=keys, values=values):
            pairs = ((k.value, v) for k, v in zip(keys, values, strict=True) if isinstance(k, ast.Constant))
            yield from ("secret" for name, value in pairs if _is_secret(str(name), value))


def _of_call(call: ast.Call, constants: set[str]) -> Iterator[str]:
    name, of = _name(call.func), _name(call.func.value) if isinstance(call.func, ast.Attribute) else ""
    first = next(iter(call.args), None)
    if name in _TRUSTING and first is not None and not _is_written(first, constants):
        yield _TRUSTING[name]
    if name in _STATEMENTS and first is not None and _is_put_together(first):
        yield "sql-variable"
    if (name in _NEVER and isinstance(call.func, ast.Name)) or name in _NEVER_OF.get(of, ()):
        yield "carried-out"
    for keyword in call.keywords:
        value = keyword.value
        if keyword.arg == "js_handler" and not _is_written(value, constants):
            yield "javascript-variable"
        wrong = _WRONG_VALUES.get(keyword.arg or "")
        if wrong is not None and isinstance(value, ast.Constant) and value.value is wrong:
            yield f"{keyword.arg}={value.value}"
        if keyword.arg in {"sanitize", "shell"} and not isinstance(value, ast.Constant):
            yield f"{keyword.arg}-variable"
        if _is_secret(keyword.arg or "", value):
            yield "secret"


def _name(node: ast.AST) -> str:
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def _is_written(node: ast.expr, constants: set[str]) -> bool:
    """Say whether a value stands in the source, also in parts, or under a name at the module's top."""
    match node:
        case ast.Constant():
            return True
        case ast.Name(id=name):
            return name in constants
        case ast.BinOp(left=left, right=right):
            return _is_written(left, constants) and _is_written(right, constants)
    return False


def _is_put_together(node: ast.expr) -> bool:
    match node:
        case ast.JoinedStr():
            return True
        case ast.BinOp(left=left, op=ast.Add() | ast.Mod()):
            return isinstance(left, ast.JoinedStr | ast.BinOp) or (
                isinstance(left, ast.Constant) and isinstance(left.value, str)
            )
        case ast.Call(func=ast.Attribute(attr="format" | "join" | "format_map", value=ast.Constant())):
            return True
    return False


def _is_secret(name: str, value: ast.expr) -> bool:
    is_text = isinstance(value, ast.Constant) and isinstance(value.value, str)
    return bool(_SECRET_NAME.search(name)) and is_text and len(value.value) > 5 and " " not in value.value  # type: ignore[attr-defined] # a constant
