//go:build unix

package server

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"syscall"
)

func attributes(c *exec.Cmd) *syscall.SysProcAttr {
	if c.SysProcAttr == nil {
		c.SysProcAttr = &syscall.SysProcAttr{}
	}
	return c.SysProcAttr
}

// demote lets c be an ordinary user where we are root.
func demote(c *exec.Cmd) {
	if os.Getuid() == 0 {
		uid, gid := ordinary()
		attributes(c).Credential = &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
	}
}

// ordinary is a user, and its group, that isn't root and that the system has a name
// for: initdb asks for it.
func ordinary() (uid, gid int) {
	const nobody = 65534
	u, err := user.Lookup("nobody")
	if err != nil {
		return nobody, nobody
	}
	uid, err = strconv.Atoi(u.Uid)
	if err != nil {
		return nobody, nobody
	}
	gid, err = strconv.Atoi(u.Gid)
	if err != nil {
		return nobody, nobody
	}
	return uid, gid
}

// send asks p to end.
func send(p *os.Process, s Signal) error {
	signals := map[Signal]os.Signal{Quit: syscall.SIGQUIT, Interrupt: syscall.SIGINT, Terminate: syscall.SIGTERM}
	return p.Signal(signals[s])
}

// isRoot reports whether servers in plain mode are somebody else than we.
func isRoot() bool { return os.Getuid() == 0 }

// giveAway makes path, and all in it, those of the user that [demote] chooses.
func giveAway(path string) error {
	uid, gid := ordinary()
	err := filepath.WalkDir(path, func(file string, _ fs.DirEntry, err error) error {
		return errors.Join(err, os.Lchown(file, uid, gid))
	})
	if errors.Is(err, syscall.EINVAL) {
		return fmt.Errorf("%w (uid %d)", ErrNobody, uid)
	}
	return err
}
