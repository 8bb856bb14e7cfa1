package server

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"golang.org/x/sys/unix"

	"github.com/ptr-project/ptr/internal/filecopy"
)

// copyAhead begins to copy the files of o.Ahead, one after the other, and returns done,
// which says how that went once it is over, or called off. Files that are not there are
// left out. Whoever opens such a file before that waits: the copy is under a lease. Where
// there are no leases, all is over at once. It is to be called before o is mounted.
//
// Source: fcntl(2), F_SETLEASE.
func (o Overlay) copyAhead(ctx context.Context) (done func() error) {
	var all earlies
	leases := leasesLast()
	for _, name := range o.Ahead {
		c, err := o.begin(name, leases)
		switch {
		case errors.Is(err, fs.ErrExist), errors.Is(err, fs.ErrNotExist): // an earlier server has copied it; this one has none
		case err != nil:
			err = errors.Join(err, all.close())
			return func() error { return err }
		default:
			all = append(all, c)
		}
	}
	return all.start(ctx)
}

// An early copy is one that is made before anybody asks for it.
type early struct {
	from, to *os.File
	leased   bool
}

// large is from how many bytes on a file is left to be copied when it is asked for:
// a lease does not last for ever.
const large = 256 << 20

// begin makes the file that is to be copied to, empty, and under a lease if that can be.
func (o Overlay) begin(name string, leases bool) (_ early, err error) {
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
	to, err := o.create(name, info.Mode().Perm())
	if err != nil {
		return early{}, err
	}
	return early{from, to, leases && lease(to)}, nil
}

// create makes a new file in o.Upper, in folders like those of o.Lower.
func (o Overlay) create(name string, mode fs.FileMode) (*os.File, error) {
	if err := o.createFolder(filepath.Dir(name)); err != nil {
		return nil, err
	}
	return os.OpenFile(filepath.Join(o.Upper, name), os.O_RDWR|os.O_CREATE|os.O_EXCL, mode)
}

// createFolder makes a folder in o.Upper unless it is there.
func (o Overlay) createFolder(name string) error {
	path := filepath.Join(o.Upper, name)
	if _, err := os.Lstat(path); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	info, err := os.Stat(filepath.Join(o.Lower, name))
	if err != nil {
		return err
	}
	if err := o.createFolder(filepath.Dir(name)); err != nil {
		return err
	}
	return os.Mkdir(path, info.Mode().Perm())
}

// leasesLast reports whether the system leaves somebody a lease for long enough.
func leasesLast() bool {
	text, err := os.ReadFile("/proc/sys/fs/lease-break-time")
	if err != nil {
		return false
	}
	seconds, err := strconv.Atoi(strings.TrimSpace(string(text)))
	return err == nil && time.Duration(seconds)*time.Second > longest
}

// lease keeps others from opening f until it is closed, if the system can do that.
func lease(f *os.File) bool {
	_, err := unix.FcntlInt(f.Fd(), unix.F_SETLEASE, unix.F_WRLCK)
	return err == nil
}

// longest is for how long copies may be under a lease, which the system ends by
// itself, 45 s after somebody has wanted the file unless it was told another time.
const longest = 30 * time.Second

// earlies are copied one after the other: a server that starts needs the other processors.
type earlies []early

// start copies those that are leased in the background, and the others at once.
func (all earlies) start(ctx context.Context) (wait func() error) {
	ended := make(chan error, 1)
	work := func() {
		ctx, cancel := context.WithTimeoutCause(ctx, longest, fmt.Errorf("copying what servers write has taken %v", longest))
		defer cancel()
		ended <- all.copy(ctx)
	}
	if len(all) > 0 && all.leased() {
		go work()
	} else {
		work()
	}
	return sync.OnceValue(func() error { return <-ended })
}

func (all earlies) leased() bool {
	return !slices.ContainsFunc(all, func(c early) bool { return !c.leased })
}

// copy closes them all, whatever becomes of one.
func (all earlies) copy(ctx context.Context) (err error) {
	for i, c := range all {
		if err = filecopy.Sparse(ctx, c.to, c.from); err != nil {
			return errors.Join(err, context.Cause(ctx), all[i:].close())
		}
		if err = all[i : i+1].close(); err != nil {
			return errors.Join(err, all[i+1:].close())
		}
	}
	return nil
}

func (all earlies) close() (err error) {
	for _, c := range all {
		err = errors.Join(err, c.to.Close(), c.from.Close())
	}
	return err
}
