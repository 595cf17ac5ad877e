"""What the example bundle is made from."""
