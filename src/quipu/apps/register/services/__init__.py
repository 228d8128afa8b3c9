"""What changes the register; each room has its verbs."""
