"""About the evening: what is said about it, and before it starts its tables and questions."""
