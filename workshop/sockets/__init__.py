"""What may come in through the sockets of the rich pages: from which browser, how much, and which events."""
