package app

import (
	"io"
	"os"
	"os/exec"
	"runtime"
	"strconv"

	"github.com/ptr-project/ptr/internal/console"
	"github.com/ptr-project/ptr/perturb"
)

// BurnCommand is the hidden command that takes CPU time.
const BurnCommand = "burn-cpu"

// Burn takes CPU time until standard input ends, which it does when its owner dies.
func Burn(streams console.Streams) error {
	over := make(chan struct{})
	go func() {
		_, _ = io.Copy(io.Discard, streams.In) // however it ends
		close(over)
	}()
	for n := uint64(1); ; n = n*6364136223846793005 + 1 {
		if n%(1<<16) == 1 {
			select {
			case <-over:
				return nil
			default:
			}
		}
	}
}

// burn starts the processes that the perturbation cpu asks for. The func ends them, and
// waits for that.
func (s *Session) burn() (end func(), err error) {
	value, ok := s.asked.Value(perturb.CPU)
	if !ok {
		return func() {}, nil
	}
	each, err := strconv.Atoi(value)
	if err != nil {
		return nil, err
	}
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	var pipes []io.Closer
	var burning []*exec.Cmd
	end = func() {
		for i, c := range burning {
			_ = pipes[i].Close()
			_ = c.Wait() // its status tells nothing
		}
	}
	for range each * runtime.NumCPU() {
		c := exec.Command(self, BurnCommand)
		c.Env = append(os.Environ(), s.Area.Env(), "GOMAXPROCS=1")
		in, err := c.StdinPipe()
		if err == nil {
			err = c.Start()
		}
		if err != nil {
			end()
			return nil, console.Failure(err, "the perturbation cpu starts processes of ptr's own")
		}
		pipes, burning = append(pipes, in), append(burning, c)
	}
	return end, nil
}
