"""The demo (演示): people for each role, and a year whose past was made by the real actions."""
