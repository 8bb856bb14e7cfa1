package scratch

import (
	"errors"
	"fmt"
	"time"

	"github.com/ptr-project/ptr/internal/process"
)

// tokenVariable is in the environment of a run's workers, and so in that of all
// that they start, whatever group or session it moves to.
const tokenVariable = "PTR_RUN"

// patience is how often, a millisecond apart, it is looked whether processes
// that were killed are gone. One that is stuck in the kernel may take its time.
const patience = 5000

// endProcesses kills the groups that leaders lead, and all other processes that
// carry token, and returns when they are gone.
//
// A group whose leader is gone is left alone, since its number may be another's
// by now; on Linux its members are found by the token.
func endProcesses(leaders []process.Mark, token string) error {
	for range patience {
		killed, err := killOnce(leaders, token)
		if killed == 0 || err != nil {
			return err
		}
		time.Sleep(time.Millisecond)
	}
	return fmt.Errorf("processes of the run don't end, though they were killed")
}

// killOnce returns how many groups and processes it has found.
func killOnce(leaders []process.Mark, token string) (killed int, err error) {
	var errs []error
	for _, leader := range leaders {
		if leader.Alive() {
			killed++
			errs = append(errs, process.KillGroup(leader.PID))
		}
	}
	strays, err := killStrays(token)
	return killed + strays, errors.Join(append(errs, err)...)
}
