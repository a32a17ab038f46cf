"""What stands between the network and every room: who may send, and what each answer carries."""
