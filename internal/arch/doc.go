// Package arch has the test that keeps the floors of docs/design.md: what may
// import what.
package arch
