"""Pages for organisers, moderators and table hosts (NiceGUI), and the way in."""
