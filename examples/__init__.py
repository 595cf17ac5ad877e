"""Examples: the demonstration and the files that it uses."""
