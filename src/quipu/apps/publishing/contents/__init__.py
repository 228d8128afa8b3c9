"""What a report shows: tables, charts and lists made from one computation and what people wrote for its evaluation."""
