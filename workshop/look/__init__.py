"""The shared look of the NiceGUI pages: one style sheet, Quasar's defaults off, small pieces."""

from workshop.look.hyphens import soft_hyphens
from workshop.look.page import apply
from workshop.look.pieces import QUESTION_ORDER, entry_card, qr_code, question_sign, question_tag
from workshop.look.qr import QrPath, qr_path, qr_svg

__all__ = [
    "QUESTION_ORDER",
    "QrPath",
    "apply",
    "entry_card",
    "qr_code",
    "qr_path",
    "qr_svg",
    "question_sign",
    "question_tag",
    "soft_hyphens",
]
