package worker

import "net"

// Forked is a process that another one has forked, and that leads a group of its
// own. The protocol is spoken over control, and what it prints comes out of
// output. Ended yields its end, which the one that forked it tells. On error it
// is gone.
func Forked(pid int, control, output *net.UnixConn, ended <-chan State, k Keeper) (*Child, error) {
	c := &Child{Output: output, Control: control, Input: half{control}, keeper: k, exited: make(chan struct{})}
	return c, c.live(pid, func() State { return <-ended })
}

// half is what is written to of a connection that goes on being read when it is
// closed.
type half struct{ *net.UnixConn }

func (h half) Close() error { return h.CloseWrite() }
