"""HTTP: requests with retries, time limits, proxies and credentials, and their errors."""
