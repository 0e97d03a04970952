"""Encoders and entailment models; torch and transformers live here alone."""
