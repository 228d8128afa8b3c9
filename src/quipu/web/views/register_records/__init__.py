"""The pages of records, mechanisms, instruments, people and organisations, and commitments."""
