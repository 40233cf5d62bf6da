"""What editors do to search: synonyms, picks, and what they learn of words that found nothing."""
