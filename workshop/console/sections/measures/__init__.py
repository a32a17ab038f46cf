"""The measures table: who does what with whom by when, written by several people at once."""
