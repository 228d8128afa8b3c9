"""The `quipu` command: one module for each group of verbs."""
