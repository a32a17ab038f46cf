"""Plain HTML controls and cards; they know no page."""
