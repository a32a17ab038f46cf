"""What can be said of the image without a container engine; `make wheel` runs its Python commands."""

import re
import subprocess
import tomllib
from pathlib import Path

import pytest
import yaml

from tests.release import image
from tests.release.wheel import PACKAGES, package_files

pytestmark = pytest.mark.unit

STAGES = image.stages(image.RECIPE.read_text(encoding="utf-8"))
IGNORED = image.patterns(image.IGNORED.read_text(encoding="utf-8"))
DEPLOYMENT = image.RECIPE.parent


def test_recipe_is_read_with_joined_lines_and_named_stages() -> None:
    first = "# first\nARG IT=a\nFROM ${IT} AS build\nRUN one \\\n  # why\n && two\n\n"
    read = image.stages(f"{first}FROM b\nCOPY --from=build /x y\n")
    assert [stage.name for stage in read] == ["build", ""]
    assert read[0].of("FROM") == ["a AS build"]
    assert read[0].of("RUN") == ["one && two"]
    assert read[1].of("COPY") == ["--from=build /x y"]


@pytest.mark.parametrize(
    "path",
    [
        ".env",
        ".git/config",
        ".venv/bin/python",
        "abend.backup",
        "data/secret",
        "data/workshop.sqlite",
        "dist/workshop_dialogue-0.1.0-py3-none-any.whl",
        "docs/deployment/.env",
        "requirements-dev.lock",
        "results/results.json",
        "secret",
        "tests/conftest.py",
        "themes/.private.toml",
        "workshop.sqlite-wal",
        "workshop/__pycache__/app.cpython-311.pyc",
        "workshop/console/__pycache__/page.cpython-311.pyc",
        "workshop/trial.sqlite",
        "workshop/secret",
        "workshop/.env",
        "workshop/abend.backup",
        "workshop/grouping/model.onnx",
        "exports/results.json",
        "exports/out/ergebnisse.xlsx",
        "exports/csv/beitraege.csv",
        "themes/fullchain.pem",
        "themes/answers.csv",
    ],
)
def test_secrets_data_and_tools_stay_out_of_the_build(path) -> None:
    assert image.is_left_out(path, IGNORED)


def test_everything_that_the_recipe_copies_is_let_in(tmp_path: Path) -> None:
    image.copy_context(image.ROOT, tmp_path)
    copied = [
        part
        for stage in STAGES
        for rest in stage.of("COPY")
        if "--from=" not in rest
        for part in rest.split()[:-1]
    ]
    assert [name for name in copied if not (tmp_path / name).exists()] == []
    assert {path.name for path in tmp_path.iterdir()} == set(copied), (
        "the build is handed more than it copies"
    )


def test_every_file_that_the_build_is_handed_is_one_of_the_repository(tmp_path: Path) -> None:
    image.copy_context(image.ROOT, tmp_path)
    handed = {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file()}
    listed = subprocess.run(["git", "ls-files"], cwd=image.ROOT, capture_output=True, text=True, check=True)
    assert len(handed) > 300
    assert sorted(handed - set(listed.stdout.splitlines())) == []


