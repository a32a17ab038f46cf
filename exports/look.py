"""Colours and signs: a card has the colour and the sign of its question in every file."""

from dataclasses import dataclass

from exports.results import QuestionKey

INK = "#1b2430"
MUTED = "#566172"
LINE = "#ddd7c9"
BRAND = "#0e5a61"
WHITE = "#ffffff"

FONT = "Calibri"
FONT_RIGHT_TO_LEFT = "Arial"

REHEARSAL = "PROBE"
"""The stamp of rehearsal files; part of the outside names, so it is never translated."""


@dataclass(frozen=True, slots=True)
class QuestionLook:
    """Sign, ink and tint of one question; colour never stands alone."""

    sign: str
    ink: str
    tint: str


QUESTIONS: dict[QuestionKey, QuestionLook] = {
    QuestionKey.WORKS: QuestionLook("✓", "#1c6b40", "#e6f2ea"),
    QuestionKey.IMPROVE: QuestionLook("↑", "#8f5200", "#faeedb"),
    QuestionKey.NEEDED: QuestionLook("+", "#1f4e96", "#e5edf9"),
}
