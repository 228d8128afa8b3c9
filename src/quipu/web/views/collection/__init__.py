"""Collection: who has to report, what they fill in, and what planners decide about it."""
