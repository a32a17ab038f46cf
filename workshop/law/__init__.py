"""What a public body must say about this installation: authorities, statements, drafts for its office."""
