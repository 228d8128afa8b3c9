"""Counting: what was counted, the rows behind it, and the rules."""
