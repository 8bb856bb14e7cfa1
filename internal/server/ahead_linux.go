package server

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"time"

	"golang.org/x/sys/unix"

	"github.com/ptr-project/ptr/internal/filecopy"
)

// copyAhead begins to copy the files of o.Ahead, and returns done, which says how that
// went once it is over, or called off. Files that are not there are left out. Whoever opens such a file before that waits:
// the copy is under a lease. Where there are no leases, all is over at once. It is to
// be called before o is mounted.
//
// Source: fcntl(2), F_SETLEASE.
func (o Overlay) copyAhead(ctx context.Context) (done func() error) {
	var all []func() error
	for _, name := range o.Ahead {
		c, err := o.begin(name)
		switch {
		case errors.Is(err, fs.ErrExist), errors.Is(err, fs.ErrNotExist): // an earlier server has copied it; this one has none
		case err != nil:
			all = append(all, func() error { return err })
		default:
			all = append(all, c.start(ctx))
		}
	}
	return sync.OnceValue(func() (err error) {
		for _, wait := range all {
			err = errors.Join(err, wait())
		}
		return err
	})
}

// An early copy is one that is made before anybody asks for it.
type early struct {
	from, to *os.File
	leased   bool
}

// large is from how many bytes on a file is left to be copied when it is asked for:
// a lease does not last for ever.
const large = 256 << 20

// begin makes the file that is to be copied to, empty.
func (o Overlay) begin(name string) (_ early, err error) {
	from, err := os.Open(filepath.Join(o.Lower, name))
	if err != nil {
		return early{}, err
	}
	defer func() {
		if err != nil {
			from.Close()
		}
	}()
	info, err := from.Stat()
	if err == nil && info.Size() >= large {
		err = fs.ErrExist
	}
	if err != nil {
		return early{}, err
	}
	to, err := os.OpenFile(filepath.Join(o.Upper, name), os.O_RDWR|os.O_CREATE|os.O_EXCL, info.Mode().Perm())
	if err != nil {
		return early{}, err
	}
	return early{from, to, lease(to)}, nil
}

// lease keeps others from opening f until it is closed, if the system can do that for
// long enough.
func lease(f *os.File) bool {
	text, err := os.ReadFile("/proc/sys/fs/lease-break-time")
	if err != nil {
		return false
	}
	seconds, err := strconv.Atoi(strings.TrimSpace(string(text)))
	if err != nil || time.Duration(seconds)*time.Second <= longest {
		return false
	}
	_, err = unix.FcntlInt(f.Fd(), unix.F_SETLEASE, unix.F_WRLCK)
	return err == nil
}

// longest is for how long a copy may be under a lease, which the system ends by
// itself, 45 s after somebody has wanted the file unless it was told another time.
const longest = 30 * time.Second

// start copies, in the background if c is leased.
func (c early) start(ctx context.Context) (wait func() error) {
	ended := make(chan error, 1)
	work := func() { ended <- errors.Join(c.copy(ctx), c.to.Close(), c.from.Close()) }
	if c.leased {
		go work()
	} else {
		work()
	}
	return func() error { return <-ended }
}

func (c early) copy(ctx context.Context) error {
	if !c.leased {
		return filecopy.Sparse(ctx, c.to, c.from)
	}
	ctx, cancel := context.WithTimeoutCause(ctx, longest, fmt.Errorf("copying %s has taken %v", c.from.Name(), longest))
	defer cancel()
	if err := filecopy.Sparse(ctx, c.to, c.from); err != nil {
		return errors.Join(err, context.Cause(ctx))
	}
	return nil
}
