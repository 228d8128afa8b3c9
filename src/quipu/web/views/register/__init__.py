"""Ways to look at the register of action."""
