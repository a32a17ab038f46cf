"""The column beside every section while the evening runs: clock, held cards, how lively the hall is."""
