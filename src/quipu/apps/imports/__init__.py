"""Own workbooks coming in: dry run, differences, one transaction, the original kept."""
