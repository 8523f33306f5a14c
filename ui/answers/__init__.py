"""answers: a finding under its row, with the field for its answer in it."""
