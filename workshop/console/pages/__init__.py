"""The pages of the console: each puts its frame and sections together."""
