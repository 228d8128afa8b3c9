"""What programs send and receive: one typed row for each kind of fact."""
