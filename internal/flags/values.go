package flags

import (
	"fmt"
	"strconv"

	"github.com/spf13/pflag"

	"github.com/ptr-project/ptr/internal/invocation"
)

// shuffle is the value of --shuffle: on, off or a seed.
type shuffle struct{ *invocation.Options }

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

// times is how often something is done: once or more.
type times struct{ n *int }

func (t times) String() string {
	if t.n == nil { // that of the zero value is asked for, too
		return ""
	}
	return strconv.Itoa(*t.n)
}

func (t times) Type() string { return "int" }

func (t times) Set(value string) error {
	n, err := strconv.Atoi(value)
	if err != nil || n < 1 {
		return fmt.Errorf("%q is not a number from 1", value)
	}
	*t.n = n
	return nil
}

// Report lets f add to the reports that are asked for.
func Report(f *pflag.FlagSet, to *[]string) {
	f.Func("report", "write a report as `FORMAT:FILE` says, - being standard output; may be repeated", AddReport(to, ""))
}

// AddReport adds each value behind a prefix to the reports that are asked for.
func AddReport(to *[]string, prefix string) func(string) error {
	return func(value string) error {
		*to = append(*to, prefix+value)
		return nil
	}
}

// buildFlag passes a flag on to the go command.
type buildFlag struct {
	*invocation.Options
	flag invocation.GoFlag
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
