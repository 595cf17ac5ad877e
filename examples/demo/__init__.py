"""The main job as a demonstration: a city and a contractor conclude a contract."""

import os

# gRPC reads this when it is loaded; it would tell of closed connections where people look for what went wrong.
os.environ.setdefault("GRPC_VERBOSITY", "ERROR")
