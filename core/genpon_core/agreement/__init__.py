"""What binds all municipalities, and how it changes: members, endorsing set, anchors, algorithms, accrediting bodies, parameters."""
