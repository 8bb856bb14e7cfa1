// Package polluter has tests that leave package variables changed.
package polluter
