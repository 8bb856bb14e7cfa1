// Package ordinary has tests of every kind that end in every way but death.
package ordinary

func Double(n int) int { return 2 * n }
