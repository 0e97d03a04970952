"""Who answers for each sentence: spans, resolved sources, one label."""
