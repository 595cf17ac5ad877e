"""The groups of the `genpon-network` command."""
