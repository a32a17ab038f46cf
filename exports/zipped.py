"""Files as one ZIP, in memory."""

from collections.abc import Mapping
from datetime import datetime
from io import BytesIO
from pathlib import PurePosixPath
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo


def zipped(files: Mapping[PurePosixPath, bytes], *, at: datetime) -> bytes:
    """Return the files as a ZIP for their owner only; `at` is what the clock on the wall shows.

    A ZIP keeps times without a zone. What is one already is not pressed once more.
    """
    target = BytesIO()
    with ZipFile(target, "w", ZIP_DEFLATED) as archive:
        for name, content in files.items():
            file = ZipInfo(str(name), date_time=at.timetuple()[:6])
            file.external_attr = 0o600 << 16
            pressed = ZIP_STORED if name.suffix == ".zip" else ZIP_DEFLATED
            archive.writestr(file, content, compress_type=pressed)
    return target.getvalue()
