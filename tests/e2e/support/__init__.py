"""What the black-box suites share: the server process, an independent HTTP client, assertions."""
