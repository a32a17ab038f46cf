"""The photos as files: one JPEG each, called by number and table."""

from collections.abc import Mapping

from exports.results import Results

_HALL = "saal"


def photo_files(results: Results) -> Mapping[str, bytes]:
    """Return each photo by its name in the folder of photos."""
    return {f"{photo.number:02}-{photo.table or _HALL}.jpg": photo.content for photo in results.photos}
