"""Who answers for each sentence of a news article, how it is framed, and which claims want a second look."""
