"""Counting rules: what they say, what they count, and the values kept from them."""
