"""The gates: one list of checks for people, for commits and for CI."""

import re
import tomllib

import pytest
import yaml

from tests.release.image import ROOT

pytestmark = pytest.mark.unit

MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
CI = (ROOT / ".ci" / "run").read_text(encoding="utf-8")


def recipe(target: str) -> list[str]:
    """Return the commands of a target of the Makefile."""
    found = re.search(rf"^{target}:[^\n]*\n((?:\t[^\n]*\n)+)", MAKEFILE, re.MULTILINE)
    assert found, target
    return [line.strip() for line in found.group(1).splitlines()]


def test_check_runs_linters_and_wheel_and_then_the_tests() -> None:
    assert [line.split()[-1] for line in recipe("check")] == ["lint", "wheel", "test"]


def test_ci_is_make_check_and_nothing_is_printed_after_pytest() -> None:
    commands = [line for line in CI.splitlines() if line and not line.startswith(("#", "set ", "cd "))]
    assert commands == ["make --no-print-directory check"]
    assert all("--no-print-directory" in line for line in recipe("check"))
    assert "pytest" in recipe("test")[-1]


def test_no_gate_is_a_tool_that_succeeds_without_having_looked() -> None:
    with (ROOT / "pyproject.toml").open("rb") as file:
        groups = tomllib.load(file)["dependency-groups"]
    assert "pip-audit" not in {each for group in groups.values() for each in group}
    assert not [line for line in (*recipe("lint"), *recipe("check")) if "audit" in line]
    assert "--strict" in " ".join(recipe("audit"))


def test_hooks_before_a_commit_fetch_nothing() -> None:
    repositories = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8"))["repos"]
    assert [each["repo"] for each in repositories] == ["local"]
    hooks = repositories[0]["hooks"]
    assert {hook["language"] for hook in hooks} == {"system"}
    assert {hook["entry"].split()[0] for hook in hooks} <= {".venv/bin/ruff", "make"}
    assert "make --no-print-directory lint" in [hook["entry"] for hook in hooks]


def test_changelog_begins_with_what_is_not_released_yet() -> None:
    headings = re.findall(r"^## (.+)$", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert headings[0] == "Unreleased"
    for heading in headings[1:]:
        assert re.fullmatch(r"\d+\.\d+\.\d+ – \d{4}-\d{2}-\d{2}", heading), heading
