"""The network in containers: the compose file, and the one-shot programs that run inside of it."""
