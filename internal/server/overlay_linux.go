package server

import (
	"errors"
	"fmt"
	"os"

	"golang.org/x/sys/unix"
)

// mount mounts o. Folders are named by descriptors, since the options of a mount
// are a list in which commas, colons and backslashes have a meaning, and short.
func mount(o Overlay) error {
	var folders [3]*os.File
	for i, path := range []string{o.Lower, o.Upper, o.Work} {
		f, err := os.OpenFile(path, unix.O_PATH|unix.O_DIRECTORY, 0)
		if err != nil {
			return err
		}
		defer f.Close()
		folders[i] = f
	}
	options := fmt.Sprintf("userxattr,lowerdir=/proc/self/fd/%d,upperdir=/proc/self/fd/%d,workdir=/proc/self/fd/%d",
		folders[0].Fd(), folders[1].Fd(), folders[2].Fd())
	if err := unix.Mount("overlay", o.Target, "overlay", 0, options); err != nil {
		return &os.PathError{Op: "mount", Path: o.Target, Err: err}
	}
	return nil
}

// unmountOverlay takes what is mounted at target away, even if somebody still has a
// file there open.
func unmountOverlay(target string) error {
	err := unix.Unmount(target, unix.MNT_DETACH)
	if errors.Is(err, unix.EINVAL) { // it is gone
		return nil
	}
	return err
}
