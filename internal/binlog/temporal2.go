package binlog

// The types of time since MySQL 5.6 are big-endian, have an offset that makes the bytes
// sort as the times do, and end with a fraction in two digits a byte.
//
// Source: https://dev.mysql.com/doc/dev/mysql-server/latest/ and my_time.c in the server

// fractionSize is how many bytes so many digits take.
func fractionSize(digits int) int { return (digits + 1) / 2 }

// microseconds is what one in the last place of a fraction of so many bytes stands for.
func microseconds(size int) int { return [...]int{0, 10000, 100, 1}[size] }

// checkDigits reports whether a column can have so many digits of a second.
func checkDigits(c *cursor, digits int) bool {
	if digits > maxDigits {
		c.fail("%d digits of a second", digits)
	}
	return digits <= maxDigits
}

func parseFraction(c *cursor, digits int) Fraction {
	size := fractionSize(digits)
	f := Fraction{int(c.big(size)) * microseconds(size), digits}
	if f.Microsecond > 999999 {
		c.fail("a fraction of %d µs", f.Microsecond)
	}
	return f
}

// parseTimestamp2 reads 4 bytes of seconds and a fraction.
func parseTimestamp2(c *cursor, digits int) Value {
	if !checkDigits(c, digits) {
		return Null{}
	}
	return Timestamp{uint32(c.big(4)), parseFraction(c, digits)}
}

// parseDateTime2 reads 5 bytes and a fraction. From the highest bit: sign 1 (always
// set), years × 13 + months 17, days 5, hours 5, minutes 6, seconds 6.
func parseDateTime2(c *cursor, digits int) Value {
	if !checkDigits(c, digits) {
		return Null{}
	}
	n := int64(c.big(5)) - 1<<39
	if n < 0 {
		c.fail("a negative DATETIME")
		return Null{}
	}
	months := int(n >> 22)
	return DateTime{
		Date: Date{Year: months / 13, Month: months % 13, Day: int(n >> 17 & 31)},
		Hour: int(n >> 12 & 31), Minute: int(n >> 6 & 63), Second: int(n & 63),
		Fraction: parseFraction(c, digits),
	}
}

// parseTime2 reads 3 bytes and a fraction. From the highest bit: sign 1, unused 1, hours 10,
// minutes 6, seconds 6. A negative time is the complement of all of it, fraction included.
func parseTime2(c *cursor, digits int) Value {
	if !checkDigits(c, digits) {
		return Null{}
	}
	size := fractionSize(digits)
	n := int64(c.big(3+size)) - 1<<(23+8*size)
	v := Time{Negative: n < 0, Fraction: Fraction{Digits: digits}}
	n = max(n, -n)
	v.Fraction.Microsecond = int(n&(1<<(8*size)-1)) * microseconds(size)
	if v.Fraction.Microsecond > 999999 {
		c.fail("a fraction of %d µs", v.Fraction.Microsecond)
	}
	n >>= 8 * size
	v.Hour, v.Minute, v.Second = int(n>>12&1023), int(n>>6&63), int(n&63)
	return v
}
