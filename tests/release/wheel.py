"""`make wheel`: build the wheel as the image does, try it in a clean environment, and put it into `dist/`.

The commands are those of `docs/deployment/Containerfile`: the locked build tool makes the wheel from what
`.dockerignore` lets in; the locked requirements and the wheel go into an environment that knows nothing else.
"""

import re
import shutil
import subprocess
import sys
import tempfile
import time
import tomllib
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from tests.release import image, smoke

PACKAGES = ("workshop", "themes", "exports")


def main() -> int:
    """Build, install and try; print what worked, or what did not."""
    began, goal = time.monotonic(), image.ROOT / "dist"
    shutil.rmtree(goal, ignore_errors=True)
    with tempfile.TemporaryDirectory(prefix="workshop-wheel-") as directory:
        try:
            wheel = _try_all(Path(directory))
        except subprocess.CalledProcessError as failed:
            written = b"".join(each for each in (failed.stdout, failed.stderr) if each).decode()
            return _say(f"wheel: {failed.cmd} failed\n{written}", status=1)
        except AssertionError as failed:
            return _say(f"wheel: {failed}", status=1)
        goal.mkdir()
        shutil.copy2(wheel, goal)
    return _say(f"dist/{wheel.name}: built, installed and tried in {time.monotonic() - began:.0f} s")


def _try_all(folder: Path) -> Path:
    context = folder / "context"
    image.copy_context(image.ROOT, context)
    done: dict[str, image.Followed] = {}
    for number, stage in enumerate(image.stages(image.RECIPE.read_text(encoding="utf-8"))):
        place = folder / f"stage-{number}"
        done[stage.name] = image.follow(stage, context=context, folder=place, earlier=done)
    (wheel,) = (done["build"].work / "dist").iterdir()
    for line in check_content(wheel):
        _say(line)
    outside = folder / "outside"
    outside.mkdir()
    for line in smoke.check(smoke.Installed(done[""].environment, outside)):
        _say(line)
    return wheel


def check_content(wheel: Path) -> Iterator[str]:
    """Compare a wheel with the repository; yield what it holds. `AssertionError` names what differs."""
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
        metadata = archive.read(next(name for name in names if name.endswith("/METADATA"))).decode()
    ours = {name for name in names if name.partition("/")[0] in PACKAGES}
    wanted = set(package_files(image.ROOT))
    assert wanted == ours, f"not in the wheel: {sorted(wanted - ours)}, only there: {sorted(ours - wanted)}"
    stated = re.search(r"^Version: (\S+)$", metadata, re.MULTILINE)
    assert stated, metadata
    version = project_version()
    assert stated.group(1) == version, f"the wheel is {stated.group(1)}, pyproject.toml says {version}"
    kinds = Counter(PurePosixPath(name).suffix.lstrip(".") for name in ours)
    yield f"{wheel.name}: " + ", ".join(f"{count} {kind}" for kind, count in sorted(kinds.items()))


def package_files(root: Path) -> list[str]:
    """Return what belongs into the wheel: the packages' files but caches, hidden files and databases."""
    found = [f"{package}/{path}" for package in PACKAGES for path in image.files_below(root / package)]
    return [path for path in found if not re.search(r"(^|/)(__pycache__/|\.)|\.sqlite", path)]


def project_version() -> str:
    """Return the version, whose one home is pyproject.toml."""
    with (image.ROOT / "pyproject.toml").open("rb") as file:
        return str(tomllib.load(file)["project"]["version"])


def _say(line: str, *, status: int = 0) -> int:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()
    return status


if __name__ == "__main__":
    sys.exit(main())
