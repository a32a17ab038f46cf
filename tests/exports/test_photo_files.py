from dataclasses import replace

import pytest

from exports.errors import RefusedResultsError
from exports.photo_files import photo_files
from exports.results import PhotoFacts, Results

pytestmark = pytest.mark.unit
PHOTOS = (PhotoFacts(1, b"eins", "Eine Wand", "bildung"), PhotoFacts(2, b"zwei", "Der Saal"))


def test_photos_are_files_called_by_number_and_table(evening: Results) -> None:
    results = replace(evening, photos=PHOTOS)
    assert photo_files(results) == {"fotos/01-bildung.jpg": b"eins", "fotos/02-saal.jpg": b"zwei"}
    assert list(photo_files(results, mark="PROBE-")) == [
        "fotos/PROBE-01-bildung.jpg",
        "fotos/PROBE-02-saal.jpg",
    ]
    assert photo_files(evening) == {}


@pytest.mark.parametrize("photo", [PhotoFacts(1, b"x", "Wand"), PhotoFacts(3, b"x", "Wand", "nirgends")])
def test_photo_that_is_there_twice_or_of_no_table_is_refused(evening: Results, photo: PhotoFacts) -> None:
    with pytest.raises(RefusedResultsError, match="photo"):
        replace(evening, photos=(*PHOTOS, photo))
