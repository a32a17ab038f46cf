"""The participants' pages: plain HTML, one small script, one style sheet; no NiceGUI."""
