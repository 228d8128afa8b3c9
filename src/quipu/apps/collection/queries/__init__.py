"""What is owed, what was filled in, who is late, what is locked."""
