package app

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/ptr-project/ptr/config"
	"github.com/ptr-project/ptr/internal/console"
	"github.com/ptr-project/ptr/internal/detect"
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
	proposal, err := detect.Propose(root)
	if errors.Is(err, os.ErrNotExist) {
		return console.Usage(err, "ptr init looks at the folder of a Go module, by default this one; -C names another")
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
