// Package money calculates with amounts in cents, so that nothing is ever lost
// to rounding unseen.
package money

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// An Amount is a sum of money in cents. Debts are negative.
type Amount int64

// ErrSyntax says that a text is not an amount.
var ErrSyntax = errors.New("not an amount of money")

// Parse reads an amount such as "12.34", "-0.05" or "7". Cents are two digits.
func Parse(s string) (Amount, error) {
	digits, negative := strings.CutPrefix(s, "-")
	units, cents, hasCents := strings.Cut(digits, ".")
	if !hasCents {
		cents = "00"
	}
	if units == "" || len(cents) != 2 || strings.ContainsAny(units+cents, "+-_") {
		return 0, fmt.Errorf("%q: %w", s, ErrSyntax)
	}
	n, err := strconv.ParseInt(units+cents, 10, 64)
	if err != nil {
		return 0, fmt.Errorf("%q: %w", s, ErrSyntax)
	}
	if negative {
		n = -n
	}
	return Amount(n), nil
}

// String formats a as [Parse] reads it, always with cents.
func (a Amount) String() string {
	sign, n := "", uint64(a)
	if a < 0 {
		sign, n = "-", -n
	}
	return fmt.Sprintf("%s%d.%02d", sign, n/100, n%100)
}

// Times is the price of n things that cost a each.
func (a Amount) Times(n int) Amount { return a * Amount(n) }

// Percent is p per cent of a, halves rounded away from zero.
func (a Amount) Percent(p int) Amount {
	n := a * Amount(p)
	if n < 0 {
		return (n - 50) / 100
	}
	return (n + 50) / 100
}

// Split divides a into n parts that differ by at most a cent and add up to a,
// the larger ones first. It panics unless n > 0.
func (a Amount) Split(n int) []Amount {
	if n <= 0 {
		panic(fmt.Sprintf("money: split into %d parts", n))
	}
	parts := make([]Amount, n)
	for i := range parts {
		parts[i] = a / Amount(n)
	}
	cent, rest := Amount(1), int(a%Amount(n))
	if rest < 0 {
		cent, rest = -1, -rest
	}
	for i := range rest {
		parts[i] += cent
	}
	return parts
}

// Sum adds amounts up.
func Sum(amounts ...Amount) Amount {
	var sum Amount
	for _, a := range amounts {
		sum += a
	}
	return sum
}
