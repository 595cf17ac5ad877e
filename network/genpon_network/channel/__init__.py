"""A channel's configuration, its genesis block and its updates, in Python over Fabric's own messages."""
