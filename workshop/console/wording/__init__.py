"""What the console calls things, and how it says that something did not work."""
