package binlog

import (
	"fmt"
	"strconv"
	"time"
)

// A Date is a DATE. Any part may be 0, if the server allowed it.
type Date struct{ Year, Month, Day int }

func (v Date) String() string { return fmt.Sprintf("%04d-%02d-%02d", v.Year, v.Month, v.Day) }

// A DateTime is a DATETIME: of no time zone. Any part may be 0.
type DateTime struct {
	Date

	Hour, Minute, Second int
	Fraction             Fraction
}

func (v DateTime) String() string {
	return fmt.Sprintf("%v %02d:%02d:%02d%v", v.Date, v.Hour, v.Minute, v.Second, v.Fraction)
}

// A Timestamp is a TIMESTAMP: a point in time. Its text is the time in UTC.
type Timestamp struct {
	Second   uint32 // since 1970 in UTC; 0 is 0000-00-00 00:00:00
	Fraction Fraction
}

func (v Timestamp) String() string {
	if v.Second == 0 {
		return DateTime{Fraction: v.Fraction}.String()
	}
	return time.Unix(int64(v.Second), 0).UTC().Format(time.DateTime) + v.Fraction.String()
}

// A Time is a TIME, up to 838 hours either way.
type Time struct {
	Negative             bool
	Hour, Minute, Second int
	Fraction             Fraction
}

func (v Time) String() string {
	sign := ""
	if v.Negative {
		sign = "-"
	}
	return fmt.Sprintf("%s%02d:%02d:%02d%v", sign, v.Hour, v.Minute, v.Second, v.Fraction)
}

// A Fraction is a part of a second.
type Fraction struct {
	Microsecond int // 0 to 999999
	Digits      int // that the column has, 0 to 6
}

func (f Fraction) String() string {
	if f.Digits <= 0 {
		return ""
	}
	return "." + fmt.Sprintf("%06d", f.Microsecond)[:min(f.Digits, maxDigits)]
}

// maxDigits is how many digits of a second there can be.
const maxDigits = 6

// parseDate reads 3 bytes: years × 512 + months × 32 + days.
func parseDate(c *cursor) Value {
	n := int(c.little(3))
	return Date{Year: n >> 9, Month: n >> 5 & 15, Day: n & 31}
}

// parseTime reads what was written up to MySQL 5.5: decimal digits, in 3 bytes.
func parseTime(c *cursor) Value {
	n := int(int32(c.little(3)<<8) >> 8)
	v := Time{Negative: n < 0}
	n = max(n, -n)
	v.Hour, v.Minute, v.Second = n/10000, n/100%100, n%100
	return v
}

// parseDateTime reads what was written up to MySQL 5.5: decimal digits, in 8 bytes.
func parseDateTime(c *cursor) Value {
	n := c.little(8)
	if n > 9999_99_99_99_99_99 {
		c.fail("a DATETIME of %s", strconv.FormatUint(n, 10))
		return Null{}
	}
	day, second := int(n/1e6), int(n%1e6)
	return DateTime{
		Date: Date{Year: day / 10000, Month: day / 100 % 100, Day: day % 100},
		Hour: second / 10000, Minute: second / 100 % 100, Second: second % 100,
	}
}
