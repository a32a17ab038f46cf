"""The rehearsal: a throw-away evening with simulated phones, for newcomers and before a real evening."""
