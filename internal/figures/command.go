// Package figures has the experiments behind what ptr states of itself.
package figures

import (
	"bytes"
	"context"
	"fmt"
	"os/exec"
	"time"

	"github.com/ptr-project/ptr/bench"
)

// command is an arm that runs a whole process, whose exit status must be 0.
// CPU counts its descendants that were waited for, too.
func command(name, dir string, env []string, args ...string) bench.Arm {
	return bench.Arm{Name: name, Run: func(ctx context.Context) (bench.Sample, error) {
		c := exec.CommandContext(ctx, args[0], args[1:]...)
		c.Dir, c.Env = dir, env
		var out bytes.Buffer
		c.Stdout, c.Stderr = &out, &out
		begin := time.Now()
		err := c.Run()
		wall := time.Since(begin)
		if err != nil {
			return bench.Sample{}, fmt.Errorf("%v: %w\n%s", args, err, tail(out.Bytes(), 4000))
		}
		return bench.Sample{Wall: wall, CPU: c.ProcessState.UserTime() + c.ProcessState.SystemTime()}, nil
	}}
}

func tail(b []byte, n int) []byte { return b[max(0, len(b)-n):] }
