"""What other articles say of a claim, and why a person should look at it."""
