package binlog

import (
	"fmt"
	"strconv"
	"strings"
)

// A Value is what a column holds in one row: [Null], [Int], [Uint], [Float],
// [Double], [Decimal], [Year], [Date], [DateTime], [Timestamp], [Time], [Text], [Bytes],
// [Enum], [Set] or [JSON]. Its text is what SELECT shows, in UTF-8, but where the type says
// otherwise.
type Value interface{ fmt.Stringer }

// Null is NULL.
type Null struct{}

func (Null) String() string { return "NULL" }

// An Int is a signed integer of any size. Zeros that ZEROFILL adds are not in the log.
type Int int64

func (v Int) String() string { return strconv.FormatInt(int64(v), 10) }

// A Uint is an unsigned integer of any size, or a BIT: the number that BIT + 0 is.
type Uint uint64

func (v Uint) String() string { return strconv.FormatUint(uint64(v), 10) }

// A Float is a FLOAT. Its text has as many digits as it takes to tell it from all others:
// SELECT shows six.
type Float float32

func (v Float) String() string { return strconv.FormatFloat(float64(v), 'g', -1, 32) }

// A Double is a DOUBLE.
type Double float64

func (v Double) String() string { return strconv.FormatFloat(float64(v), 'g', -1, 64) }

// A Decimal is a DECIMAL, with all digits after the point that its column has, such as
// -0.50.
type Decimal string

func (v Decimal) String() string { return string(v) }

// A Year is a YEAR.
type Year uint16

func (v Year) String() string { return fmt.Sprintf("%04d", uint16(v)) }

// An Enum is one of an ENUM's elements.
type Enum struct {
	Number uint64 // from 1; 0 is what stands for a wrong value
	Name   string // empty if the metadata doesn't tell; then the text is the number
}

func (v Enum) String() string {
	if v.Name == "" && v.Number != 0 {
		return strconv.FormatUint(v.Number, 10)
	}
	return v.Name
}

// A Set is some of a SET's elements.
type Set struct {
	Bits  uint64   // the first element's is the lowest
	Names []string // empty if the metadata doesn't tell; then the text is the number
}

func (v Set) String() string {
	if len(v.Names) == 0 && v.Bits != 0 {
		return strconv.FormatUint(v.Bits, 10)
	}
	return strings.Join(v.Names, ",")
}
