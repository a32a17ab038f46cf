"""Verbs on nouns; each takes the store and the acting rights. Reads are in `queries`."""
