package app

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/ptr-project/ptr/config"
	"github.com/ptr-project/ptr/internal/console"
	"github.com/ptr-project/ptr/internal/detect"
	"github.com/ptr-project/ptr/internal/invocation"
)

// Init writes a ptr.toml for the suite in dir from what it finds there, and
// says what it guessed. It replaces one that there is only with force.
func Init(streams console.Streams, dir string, force bool) error {
	file := filepath.Join(dir, config.FileName)
	if _, err := os.Stat(file); err == nil && !force {
		return console.Usage(fmt.Errorf("%s exists", file), "--force replaces it")
	}
	root, err := filepath.Abs(dir)
	if err != nil {
		return err
	}
	proposal, err := propose(root)
	if errors.Is(err, os.ErrNotExist) {
		return console.Usage(err, "ptr init looks at the folder of a suite, by default this one; -C names another")
	}
	if err != nil {
		return err
	}
	if err := os.WriteFile(file, []byte(proposal.TOML), 0o644); err != nil {
		return console.Usage(err, "ptr init writes it into the folder of the suite")
	}
	fmt.Fprintf(streams.Out, "wrote %s\n", file)
	for _, guess := range proposal.Guesses {
		fmt.Fprintf(streams.Out, " guessed  %s\n", guess)
	}
	return nil
}

// propose is what suits the suite in root, in Go or in Python.
func propose(root string) (detect.Proposal, error) {
	here, found := invocation.FindPython(root)
	if !found {
		if err := invocation.NoSuite(root); err != nil {
			return detect.Proposal{}, err
		}
		return detect.Propose(root)
	}
	p := detect.Proposal{TOML: detect.Python(here.Framework, here.Settings)}
	p.Guesses = append(p.Guesses, fmt.Sprintf("framework %q: %s; ptr run finds it so without a ptr.toml, too", here.Framework, here.Why))
	if here.Settings != "" {
		p.Guesses = append(p.Guesses, "settings "+here.Settings+": "+here.File+" names them")
	}
	return p, nil
}
