package registry

import (
	"cmp"
	"fmt"
	"os"
	"strings"

	"github.com/ptr-project/ptr/internal/process"
)

// An owner is a process that makes databases.
type owner struct {
	token string // no other owner has it
	host  string
	mark  process.Mark
}

// self is this process.
func self(token string) (owner, error) {
	mark, err := process.MarkOf(os.Getpid())
	if err != nil {
		return owner{}, err
	}
	host, err := os.Hostname()
	if err != nil {
		host = "" // then nobody is on it
	}
	return owner{strings.ToLower(token), host, mark}, nil
}

// String is o in a form that parseOwner reads: "token pid@started host".
func (o owner) String() string { return fmt.Sprintf("%s %s %s", o.token, o.mark, o.host) }

func parseOwner(text string) (owner, error) {
	parts := strings.SplitN(text, " ", 3)
	if len(parts) < 3 {
		return owner{}, fmt.Errorf("%q is no owner of databases", text)
	}
	mark, err := process.ParseMark(parts[1])
	return owner{parts[0], parts[2], mark}, err
}

// lock is the name of the lock that o has for as long as it lives.
func (o owner) lock() string { return "ptr " + o.token }

// here reports whether o is, or was, a process of this machine.
func (o owner) here() bool {
	host, err := os.Hostname()
	return err == nil && cmp.Compare(host, o.host) == 0 && host != ""
}
