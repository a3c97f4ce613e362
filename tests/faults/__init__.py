"""Faults against the real thing: workers, clocks, broker, database and mail server, and an oracle that counts.

    python -m tests.faults --injections 1000 --seed 1      (make faults)

docs/faults.md says what is injected and what it came to.
"""
