"""Making the encoder that annotate ships: data, vocabulary, network, training."""
