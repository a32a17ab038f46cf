import pytest

from tests.grouping.sentence_model.files import TinyModel
from workshop.grouping.sentence_model.embedder import SentenceModel
from workshop.grouping.sentence_model.package import packaged_file


@pytest.fixture(scope="session")
def tiny(tmp_path_factory):
    """A tiny model and its file."""
    made = TinyModel()
    file = tmp_path_factory.mktemp("tiny") / "e5-small-q4.bin"
    file.write_bytes(made.content())
    return made, file


@pytest.fixture(scope="session")
def model():
    """The model of the package, where that is installed."""
    file = packaged_file()
    if file is None:
        pytest.skip("the package with the model is not installed: it exists for Linux x86-64")
    return SentenceModel(file)
