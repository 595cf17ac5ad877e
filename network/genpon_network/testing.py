"""The pytest plugin: fixtures that start ledgers for tests."""
