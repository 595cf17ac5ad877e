"""Genpon (原本): the client that integrators import, and the `genpon` command."""
