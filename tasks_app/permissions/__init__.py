"""Who may do what, in one place: the only rooms that speak to guardian besides the models."""
