"""What operators run: networks of municipalities, embedded or real, and the `genpon-network` command."""
