"""Who may do what: people, their roles in an institution and the one permission table."""
