"""What tests make: rows of workbooks, and models of each app."""
