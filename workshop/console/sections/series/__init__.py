"""A series: the evenings under one heading, and their files together."""
