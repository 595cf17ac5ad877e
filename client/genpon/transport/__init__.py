"""How acts and questions reach the ledger: whom to ask, what an answer means, and what to do about it. It knows acts, not assets."""
