package config

import (
	"fmt"
	"strings"
)

// tabled checks that the framework of c has the table that it is told by.
func (c Config) tabled() *problem {
	hint := ""
	switch {
	case c.Framework == "command" && c.Command == Command{}:
		hint = `write list = "…", which prints test IDs, and run = "… {id}"`
	case c.Framework == "worker" && c.Worker == nil:
		hint = `write command = ["python3", "worker.py"], a program that speaks ptr's protocol`
	default:
		return nil
	}
	return &problem{
		path: []string{"framework"},
		text: fmt.Sprintf("framework %q wants a table [%s]", c.Framework, c.Framework),
		hint: hint,
	}
}

// command takes [command].
func (d *document) command(c *Config, _ Known) *problem {
	switch {
	case d.Command == nil:
		return nil
	case d.Command.List == "":
		return &problem{path: []string{"command"}, text: "command.list is not set", hint: "it is a command that prints one test ID a line"}
	case strings.Contains(d.Command.Run, "{id}") == strings.Contains(d.Command.Run, "{ids}"):
		return &problem{
			path: []string{"command", "run"}, text: "command.run wants one of {id} and {ids}",
			hint: `{id} is one test, {ids} are several, such as run = "prove {ids}"`,
		}
	}
	c.Command = Command(*d.Command)
	return nil
}

// worker takes [worker].
func (d *document) worker(c *Config, _ Known) *problem {
	switch {
	case d.Worker == nil:
		return nil
	case len(d.Worker.Command) == 0 || d.Worker.Command[0] == "":
		return &problem{
			path: []string{"worker", "command"},
			text: "worker.command names no program",
			hint: `it is a program and its arguments, such as command = ["python3", "worker.py"]`,
		}
	}
	c.Worker = d.Worker.Command
	return nil
}
