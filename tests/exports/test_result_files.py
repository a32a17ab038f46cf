import subprocess
import sys

import pytest

from exports.result_files import RESULT_FILES

pytestmark = pytest.mark.unit


def test_each_file_is_there_once_and_says_what_it_is_for():
    names = [file.name for file in RESULT_FILES]
    assert len(names) == len(set(names))
    assert [file.name for file in RESULT_FILES if not file.purpose.endswith(".")] == []


def test_what_is_made_of_the_others_comes_last():
    assert [file.last for file in RESULT_FILES] == sorted(file.last for file in RESULT_FILES)


def test_the_list_can_be_read_without_the_office_libraries():
    code = "import sys, exports.result_files; print('pandas' in sys.modules, 'docx' in sys.modules)"
    printed = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert printed.stdout == "False False\n"
