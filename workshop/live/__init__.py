"""The living picture of a dialogue in this process, and the machine that places new cards into groups."""
