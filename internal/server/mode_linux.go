package server

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"syscall"

	"golang.org/x/sys/unix"
)

// The namespaces of a launcher: it is root among its own, which lets it mount; its
// mounts and its processes end with it, and so does their shared memory.
const launcherNamespaces = unix.CLONE_NEWUSER | unix.CLONE_NEWNS | unix.CLONE_NEWPID | unix.CLONE_NEWIPC

// Those of a server: with its first process end all others, and their shared
// memory.
const serverNamespaces = unix.CLONE_NEWUSER | unix.CLONE_NEWPID | unix.CLONE_NEWIPC

// probe tries, in a launcher, to start something as a server would be, and to mount
// an overlay in the empty folder dir.
func probe(dir string) answer {
	// The processes of this namespace, which the IDs of users are mapped by.
	if err := unix.Mount("proc", "/proc", "proc", 0, ""); err != nil {
		return answer{Failure: fmt.Sprintf("mounting /proc: %v", err)}
	}
	c := exec.Command("/proc/self/exe", append(slices.Clone(os.Args[1:len(os.Args)-1]), idle)...)
	c.Args[0] = os.Args[0] // a program may look at its name
	isolateServer(c)
	if err := c.Run(); err != nil {
		return answer{Failure: err.Error()}
	}
	if err := tryOverlay(dir); err != nil {
		return answer{NoOverlay: err.Error()}
	}
	return answer{}
}

func tryOverlay(dir string) error {
	o := Overlay{
		Lower: filepath.Join(dir, "lower"), Upper: filepath.Join(dir, "upper"),
		Work: filepath.Join(dir, "work"), Target: filepath.Join(dir, "target"),
	}
	for _, folder := range []string{o.Lower, o.Upper, o.Work, o.Target} {
		if err := os.Mkdir(folder, 0o700); err != nil {
			return err
		}
	}
	return errors.Join(mount(o), unmountOverlay(o.Target))
}

func isolateLauncher(c *exec.Cmd) {
	attributes(c).Cloneflags = launcherNamespaces
	mapIDs(c, 0, 0, os.Getuid(), os.Getgid())
}

// isolateServer is called where root is whoever has started the launcher.
func isolateServer(c *exec.Cmd) {
	attributes(c).Cloneflags = serverNamespaces
	uid, gid := ordinary()
	mapIDs(c, uid, gid, 0, 0)
}

// mapIDs lets c be one user and group inside, another outside.
func mapIDs(c *exec.Cmd, uid, gid, outerUID, outerGID int) {
	c.SysProcAttr.UidMappings = []syscall.SysProcIDMap{{ContainerID: uid, HostID: outerUID, Size: 1}}
	c.SysProcAttr.GidMappings = []syscall.SysProcIDMap{{ContainerID: gid, HostID: outerGID, Size: 1}}
}
