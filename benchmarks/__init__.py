"""How long the pages take, how many statements they make, and what both would cost at least.

``make bench`` starts a PostgreSQL of its own, seeds work items by COPY and measures all sizes in one run.
docs/benchmarks.md has the figures of one such run and says how to read them.
"""
