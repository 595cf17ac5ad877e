"""The main job as a demonstration: a city and a contractor conclude a contract."""
