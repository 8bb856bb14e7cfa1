package main

// peakMemory is not measured on Windows.
func peakMemory() string { return "not measured" }
