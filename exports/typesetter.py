"""The process that sets PDF pages: a job as JSON on standard input, the file on standard output.

A script that knows nothing of the house: it starts quickly, sees an empty folder and no network.
"""

import contextlib
import json
import os
import sys
import tempfile
from datetime import UTC, datetime

import typst

_NICENESS = 10


def main() -> None:
    """Set one document; the exit status says whether it worked."""
    with contextlib.suppress(OSError, AttributeError):
        os.nice(_NICENESS)
    job = json.load(sys.stdin.buffer)
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=job["fonts"])
    with tempfile.TemporaryDirectory() as nothing:
        compiler = typst.Compiler(
            job["template"].encode(),
            root=nothing,
            font_paths=fonts,
            sys_inputs={"paper": job["paper"]},
            package_path=nothing,
            package_cache_path=nothing,
        )
        now = datetime.now(UTC).replace(microsecond=0)
        content = compiler.compile(format="pdf", pdf_standards=["ua-1", "a-2a"], timestamp=now)
    if not isinstance(content, bytes):
        sys.exit(1)  # only pictures come in pieces
    sys.stdout.buffer.write(content)


if __name__ == "__main__":
    main()
