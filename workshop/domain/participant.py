"""Participants: a random id beside each card, forgotten as soon as nobody needs it to find their own cards."""

from datetime import timedelta

# How long a phone finds its own cards again; an older id names nobody any more.
OWN_CARDS = timedelta(days=14)
