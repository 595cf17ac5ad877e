"""`consortium.yaml`: the one description of a network."""
