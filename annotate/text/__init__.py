"""Cleaning, article splitting, language, sentences; offsets kept."""
