"""Labelled datasets from predictions and annotations."""
