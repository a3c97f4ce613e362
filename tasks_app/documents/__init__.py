"""Files that leave the house: a context in plain words, and how it is laid out."""
