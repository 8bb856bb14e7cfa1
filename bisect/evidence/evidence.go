// Package evidence says what tests left behind, by which statements, which of it makes
// another fail, and where that other first goes another way. It is pure: what runs a
// trial is given to it.
package evidence
