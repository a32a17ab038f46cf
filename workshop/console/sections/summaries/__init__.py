"""The summaries of one table, as its host and moderators write them and show them to the table."""
