import stat
from datetime import timedelta

import pytest

from workshop.domain.erasure import Erased
from workshop.live.erasure_list import ErasureListError, read_list, write_list
from workshop.models import ErasureKind, now

pytestmark = pytest.mark.unit


def test_list_is_read_as_it_was_written_and_loses_nothing(tmp_path) -> None:
    file, at = tmp_path / "erasures.jsonl", now()
    first = Erased(ErasureKind.REDACTED, "A", at, "x", version=3, spans=((0, 4), (7, 9)))
    second = Erased(ErasureKind.WITHDRAWN, "B", at + timedelta(seconds=1), "y")
    assert read_list(file) == []
    write_list(file, [first])
    # Another database: what stands there already stays.
    write_list(file, [second])
    assert read_list(file) == [first, second]
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    write_list(file, [Erased(ErasureKind.DELETED, "A", at + timedelta(hours=1))])
    assert [each.dialogue for each in read_list(file)] == ["B", "A"]


@pytest.mark.parametrize("line", ["{", "[]", "{}", '{"at": "2026-11-30"}', "\udcff"])
def test_list_that_cannot_be_read_says_which_line(tmp_path, line) -> None:
    file = tmp_path / "erasures.jsonl"
    write_list(file, [Erased(ErasureKind.WITHDRAWN, "B", now(), "y")])
    with file.open("ab") as out:
        out.write(line.encode(errors="surrogateescape") + b"\n")
    with pytest.raises(ErasureListError, match=r"erasures\.jsonl"):
        read_list(file)
