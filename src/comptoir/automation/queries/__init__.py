"""What automation reads."""
