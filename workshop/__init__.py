"""Live workshop tool for municipal dialogue evenings."""
