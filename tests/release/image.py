"""The image's recipe, followed without a container engine: it copies, and runs Python in clean folders."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

ROOT = Path(__file__).parents[2]
RECIPE = ROOT / "docs" / "deployment" / "Containerfile"
IGNORED = ROOT / ".dockerignore"
PYTHON = "python -m "


@dataclass(frozen=True)
class Stage:
    """One stage of the recipe: its instructions in order, each with the rest of its line."""

    name: str
    steps: tuple[tuple[str, str], ...]

    def of(self, instruction: str) -> list[str]:
        """Return what stands behind each instruction of this kind."""
        return [rest for kind, rest in self.steps if kind == instruction]


@dataclass(frozen=True)
class Followed:
    """A stage that was followed: its work folder, its environment, and the folder's place in the image."""

    work: Path
    environment: Path
    work_in_image: str


def arguments(recipe: str) -> dict[str, str]:
    """Return what a build may be given, with what it is otherwise: the lines before the first stage."""
    head = recipe.partition("\nFROM ")[0]
    return dict(re.findall(r"(?m)^ARG (\w+)=(\S+)$", head))


def stages(recipe: str) -> list[Stage]:
    """Return the stages of a recipe; comments are dropped, continued lines joined, arguments put in."""
    given = arguments(recipe)
    recipe = re.sub(r"(?m)^FROM \$\{(\w+)\}", lambda found: f"FROM {given[found[1]]}", recipe)
    lines = [line for line in recipe.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    found: list[Stage] = []
    for line in re.sub(r"\\\n\s*", "", "\n".join(lines)).splitlines():
        instruction, _, rest = line.strip().partition(" ")
        if instruction == "FROM":
            found.append(Stage(rest.partition(" AS ")[2], (("FROM", rest),)))
        elif found:
            last = found.pop()
            found.append(Stage(last.name, (*last.steps, (instruction, rest.strip()))))
    return found


def patterns(ignore_file: str) -> list[str]:
    """Return the patterns of a `.dockerignore`."""
    return [line.strip() for line in ignore_file.splitlines() if line.strip() and not line.startswith("#")]


def is_left_out(path: str, lines: list[str]) -> bool:
    """Say whether a file stays out: the last pattern that meets it, or a folder above it, decides."""
    parts = PurePosixPath(path).parts
    above = ["/".join(parts[: count + 1]) for count in range(len(parts))]
    left_out = False
    for line in lines:
        if any(_expression(line.lstrip("!")).fullmatch(each) for each in above):
            left_out = not line.startswith("!")
    return left_out


def _expression(pattern: str) -> re.Pattern[str]:
    pieces = {"**/": r"(?:[^/]+/)*", "**": r".*", "*": r"[^/]*", "?": r"[^/]"}
    split = re.split(r"(\*\*/|\*\*|\*|\?)", pattern.strip("/"))
    return re.compile("".join(pieces.get(piece) or re.escape(piece) for piece in split))


def files_below(folder: Path) -> list[str]:
    """Return the files of a folder, relative to it; folders of tools are not entered."""
    found: list[str] = []
    for where, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if name not in {".git", ".venv", "node_modules"}]
        found += [(Path(where) / name).relative_to(folder).as_posix() for name in names]
    return sorted(found)


def copy_context(source: Path, goal: Path) -> None:
    """Copy what a container engine would be handed: all that `.dockerignore` lets in."""
    lines = patterns(IGNORED.read_text(encoding="utf-8"))
    for path in files_below(source):
        if not is_left_out(path, lines):
            (goal / path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source / path, goal / path)


def follow(stage: Stage, *, context: Path, folder: Path, earlier: Mapping[str, Followed]) -> Followed:
    """Follow a stage in `folder`: copy, and run each Python command in a new virtual environment.

    `ENV`, `USER` and commands of the system are passed over. `CalledProcessError` carries the output.
    """
    work, environment = folder / "work", folder / "environment"
    work.mkdir(parents=True)
    subprocess.run([sys.executable, "-m", "venv", environment], check=True)
    place = "/"
    for instruction, rest in stage.steps:
        if instruction == "WORKDIR":
            place = rest
        elif instruction == "COPY":
            _copy(rest, context=context, work=work, earlier=earlier)
        elif instruction == "RUN" and rest.startswith(PYTHON):
            subprocess.run(
                ["sh", "-c", rest],
                cwd=work,
                env=clean_environment(environment),
                check=True,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
            )
    return Followed(work, environment, place)


def clean_environment(environment: Path) -> dict[str, str]:
    """Return the variables of a process that knows only this virtual environment."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("WORKSHOP_", "PYTHON", "VIRTUAL_ENV"))
    }
    return kept | {"PATH": f"{environment / 'bin'}:{os.defpath}"}


def _copy(rest: str, *, context: Path, work: Path, earlier: Mapping[str, Followed]) -> None:
    *sources, goal = rest.split()
    if sources[0].startswith("--from="):
        stage = earlier[sources.pop(0).removeprefix("--from=")]
        context, start = stage.work, stage.work_in_image
        sources = [str(PurePosixPath(source).relative_to(start)) for source in sources]
    for source in sources:
        if (context / source).is_dir():
            shutil.copytree(context / source, work / goal, dirs_exist_ok=True)
        else:
            shutil.copy2(context / source, work / goal)
