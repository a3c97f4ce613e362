"""Two at once: pairs of acts that may meet on one thing, a few in every build, ten thousand on demand."""
