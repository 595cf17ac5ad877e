"""Real Fabric networks as plain processes of one machine."""
