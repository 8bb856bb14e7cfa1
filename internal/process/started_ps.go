//go:build unix && !linux

package process

import (
	"os/exec"
	"strconv"
	"strings"
)

// started asks ps, which every Unix has; it is called a few times a run.
func started(pid int) (string, error) {
	out, err := exec.Command("ps", "-o", "lstart=", "-p", strconv.Itoa(pid)).Output()
	if err != nil {
		return "", ErrGone
	}
	return strings.Join(strings.Fields(string(out)), "-"), nil
}
