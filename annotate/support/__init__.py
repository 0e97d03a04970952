"""What other articles say of a claim, and which sentences a person should look at (pass 2)."""

from annotate.support.candidates import Index, index
from annotate.support.claims import claims
from annotate.support.layout import vectors
from annotate.support.review import review
from annotate.support.verdicts import judge

__all__ = ["Index", "claims", "index", "judge", "review", "vectors"]
