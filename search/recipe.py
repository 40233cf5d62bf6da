"""What finding is worth where, for every engine. Tried on one open judged set, not cross-validated."""

# Of a document's parts: A title, B kind and reference, C entity, D body.
WEIGHTS = {"A": 3.0, "B": 1.0, "C": 0.3, "D": 1.0}
NUMBER_IN_REFERENCE, KIND, REFERENCE, PHRASE = 3.0, 2.0, 50.0, 1.6
BOTH = 0.15  # of the body's worth, for what stands in the title too
LONG_TITLE = 0.3  # the score is divided by 1 + this × ln(1 + words of the title)
