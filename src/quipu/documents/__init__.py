"""Files to text: typed passages with offsets, and quotes that find their words again."""
