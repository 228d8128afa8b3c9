"""Pages of the documents that prove what was done."""
