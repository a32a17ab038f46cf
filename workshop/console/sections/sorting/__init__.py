"""The topics of one table: the list that hosts and moderators sort."""
