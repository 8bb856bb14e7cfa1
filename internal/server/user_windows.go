package server

import (
	"os"
	"os/exec"
)

func demote(*exec.Cmd) {}

// send ends p: there are no other signals here.
func send(p *os.Process, _ Signal) error { return p.Kill() }

func isRoot() bool { return false }

func giveAway(string) error { return nil }
