import re

import pytest
import qrcode

from workshop.look import qr_path, qr_svg

pytestmark = pytest.mark.unit
ADDRESS = "https://dialog.example/j/KFD7M2QX/wohnen"


def test_qr_path_draws_exactly_the_modules_of_the_code():
    code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, border=4)
    code.add_data(ADDRESS)
    code.make(fit=True)
    dark = {(x, y) for y, row in enumerate(code.get_matrix()) for x, is_dark in enumerate(row) if is_dark}
    path = qr_path(ADDRESS)
    drawn = {(int(x), int(y)) for x, y in re.findall(r"M(\d+),(\d+)H", path.d)}
    assert (drawn, path.size) == (dark, len(code.get_matrix()))


def test_qr_svg_never_holds_the_text_itself():
    assert "script" not in qr_svg("<script>alert(1)</script>")
