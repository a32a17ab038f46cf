"""QR codes for paper, as a small SVG picture that holds modules and nothing else."""

import qrcode

# The quiet zone that ISO/IEC 18004 asks for, in modules.
_QUIET_ZONE = 4


def qr_picture(address: str) -> str:
    """Return the QR code of an address, its quiet zone included, with error correction M."""
    code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, border=_QUIET_ZONE)
    code.add_data(address)
    code.make(fit=True)
    rows = code.get_matrix()
    size = len(rows)
    dark = "".join(
        f"M{x},{y}h1v1h-1z" for y, row in enumerate(rows) for x, is_dark in enumerate(row) if is_dark
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{size}0" height="{size}0" '
        f'viewBox="0 0 {size} {size}" shape-rendering="crispEdges">'
        f'<path d="M0,0h{size}v{size}h-{size}z" fill="#ffffff"/><path d="{dark}" fill="#000000"/></svg>'
    )
