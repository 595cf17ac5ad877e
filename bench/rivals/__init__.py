"""The same work for the official Go and Node clients and runtimes and for ours: small programs, and what builds and runs them."""
