"""The register of action: what the institution did, with its evidence, and the counts that come from it."""
