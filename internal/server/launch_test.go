package server

import (
	"errors"
	"fmt"
	"io/fs"
	"syscall"
	"testing"
)

func TestWhyThereAreNoNamespacesIsSaidInWords(t *testing.T) {
	started := func(err error) error { return &fs.PathError{Op: "fork/exec", Path: "/usr/bin/ptr", Err: err} }
	tests := map[string]struct {
		err  error
		want string
	}{
		"the limit is reached":       {started(syscall.ENOSPC), "no more of them may be made here, as user.max_user_namespaces has it"},
		"the limit of an old kernel": {started(syscall.EUSERS), "no more of them may be made here, as user.max_user_namespaces has it"},
		"they are forbidden":         {started(syscall.EPERM), "the system forbids them here"},
		"a launcher tells of it":     {errors.New(started(syscall.EPERM).Error()), "the system forbids them here"},
		"something else":             {fmt.Errorf("mounting /proc: %w", syscall.EINVAL), "mounting /proc: invalid argument"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if got := forbidden(tt.err); got.Error() != tt.want {
				t.Errorf("forbidden(%v) = %v, want %s", tt.err, got, tt.want)
			}
		})
	}
}
