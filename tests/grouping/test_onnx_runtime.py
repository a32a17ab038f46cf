"""The runtime of sentence models tells nobody anything; left alone it would count its use for its maker."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

import workshop

pytestmark = pytest.mark.unit
ROOM = Path(workshop.__file__).parent


@pytest.mark.parametrize("said", [None, "0"])
def test_runtime_leaves_no_trace_of_its_user_and_sends_none(tmp_path: Path, said: str | None) -> None:
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("ORT_", "XDG_"))}
    around = clean | {"HOME": str(tmp_path)} | ({"ORT_DISABLE_TELEMETRY": said} if said else {})
    code = "from workshop.grouping.onnx_runtime import runtime; print(runtime().__name__)"
    done = subprocess.run(
        [sys.executable, "-c", code], env=around, capture_output=True, text=True, check=True
    )
    assert done.stdout == "onnxruntime\n"
    assert list(tmp_path.rglob("*")) == []


def test_runtime_is_loaded_in_one_place() -> None:
    loading = [
        file.relative_to(ROOM).as_posix()
        for file in ROOM.rglob("*.py")
        if re.search(r"(?m)^\s*(import|from) onnxruntime\b", file.read_text(encoding="utf-8"))
    ]
    assert loading == ["grouping/onnx_runtime.py"]
