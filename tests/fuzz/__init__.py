"""Files nobody would make on purpose, from a seed: the importer answers every one of them, and writes none by half."""
