from dataclasses import replace
from datetime import UTC, datetime

import pytest

from exports.errors import RefusedResultsError
from exports.evening_files import EveningFiles
from exports.photo_files import photo_files
from exports.result_files import RESULT_FILES
from exports.results import PhotoFacts, Results

pytestmark = pytest.mark.unit
PHOTOS = (PhotoFacts(1, b"eins", "Eine Wand", "bildung"), PhotoFacts(2, b"zwei", "Der Saal"))


def test_photos_are_files_called_by_number_and_table(evening: Results, german) -> None:
    results = replace(evening, photos=PHOTOS)
    assert photo_files(results) == {"01-bildung.jpg": b"eins", "02-saal.jpg": b"zwei"}
    assert photo_files(evening) == {}
    (entry,) = (each for each in RESULT_FILES if each.name == "fotos/")
    for rehearsal, mark in ((False, ""), (True, "PROBE-")):
        held = replace(results, dialogue=replace(results.dialogue, rehearsal=rehearsal))
        made = EveningFiles(held, gettext=german, at=datetime(2026, 3, 12, tzinfo=UTC)).of(entry)
        assert {str(name): content for name, content in made.items()} == {
            f"fotos/{mark}01-bildung.jpg": b"eins",
            f"fotos/{mark}02-saal.jpg": b"zwei",
        }


@pytest.mark.parametrize("photo", [PhotoFacts(1, b"x", "Wand"), PhotoFacts(3, b"x", "Wand", "nirgends")])
def test_photo_that_is_there_twice_or_of_no_table_is_refused(evening: Results, photo: PhotoFacts) -> None:
    with pytest.raises(RefusedResultsError, match="photo"):
        replace(evening, photos=(*PHOTOS, photo))
