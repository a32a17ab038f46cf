"""Making topics results."""
