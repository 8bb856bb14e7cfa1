package main

import (
	"fmt"
	"strconv"

	"github.com/ptr-project/ptr/internal/app"
)

// shuffle is the value of --shuffle: on, off or a seed.
type shuffle struct{ *app.Options }

func (s shuffle) String() string { return "" }
func (s shuffle) Type() string   { return "seed" }

func (s shuffle) Set(value string) error {
	s.Order = "shuffle"
	switch value {
	case "on":
		return nil
	case "off":
		s.Order = "source"
		return nil
	}
	seed, err := strconv.ParseUint(value, 10, 64)
	if err != nil || seed == 0 {
		return fmt.Errorf("%q is not on, off or a seed above 0", value)
	}
	s.Seed = seed
	return nil
}

// report is the value of a flag that is short for --report FORMAT:FILE.
type report struct {
	*app.Options
	format string
}

func (r report) String() string { return "" }
func (r report) Type() string   { return "FILE" }

func (r report) Set(file string) error {
	r.Reports = append(r.Reports, r.format+":"+file)
	return nil
}

// buildFlag passes a flag on to the go command.
type buildFlag struct {
	*app.Options
	flag app.GoFlag
}

func (b buildFlag) String() string { return "" }

func (b buildFlag) Type() string {
	if b.flag.Switch {
		return "bool"
	}
	return "value"
}

func (b buildFlag) Set(value string) error {
	b.Go.Build = append(b.Go.Build, "-"+b.flag.Name+"="+value)
	return nil
}
