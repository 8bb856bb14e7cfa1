package worker

import (
	"errors"
	"io"
	"os"
	"sync"

	"golang.org/x/sys/unix"
)

// A patientReader is the end of a pipe that wakes nobody while it isn't being
// read. An [os.File] of a pipe wakes the runtime's poller at every write, whether
// somebody reads or not: for a test that does nothing, several times. Who reads
// now and then, and takes what has gathered, halves the cost of such tests.
type patientReader struct {
	pipe, closing int // descriptors
	close         *os.File

	once   sync.Once
	inside sync.RWMutex // read-locked while the descriptors are used
}

// readPipe makes a pipe to read from.
func readPipe() (ours io.ReadCloser, theirs *os.File, err error) {
	var pipe, closing [2]int
	if err := unix.Pipe2(pipe[:], unix.O_CLOEXEC); err != nil {
		return nil, nil, os.NewSyscallError("pipe2", err)
	}
	if err := unix.Pipe2(closing[:], unix.O_CLOEXEC); err != nil {
		return nil, nil, errors.Join(os.NewSyscallError("pipe2", err), unix.Close(pipe[0]), unix.Close(pipe[1]))
	}
	r := &patientReader{pipe: pipe[0], closing: closing[0], close: os.NewFile(uintptr(closing[1]), "closing")}
	return r, os.NewFile(uintptr(pipe[1]), "pipe"), nil
}

// Read waits for something to read. After Close it returns [os.ErrClosed].
func (r *patientReader) Read(b []byte) (int, error) {
	r.inside.RLock()
	defer r.inside.RUnlock()
	if err := r.await(); err != nil {
		return 0, err
	}
	for {
		n, err := unix.Read(r.pipe, b)
		switch {
		case errors.Is(err, unix.EINTR):
		case err != nil:
			return 0, os.NewSyscallError("read", err)
		case n == 0 && len(b) > 0:
			return 0, io.EOF
		default:
			return n, nil
		}
	}
}

func (r *patientReader) await() error {
	for {
		if r.pipe < 0 {
			return os.ErrClosed
		}
		both := []unix.PollFd{{Fd: int32(r.pipe), Events: unix.POLLIN}, {Fd: int32(r.closing), Events: unix.POLLIN}}
		_, err := unix.Poll(both, -1)
		switch {
		case errors.Is(err, unix.EINTR):
		case err != nil:
			return os.NewSyscallError("poll", err)
		case both[1].Revents != 0:
			return os.ErrClosed
		default:
			return nil
		}
	}
}

// Close ends a Read that waits.
func (r *patientReader) Close() (err error) {
	r.once.Do(func() {
		err = r.close.Close()
		r.inside.Lock()
		defer r.inside.Unlock()
		err = errors.Join(err, unix.Close(r.pipe), unix.Close(r.closing))
		r.pipe, r.closing = -1, -1
	})
	return err
}
