package binlog

import (
	"slices"
	"strconv"
	"strings"
)

// A DECIMAL is written as groups of nine digits in four bytes, and what is left of nine
// at either end in as many bytes as that takes. All is big-endian. The highest bit is
// set, and a negative number has all bits inverted, so that bytes sort as the numbers do.
//
// Source: decimal2bin in the server's strings/decimal.c
const digitsPerGroup = 9

// bytesFor is how many bytes so many digits take.
func bytesFor(digits int) int { return digits/digitsPerGroup*4 + (digits%digitsPerGroup+1)/2 }

func parseDecimal(c *cursor, precision, scale int) Value {
	whole := precision - scale
	if whole < 0 {
		c.fail("a DECIMAL(%d,%d)", precision, scale)
		return Null{}
	}
	number := slices.Clone(c.bytes(uint64(bytesFor(whole) + bytesFor(scale))))
	if len(number) == 0 {
		return Null{} // there is an error, or a column without digits, which cannot be
	}
	negative := number[0]&0x80 == 0
	number[0] ^= 0x80
	if negative {
		for i := range number {
			number[i] = ^number[i]
		}
	}
	return formatDecimal(&cursor{rest: number}, negative, whole, scale)
}

func formatDecimal(c *cursor, negative bool, whole, scale int) Value {
	var digits strings.Builder
	takeDigits(c, &digits, whole%digitsPerGroup)
	for range whole / digitsPerGroup {
		takeDigits(c, &digits, digitsPerGroup)
	}
	text := strings.TrimLeft(digits.String(), "0")
	if text == "" {
		text = "0"
	}
	if negative {
		text = "-" + text
	}
	if scale == 0 {
		return Decimal(text)
	}
	digits.Reset()
	for range scale / digitsPerGroup {
		takeDigits(c, &digits, digitsPerGroup)
	}
	takeDigits(c, &digits, scale%digitsPerGroup)
	return Decimal(text + "." + digits.String())
}

// takeDigits takes so many digits, of a group at most, with leading zeros.
func takeDigits(c *cursor, digits *strings.Builder, n int) {
	if n == 0 {
		return
	}
	group := strconv.FormatUint(c.big(bytesFor(n)), 10)
	digits.WriteString(strings.Repeat("0", max(0, n-len(group))))
	digits.WriteString(group)
}
