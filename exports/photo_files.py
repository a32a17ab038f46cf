"""The photos as files: one JPEG each, called by number and table."""

from exports.results import Results

FOLDER = "fotos"


def photo_files(results: Results, *, mark: str = "") -> dict[str, bytes]:
    """Return each photo by its name among the results; `mark` stands in the name of a rehearsal's."""
    return {
        f"{FOLDER}/{mark}{photo.number:02}-{photo.table or 'saal'}.jpg": photo.content
        for photo in results.photos
    }
