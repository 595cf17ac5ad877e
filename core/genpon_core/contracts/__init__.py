"""The contract's rules: its terms, its transition table, its state, and who may do what."""
