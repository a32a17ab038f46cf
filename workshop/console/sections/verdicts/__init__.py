"""What is said to topics: taken up, partly or not, and why."""
