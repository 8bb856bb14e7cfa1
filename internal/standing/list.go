package standing

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

// Show says how its databases are reached.
func (h Server) Show(streams console.Streams) error {
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

// List shows what `ptr server start` has started and is still there, and what
// `ptr run --keepdb` has kept. With a file it writes all that is known of them there,
// as JSON, passwords included.
func List(streams console.Streams, file string) error {
	all, err := allHeld()
	if err != nil {
		return err
	}
	kept, err := allKept()
	if err != nil {
		return err
	}
	kept = slices.DeleteFunc(kept, func(k Kept) bool {
		return slices.ContainsFunc(all, func(h Server) bool { return h.Name == k.Name })
	})
	if file != "" {
		for _, k := range kept {
			all = append(all, k.waiting())
		}
		return console.WriteJSON(streams, file, append([]Server{}, all...)) // none are an empty list
	}
	return show(streams, all, kept)
}

// show says where there is none, too, beside what scripts read.
func show(streams console.Streams, all []Server, kept []Kept) error {
	if len(all)+len(kept) == 0 {
		fmt.Fprintln(streams.Err, "ptr: no server is started, and none is kept: ptr server start starts one")
	}
	for _, h := range all {
		if err := h.Show(streams); err != nil {
			return err
		}
	}
	for _, k := range kept {
		fmt.Fprintf(streams.Out, "%s: %s, kept until %s: %s\n", k.Name, k.waiting().Backend, console.Day(k.Until), k.Command())
		fmt.Fprintf(streams.Out, "  %s: run %s of %s, worker %d, process %d\n", k.Aliases(), k.Run, k.Suite, k.Worker, k.Process)
	}
	return nil
}

// DSN prints one database's DSN of the server called name, or of the only one.
func DSN(streams console.Streams, name, alias, placeholder string) error {
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

// Stop ends the server called name, or the only one, and removes what it has,
// unless that is kept.
func Stop(streams console.Streams, name string) error {
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

// waiting is k as it is listed, while it is not started.
func (k Kept) waiting() Server {
	h := Server{Name: k.Name, Kept: k.Until}
	for _, s := range k.Sets {
		h.AddBackend(s.Backend, s.Version)
		for _, d := range s.Databases {
			h.Databases = append(h.Databases, Database{Alias: d.Alias})
		}
	}
	return h
}
