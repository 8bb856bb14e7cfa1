//go:build !linux

package filecopy

import (
	"io"
	"os"
)

// copyPiece copies the next bytes of from, at most that many, and returns
// [io.EOF] once there are none.
func copyPiece(to, from *os.File, most int) error {
	_, err := io.CopyN(to, from, int64(most))
	return err
}
