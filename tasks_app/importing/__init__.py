"""From a plan on paper to a frozen reading. Reads bytes that are given to it and writes nothing, anywhere."""
