"""Documents that prove what was done: their text never changes, and quotes point into it."""
