"""Real stores, each started on loopback by the tests and stopped by its process id."""
