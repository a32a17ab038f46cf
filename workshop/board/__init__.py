"""The board: what the beamer shows to the hall (NiceGUI)."""

from workshop.board.page import register

__all__ = ["register"]
