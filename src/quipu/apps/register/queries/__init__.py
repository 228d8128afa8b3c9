"""What others may ask of the register."""
