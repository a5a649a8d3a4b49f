"""Real stores, which the tests start on loopback and stop by process ID."""
