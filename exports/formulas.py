"""Texts that a spreadsheet would calculate: known by their first sign that is seen."""

import unicodedata

_SIGNS = frozenset("=+-@\u2212")
# Spaces, controls, formats, and marks that stand on nothing; beside them letters that leave the paper white.
_UNSEEN = frozenset({"Zs", "Zl", "Zp", "Cc", "Cf", "Cs", "Co", "Cn", "Mn", "Mc", "Me"})
_BLANKS = frozenset("\u115f\u1160\u2800\u3164\uffa0")


def is_formula(text: str) -> bool:
    """Say whether some spreadsheet may take a text for a formula, whatever unseen stands before its sign."""
    if text.startswith(("\t", "\r")):
        return True
    first = next((c for c in text if unicodedata.category(c) not in _UNSEEN and c not in _BLANKS), "")
    return unicodedata.normalize("NFKC", first)[:1] in _SIGNS if first else False
