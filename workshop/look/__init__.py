"""The shared look of the NiceGUI pages: one style sheet, Quasar's defaults off, small pieces."""

from workshop.look.hyphens import soft_hyphens
from workshop.look.page import apply
from workshop.look.pieces import (
    BAR_SCALE,
    QUESTION_ORDER,
    VUE,
    Bar,
    EntryCard,
    card_props,
    qr_code,
    question_sign,
    question_tag,
    set_props,
)
from workshop.look.qr import QrPath, qr_path, qr_svg

__all__ = [
    "BAR_SCALE",
    "QUESTION_ORDER",
    "VUE",
    "Bar",
    "EntryCard",
    "QrPath",
    "apply",
    "card_props",
    "qr_code",
    "qr_path",
    "qr_svg",
    "question_sign",
    "question_tag",
    "set_props",
    "soft_hyphens",
]
