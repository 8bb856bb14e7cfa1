package server

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"syscall"
)

// launch starts the launcher unless it runs. It is called with the host locked.
func (h *Host) launch() error {
	if h.options.Launcher == nil || h.closed {
		return ErrNoHost
	}
	if h.launcher != nil {
		return nil
	}
	var answers *json.Decoder
	var err error
	h.mode = isolated
	if h.options.Plain {
		err = errors.New("it is not wanted")
	} else {
		answers, err = h.try()
	}
	if err != nil {
		h.mode, h.overlays = plain, fmt.Errorf("no user namespaces: %w", forbidden(err))
		if answers, err = h.begin(); err != nil {
			return fmt.Errorf("starting the launcher of servers: %w", err)
		}
	}
	go h.listen(answers)
	return nil
}

// forbidden says in words what the system's answer means to who asks for a namespace:
// see clone(2) for the errors.
func forbidden(err error) error {
	for _, limit := range []error{syscall.ENOSPC, syscall.EUSERS} {
		if strings.HasSuffix(err.Error(), limit.Error()) { // of a launcher there is but the text
			return errors.New("no more of them may be made here, as user.max_user_namespaces has it")
		}
	}
	if strings.HasSuffix(err.Error(), syscall.EPERM.Error()) {
		return errors.New("the system forbids them here")
	}
	return err
}

// try starts a launcher, and finds out what it can do.
func (h *Host) try() (*json.Decoder, error) {
	answers, err := h.begin()
	if err != nil {
		return nil, err
	}
	h.folders++
	folder, err := h.options.Folder(fmt.Sprint("s", h.folders))
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(folder)
	var a answer
	if err := errors.Join(h.send(request{Probe: folder}), answers.Decode(&a), a.failure()); err != nil {
		h.in.Close()
		_ = h.launcher.Wait()
		return nil, err
	}
	if a.NoOverlay != "" {
		h.overlays = errors.New(a.NoOverlay)
	}
	return answers, nil
}

// begin starts a launcher in the host's mode.
func (h *Host) begin() (*json.Decoder, error) {
	c := exec.Command(h.options.Launcher[0], append(h.options.Launcher[1:], h.mode.String())...)
	c.Env, c.Stderr = h.options.Env, os.Stderr
	h.mode.launcher(c)
	in, err := c.StdinPipe()
	if err != nil {
		return nil, err
	}
	var out io.ReadCloser
	if out, err = c.StdoutPipe(); err != nil {
		return nil, err
	}
	if err := c.Start(); err != nil {
		return nil, err
	}
	h.launcher, h.in = c, in
	return json.NewDecoder(bufio.NewReader(out)), h.options.Adopt(c.Process.Pid)
}