def test_what_belongs_into_the_wheel_is_let_in() -> None:
    with (image.ROOT / "pyproject.toml").open("rb") as file:
        packages = tomllib.load(file)["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]
    assert packages == list(PACKAGES)
    files = package_files(image.ROOT)
    assert "workshop/locale/ti/LC_MESSAGES/phone.po" in files
    assert [path for path in files if image.is_left_out(path, IGNORED)] == []


def test_image_installs_only_hashed_requirements_of_production() -> None:
    commands = [rest for rest in STAGES[-1].of("RUN") if " pip install " in rest]
    assert commands == [
        "python -m pip install --require-hashes -r requirements.lock",
        "python -m pip install --no-deps dist/*.whl",
    ]
    assert [rest for rest in STAGES[0].of("RUN") if " pip " in rest] == [
        "python -m pip install --require-hashes -r requirements-build.lock"
    ]


@pytest.mark.parametrize("name", ["README.md", "workshop.service"])
def test_server_is_told_to_install_what_the_image_installs(name) -> None:
    text = (DEPLOYMENT / name).read_text(encoding="utf-8")
    assert re.findall(r"python -m pip install (.+)", text) == [
        "--require-hashes -r requirements.lock",
        "--no-deps workshop_dialogue-*.whl",
    ]


def test_image_runs_as_somebody_without_rights_and_carries_no_secret() -> None:
    kinds = [kind for kind, _ in STAGES[-1].steps]
    assert STAGES[-1].of("USER") == ["10001:10001"]
    assert "RUN" not in kinds[kinds.index("USER") :]
    assert [kind for stage in STAGES for kind, _ in stage.steps if kind in {"ARG", "ADD"}] == []
    assert "SECRET" not in " ".join(rest for stage in STAGES for rest in stage.of("ENV"))


def test_containers_write_into_their_data_and_nowhere_else() -> None:
    (data,) = STAGES[-1].of("VOLUME")
    assert any(f"install -d -m 0700 -o workshop -g workshop {data}" in rest for rest in STAGES[-1].of("RUN"))
    services = yaml.safe_load((DEPLOYMENT / "compose.yaml").read_text(encoding="utf-8"))["services"]
    ours = {name: service for name, service in services.items() if "build" in service}
    assert set(ours) == {"serve-1", "phones-1", "phones-2"}
    for service in ours.values():
        assert (service["read_only"], service["cap_drop"]) == (True, ["ALL"])
        assert service["security_opt"] == ["no-new-privileges:true"]
        assert service["tmpfs"] == ["/tmp", f"{data}:mode=0700,uid=10001,gid=10001"]  # noqa: S108


def test_base_image_is_named_by_a_digest_or_the_recipe_says_that_it_is_not() -> None:
    recipe = image.RECIPE.read_text(encoding="utf-8")
    named = [rest.split()[0] for stage in STAGES for rest in stage.of("FROM")]
    assert len(set(named)) == 1
    said = "named by its tag, not by a digest" in recipe
    assert said != ("@sha256:" in named[0])


def test_each_image_of_others_can_be_given_by_its_digest() -> None:
    recipe = image.RECIPE.read_text(encoding="utf-8")
    assert re.findall(r"(?m)^FROM (\S+)", recipe) == ["${PYTHON_IMAGE}"] * len(STAGES)
    compose = yaml.safe_load((DEPLOYMENT / "compose.yaml").read_text(encoding="utf-8"))
    given = [service["image"] for service in compose["services"].values() if "image" in service]
    build = compose["services"]["serve-1"]["build"]["args"]
    assert build == {"PYTHON_IMAGE": f"${{PYTHON_IMAGE:-{image.arguments(recipe)['PYTHON_IMAGE']}}}"}
    names = [
        found[1] for each in [*build.values(), *given] if (found := re.match(r"\$\{(\w+):-\S+\}$", each))
    ]
    assert names == ["PYTHON_IMAGE", "POSTGRES_IMAGE", "NGINX_IMAGE"]
    told = (DEPLOYMENT / ".env.example").read_text(encoding="utf-8")
    assert re.findall(r"(?m)^# (\w+_IMAGE)=\S+@sha256:…$", told) == names
    # The same tags where it is told how to look them up.
    tags = {each.rpartition("/")[2].rstrip("}") for each in [*build.values(), *given]}
    readme = (DEPLOYMENT / "README.md").read_text(encoding="utf-8")
    assert set(re.findall(r"for image in (.+); do", readme)[0].split()) == tags


def test_compose_builds_this_recipe_from_the_root() -> None:
    compose = yaml.safe_load((DEPLOYMENT / "compose.yaml").read_text(encoding="utf-8"))
    build = compose["services"]["serve-1"]["build"]
    context = (DEPLOYMENT / build["context"]).resolve()
    assert (context, context / build["dockerfile"]) == (image.ROOT, image.RECIPE)


def test_nothing_for_production_installs_the_tools_of_developers() -> None:
    naming = [
        file.name for file in DEPLOYMENT.iterdir() if "requirements-dev" in file.read_text(encoding="utf-8")
    ]
    assert naming == []


def test_locked_build_tool_is_the_one_that_developers_have() -> None:
    def pinned(name: str) -> set[str]:
        lines = (image.ROOT / name).read_text(encoding="utf-8").splitlines()
        return {line.split()[0] for line in lines if "==" in line}

    assert "hatchling" in {each.partition("==")[0] for each in pinned("requirements-build.lock")}
    assert pinned("requirements-build.lock") <= pinned("requirements-dev.lock")
