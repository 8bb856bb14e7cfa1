package process

import (
	"bytes"
	"fmt"
	"os"
)

// started is field 22 of /proc/PID/stat: clock ticks since boot. Fields are
// counted behind the last ")", since the command's name may hold anything.
func started(pid int) (string, error) {
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return "", ErrGone
	}
	fields := bytes.Fields(stat[bytes.LastIndexByte(stat, ')')+1:])
	if len(fields) < 20 || fields[0][0] == 'Z' {
		return "", ErrGone
	}
	return string(fields[19]), nil
}
