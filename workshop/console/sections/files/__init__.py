"""The files of one evening: one by one with a preview, or everything as one ZIP."""
