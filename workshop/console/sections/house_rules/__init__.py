"""The house rules: how people talk here, words for difficult moments, and whom to ask."""
