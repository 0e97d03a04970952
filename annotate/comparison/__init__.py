"""What changed between two runs: their settings, their articles and texts, and what is said of each sentence."""
