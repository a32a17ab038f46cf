import re

import pytest
import qrcode

from exports.qr import qr_picture

pytestmark = pytest.mark.unit
ADDRESS = "https://dialog.example/j/KFD7M2QX/papers"


def test_picture_draws_exactly_the_modules_of_the_code_on_white():
    code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, border=4)
    code.add_data(ADDRESS)
    code.make(fit=True)
    dark = {(x, y) for y, row in enumerate(code.get_matrix()) for x, is_dark in enumerate(row) if is_dark}
    picture = qr_picture(ADDRESS)
    drawn = {(int(x), int(y)) for x, y in re.findall(r"M(\d+),(\d+)h1v1h-1z", picture)}
    assert drawn == dark
    assert 'fill="#ffffff"' in picture
    assert ADDRESS not in picture
