"""How the closed vocabularies read, what colours labels have, and what text does no harm on a page."""
