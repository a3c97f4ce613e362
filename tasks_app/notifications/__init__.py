"""The outbox: who hears, what they read, and how it leaves the house. Store, send, sweep."""
