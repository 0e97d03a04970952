"""What people made of each sentence."""
