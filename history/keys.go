package history

import (
	"encoding/binary"
	"errors"
)

// pack stores keys, most of which follow the one before by a little, in one to
// two bytes each.
func pack(keys []int64) []byte {
	packed := make([]byte, 0, len(keys)*2)
	last := int64(0)
	for _, key := range keys {
		packed = binary.AppendVarint(packed, key-last)
		last = key
	}
	return packed
}

var errPacked = errors.New("keys of tests are damaged")

// unpack is the inverse of pack.
func unpack(packed []byte) ([]int64, error) {
	var keys []int64
	last := int64(0)
	for len(packed) > 0 {
		step, n := binary.Varint(packed)
		if n <= 0 {
			return nil, errPacked
		}
		last += step
		keys = append(keys, last)
		packed = packed[n:]
	}
	return keys, nil
}
