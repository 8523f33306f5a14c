"""answers: what commands answer, as JSON and as lines, and the steps two verbs share."""
