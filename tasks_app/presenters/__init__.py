"""What a template needs in words and colours, made from rows once, so that templates only place it."""
