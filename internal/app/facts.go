package app

import (
	"errors"
	"fmt"
	"os"

	"github.com/ptr-project/ptr/internal/console"
	"github.com/ptr-project/ptr/internal/facts"
)

// Fact prints the value of a fact of the run that this process is part of, or
// sets it if there is a value.
func Fact(streams console.Streams, name string, value *string) error {
	path, served := os.LookupEnv(facts.Variable)
	if !served {
		return console.Usage(errors.New("this process is not part of a run"), "facts are those of one ptr run: tests and preparing commands can ask for them, and set them")
	}
	client := facts.Client{Path: path}
	if value != nil {
		if err := facts.Check(name, *value); err != nil {
			return console.Usage(err, "")
		}
		return client.Set(name, *value)
	}
	known, ok, err := client.Get(name)
	if err != nil {
		return err
	}
	if !ok {
		return console.Usage(fmt.Errorf("nobody has set fact %q", name), "ptr fact NAME VALUE sets one, and so do ptr run --fact and [facts] in ptr.toml")
	}
	_, err = fmt.Fprintln(streams.Out, known)
	return err
}
