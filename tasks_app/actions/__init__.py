"""What people do, and the clock: lock, who may, when allowed, change, record. One transaction, one story."""
