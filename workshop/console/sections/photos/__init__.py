"""The photos of an evening: added, described, put in order, made unrecognisable in places, deleted."""
