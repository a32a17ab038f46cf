"""Pages for organisers, moderators and table hosts (NiceGUI), and the door through which they come in."""
