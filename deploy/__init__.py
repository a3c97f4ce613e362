"""How the system is run: the demo launcher, and examples for production."""
