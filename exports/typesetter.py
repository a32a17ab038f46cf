"""The process that sets PDF pages: a job as JSON on standard input, the file on standard output.

Asked for pictures, it writes JSON instead: how many pages there are, and the first of them.

A script that knows nothing of the house: it starts quickly, sees a folder with the files
of its job and nothing else, and no network.
"""

import contextlib
import json
import os
import sys
import tempfile
from base64 import b64decode, b64encode
from datetime import UTC, datetime
from pathlib import Path

import typst

_NICENESS = 10


def main() -> None:
    """Set one document; the exit status says whether it worked."""
    with contextlib.suppress(OSError, AttributeError):
        os.nice(_NICENESS)
    job = json.load(sys.stdin.buffer)
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=job["fonts"])
    with tempfile.TemporaryDirectory() as given, tempfile.TemporaryDirectory() as nothing:
        for name, content in job["files"].items():
            (Path(given) / name).write_bytes(b64decode(content))
        compiler = typst.Compiler(
            job["template"].encode(),
            root=given,
            font_paths=fonts,
            sys_inputs={"paper": job["paper"]},
            package_path=nothing,
            package_cache_path=nothing,
        )
        if "pictures" in job:
            _write_pictures(compiler, **job["pictures"])
            return
        now = datetime.now(UTC).replace(microsecond=0)
        content = compiler.compile(format="pdf", pdf_standards=["ua-1", "a-2a"], timestamp=now)
    if not isinstance(content, bytes):
        sys.exit(1)  # only pictures come in pieces
    sys.stdout.buffer.write(content)


def _write_pictures(compiler: typst.Compiler, *, most: int, ppi: float) -> None:
    made = compiler.compile(format="png", ppi=ppi)
    pages = [made] if isinstance(made, bytes) else made or []
    pictures = [b64encode(page).decode("ascii") for page in pages[:most]]
    json.dump({"pages": len(pages), "pictures": pictures}, sys.stdout)


if __name__ == "__main__":
    main()
