"""Reads: plain, frozen dataclasses out; no row of the database leaves this room."""
