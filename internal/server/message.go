package server

import "errors"

// A request is what a host asks of its launcher: to find out what it can do, to
// start a server, or else to send a signal to one.
type request struct {
	Probe  string `json:"probe,omitempty"` // an empty folder to try things in
	ID     int    `json:"id"`              // of the server
	Start  *Spec  `json:"start,omitempty"`
	Signal Signal `json:"signal,omitempty"`
}

// An answer is what a launcher tells its host: that a server runs, and later that
// it has ended, which is all if it could not be started.
type answer struct {
	ID      int    `json:"id"`
	Ended   bool   `json:"ended,omitempty"`
	Failure string `json:"failure,omitempty"` // why it ended, or can start nothing; "" if it succeeded

	NoOverlay string `json:"no_overlay,omitempty"` // why it can mount none; "" if it can
}

func (a answer) failure() error {
	if a.Failure == "" {
		return nil
	}
	return errors.New(a.Failure)
}

// A Spec says what to start.
type Spec struct {
	Args    []string // the program's absolute path, and its arguments
	Env     []string
	Dir     string
	Log     string   // file of its output, in place of what an earlier server has said there
	Overlay *Overlay // to be mounted before, for servers alone to see; nil is none
}

// An Overlay is a writable view, at Target, of the folder Lower, which is not
// written: what changes goes to Upper. All are absolute paths of folders; Upper and
// Work, which is empty, are on one file system.
type Overlay struct {
	Lower, Upper, Work, Target string

	// Ahead are files of Lower that the server opens for writing whatever it is asked,
	// by their names there. They are copied while it starts, so that it need not wait
	// for that, and without their zeros.
	Ahead []string
}
