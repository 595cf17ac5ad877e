"""Benchmarks: what a small machine does, for `docs/performance.md`."""
