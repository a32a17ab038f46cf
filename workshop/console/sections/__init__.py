"""What fills a page of the console; no section knows another."""
