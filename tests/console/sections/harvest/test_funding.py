import pytest

from workshop.console.sections.harvest.funding import MOST, funding, read_funding
from workshop.settings import Settings, SettingsError

pytestmark = pytest.mark.unit


def test_each_line_names_a_funding_and_says_what_for():
    text = (
        "# Stand Mai\nGutscheine:  Rat: von außen # fragen\n\nPreise\n: ohne Namen\nPreise: doppelt\n"
        + "x" * 200
    )
    assert read_funding(text) == {"Gutscheine": "Gutscheine: Rat: von außen", "Preise": "Preise"}


def test_list_is_no_longer_than_people_look_through():
    assert len(read_funding("\n".join(f"Topf {number}" for number in range(1000)))) == MOST


def test_ours_names_the_same_purposes_in_german_and_english(tmp_path):
    german, english, other = (funding(Settings(data_dir=tmp_path), lang) for lang in ("de", "en", "fr"))
    assert len(german) == len(english) == 6
    assert german["Beratungsgutscheine"] == "Beratungsgutscheine: Begleitung und Moderation von außen"
    assert (other, set(german) & set(english)) == (german, set())


def test_operators_list_stands_instead_of_ours_as_it_is_now(tmp_path):
    file = tmp_path / "foerderung.txt"
    file.write_text("Stiftung der Sparkasse: Vereine\n", encoding="utf-8")
    settings = Settings(data_dir=tmp_path, funding_list=file)
    assert funding(settings, "en") == {"Stiftung der Sparkasse": "Stiftung der Sparkasse: Vereine"}
    file.write_text("Neu", encoding="utf-8")
    assert funding(settings, "en") == {"Neu": "Neu"}
    # A form opens although a file went away.
    file.unlink()
    assert len(funding(settings, "en")) == 6


def test_file_that_is_no_text_is_refused_at_the_start_in_one_line(tmp_path):
    file = tmp_path / "foerderung.txt"
    file.write_bytes(b"\xff\xfe")
    with pytest.raises(SettingsError, match=r"^WORKSHOP_FUNDING_LIST: .* is no text in UTF-8$"):
        Settings(data_dir=tmp_path, funding_list=file)
