package app

import (
	"errors"
	"fmt"
	"net"
	"slices"
	"strings"
	"time"

	"github.com/ptr-project/ptr/internal/console"
	"github.com/ptr-project/ptr/internal/process"
)

// showHeld says how databases are reached.
func showHeld(streams console.Streams, h heldServer) error {
	until := "until ptr server stop " + h.Name
	if !h.Until.IsZero() {
		until = "until " + console.Day(h.Until) + ", or ptr server stop " + h.Name
	}
	if !h.Kept.IsZero() {
		until += "; kept until " + console.Day(h.Kept)
	}
	fmt.Fprintf(streams.Out, "%s: %s, %s\n", h.Name, h.Backend, until)
	for _, d := range h.Databases {
		for _, variable := range d.Env {
			fmt.Fprintf(streams.Out, "  %-10s %s\n", d.Alias, hidden(variable, d.Value["password"]))
		}
	}
	return nil
}

// hidden is text without the password, which ptr server dsn tells who asks for it.
func hidden(text, password string) string {
	if password == "" {
		return text
	}
	return strings.ReplaceAll(text, password, "…")
}

// ListServers lists what `ptr server start` has started and is still there, and what
// `ptr run --keepdb` has kept. With a file it writes all that is known of them there,
// as JSON, passwords included.
func ListServers(streams console.Streams, file string) error {
	all, err := allHeld()
	if err != nil {
		return err
	}
	kept, err := allKept()
	if err != nil {
		return err
	}
	kept = slices.DeleteFunc(kept, func(k keptServer) bool {
		return slices.ContainsFunc(all, func(h heldServer) bool { return h.Name == k.Name })
	})
	if file != "" {
		for _, k := range kept {
			all = append(all, k.waiting())
		}
		return console.WriteJSON(streams, file, append([]heldServer{}, all...)) // none are an empty list
	}
	return showServers(streams, all, kept)
}

// showServers says where there is none, too, beside what scripts read.
func showServers(streams console.Streams, all []heldServer, kept []keptServer) error {
	if len(all)+len(kept) == 0 {
		fmt.Fprintln(streams.Err, "ptr: no server is started, and none is kept: ptr server start starts one")
	}
	for _, h := range all {
		if err := showHeld(streams, h); err != nil {
			return err
		}
	}
	for _, k := range kept {
		fmt.Fprintf(streams.Out, "%s: %s, kept until %s: %s\n", k.Name, k.waiting().Backend, console.Day(k.until), k.start())
		fmt.Fprintf(streams.Out, "  %s: run %s of %s, worker %d, process %d\n", k.aliases(), k.Run, k.Suite, k.Worker, k.Process)
	}
	return nil
}

// ServerDSN prints one database's DSN of the server called name, or of the only one.
func ServerDSN(streams console.Streams, name, alias, placeholder string) error {
	h, err := held(name)
	if err != nil {
		return err
	}
	var have []string
	for _, d := range h.Databases {
		if d.Alias == alias || alias == "" && len(h.Databases) == 1 {
			value, known := d.Value[placeholder]
			if !known {
				return console.Usage(fmt.Errorf("a database of %s has no {%s}", h.Backend, placeholder), "docs/servers.md says what there is")
			}
			_, err := fmt.Fprintln(streams.Out, value)
			return err
		}
		have = append(have, d.Alias)
	}
	return console.Usage(fmt.Errorf("which database of %s? there is none called %q", h.Name, alias), "use one of "+strings.Join(have, ", "))
}

// slowestStop is how long a server has to stop.
const slowestStop = 30 * time.Second

// StopServer ends the server called name, or the only one, and removes what it has,
// unless that is kept.
func StopServer(streams console.Streams, name string) error {
	h, err := held(name)
	if err != nil {
		return err
	}
	owner, err := process.ParseMark(h.Owner)
	if err != nil {
		return err
	}
	c, err := net.Dial("unix", h.Socket)
	if err != nil && owner.Alive() {
		return fmt.Errorf("asking the server %s to stop: %w", h.Name, err)
	}
	if err == nil {
		defer c.Close()
	}
	for deadline := time.Now().Add(slowestStop); owner.Alive(); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(deadline) {
			return errors.New("the server " + h.Name + " does not stop")
		}
	}
	text := h.Name + " has stopped"
	if !h.Kept.IsZero() {
		text += "; it is kept until " + console.Day(h.Kept) + ", or ptr clean --kept"
	}
	_, err = fmt.Fprintln(streams.Out, text)
	return err
}
