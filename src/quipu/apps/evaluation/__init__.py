"""What the method computes for a plan and period, and the content of an institutional evaluation."""
