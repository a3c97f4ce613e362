"""Settings: `base` says what is always so, the others say in a few lines what differs."""
