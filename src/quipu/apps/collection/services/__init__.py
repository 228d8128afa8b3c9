"""Opening periods, filling in, sending, approving, reminding."""
