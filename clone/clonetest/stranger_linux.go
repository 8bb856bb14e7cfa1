package clonetest

import (
	"errors"
	"os"
	"os/exec"
	"syscall"
	"testing"
)

// asSomebodyElse looks at the file at path as a user whom nothing belongs to, which
// takes a root who tries it.
func asSomebodyElse(t *testing.T, path string) error {
	t.Helper()
	if os.Geteuid() != 0 {
		t.Log("only root can try it as another user; looked at the modes of folders alone")
		return errors.ErrUnsupported
	}
	const nobodyAtAll = 54321
	c := exec.CommandContext(t.Context(), "stat", path)
	c.Dir = "/"
	c.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobodyAtAll, Gid: nobodyAtAll}}
	return c.Run()
}
