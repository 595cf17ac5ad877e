"""Tests of the network in containers; a package, so that what they share ends with them."""
