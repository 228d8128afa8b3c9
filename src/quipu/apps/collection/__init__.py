"""Collection: what each unit and post owes in a reporting period, what it sends, what becomes a fact."""
