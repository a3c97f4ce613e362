"""Two at once: every pair of acts that may meet on one thing, a few times in every build, ten thousand times on demand."""
