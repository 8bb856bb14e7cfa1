package binlog

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// check compares a value with what is read of it, to the last byte.
func check(t *rapid.T, col Column, encoded []byte, want Value) {
	t.Helper()
	c := &cursor{rest: encoded}
	if got := col.parse(c); c.err != nil || !cmp.Equal(got, want) {
		t.Fatalf("%x of kind %d is %v, %v; want %v", encoded, col.kind, got, c.err, want)
	}
	if c.more() {
		t.Fatalf("%x of kind %d: %d bytes are left", encoded, col.kind, len(c.rest))
	}
}

func TestIntegersAreReadAsWritten(t *testing.T) {
	sizes := map[kind]int{tinyKind: 1, shortKind: 2, int24Kind: 3, longKind: 4, longlongKind: 8}
	rapid.Check(t, func(t *rapid.T) {
		kind := rapid.SampledFrom([]kind{tinyKind, shortKind, int24Kind, longKind, longlongKind}).Draw(t, "kind")
		size := sizes[kind]
		signed := rapid.Int64Range(-1<<(8*size-1), 1<<(8*size-1)-1).Draw(t, "n")
		encoded := littleEndian(uint64(signed), size)
		check(t, Column{kind: kind}, encoded, Int(signed))
		check(t, Column{kind: kind, Unsigned: true}, encoded, Uint(uint64(signed)<<(64-8*size)>>(64-8*size)))
	})
}

func TestLengthsAreReadAsWritten(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.Uint64().Draw(t, "n")
		c := &cursor{rest: encodePacked(n)}
		if got := c.packed(); got != n || c.err != nil || c.more() {
			t.Fatalf("%d is read as %d, %v, and %d bytes are left", n, got, c.err, len(c.rest))
		}
	})
}

func TestDecimalsAreReadAsWritten(t *testing.T) {
	digits := func(t *rapid.T, n int, label string) string {
		return rapid.StringOfN(rapid.RuneFrom([]rune("0123456789")), n, n, -1).Draw(t, label)
	}
	rapid.Check(t, func(t *rapid.T) {
		precision := rapid.IntRange(1, 65).Draw(t, "precision")
		scale := rapid.IntRange(0, min(precision, 38)).Draw(t, "scale")
		whole, fraction := digits(t, precision-scale, "whole"), digits(t, scale, "fraction")
		negative := rapid.Bool().Draw(t, "negative") && strings.Trim(whole+fraction, "0") != ""
		want := trimZeros(whole)
		if scale > 0 {
			want += "." + fraction
		}
		if negative {
			want = "-" + want
		}
		check(t, Column{kind: decimalKind, meta: uint16(precision<<8 | scale)}, encodeDecimal(negative, whole, fraction), Decimal(want))
	})
}

// fractions are those of columns with some number of digits.
func fractions(t *rapid.T) Fraction {
	digits := rapid.IntRange(0, 6).Draw(t, "digits")
	micros := rapid.IntRange(0, 999999).Draw(t, "micros")
	for i := digits; i < 6; i++ {
		micros /= 10
	}
	for i := digits; i < 6; i++ {
		micros *= 10
	}
	return Fraction{micros, digits}
}

func TestTimesAreReadAsWritten(t *testing.T) {
	to := func(t *rapid.T, most int, label string) int { return rapid.IntRange(0, most).Draw(t, label) }
	rapid.Check(t, func(t *rapid.T) {
		f := fractions(t)
		minute, second := to(t, 59, "minute"), to(t, 59, "second")
		date := Date{to(t, 9999, "year"), to(t, 12, "month"), to(t, 31, "day")}
		dateTime := DateTime{date, to(t, 23, "hour"), minute, second, f}
		check(t, Column{kind: datetime2Kind, meta: uint16(f.Digits)}, encodeDateTime(dateTime), dateTime)

		span := Time{rapid.Bool().Draw(t, "negative"), to(t, 838, "hours"), minute, second, f}
		span.Negative = span.Negative && span != Time{Negative: true, Fraction: Fraction{0, f.Digits}}
		check(t, Column{kind: time2Kind, meta: uint16(f.Digits)}, encodeTime(span), span)

		stamp := Timestamp{rapid.Uint32().Draw(t, "seconds"), f}
		check(t, Column{kind: timestamp2Kind, meta: uint16(f.Digits)}, encodeTimestamp(stamp), stamp)
	})
}

func TestStringsAreReadAsWritten(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.SliceOfN(rapid.Byte(), 0, 300).Draw(t, "text")
		long := append(littleEndian(uint64(len(text)), 2), text...)
		check(t, Column{kind: varcharKind, meta: 300, Collation: 45}, long, Text{text, 45})
		check(t, Column{kind: blobKind, meta: 2, Collation: binaryCollation}, long, Bytes(text))
	})
}

func TestValuesAreToldInUTF8(t *testing.T) {
	tests := map[string]struct {
		value Value
		want  string
	}{
		"UTF-8":                      {Text{[]byte("é"), 45}, "é"},
		"wrong UTF-8":                {Text{[]byte("\xff"), 45}, "x'ff'"},
		"Windows-1252":               {Text{[]byte("\x80\xe9"), 8}, "€é"},
		"UTF-16":                     {Text{[]byte("\x00a\xd8\x3d\xde\x00"), 54}, "a😀"},
		"half of UTF-16":             {Text{[]byte("\x00a\xd8"), 54}, "x'0061d8'"},
		"little-endian UTF-16":       {Text{[]byte("a\x00"), 56}, "a"},
		"UTF-32":                     {Text{[]byte("\x00\x01\xf6\x00"), 60}, "😀"},
		"ASCII in an unknown set":    {Text{[]byte("a"), 13}, "a"},
		"others in an unknown set":   {Text{[]byte("\x83\x5c"), 13}, "x'835c'"},
		"without metadata":           {Bytes("a"), "a"},
		"bytes":                      {Bytes("a\n"), "x'610a'"},
		"MySQL's JSON":               {JSON("abc"), "JSON in 3 bytes"},
		"element without a name":     {Enum{Number: 2}, "2"},
		"wrong element":              {Enum{}, ""},
		"elements without names":     {Set{Bits: 5}, "5"},
		"time that is no point":      {Timestamp{Fraction: Fraction{0, 2}}, "0000-00-00 00:00:00.00"},
		"fraction without a leading": {Time{Negative: true, Fraction: Fraction{10, 6}}, "-00:00:00.000010"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if got := tt.value.String(); got != tt.want {
				t.Errorf("%#v.String() = %q, want %q", tt.value, got, tt.want)
			}
		})
	}
}
