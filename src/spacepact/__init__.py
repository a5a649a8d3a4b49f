"""SpacePact: an open knowledge graph of cooperation in space."""
