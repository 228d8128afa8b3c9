"""Pages: each view reads the address, asks for what it needs and renders it."""
