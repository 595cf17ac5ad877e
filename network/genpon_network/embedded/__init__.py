"""A ledger of N municipalities in one process, for development, tests and demos: real protocols, keys and checks, one SQLite file."""
