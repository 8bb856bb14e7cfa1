package perturb_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/ptr-project/ptr/perturb"
)

func TestParse(t *testing.T) {
	tests := map[string]struct {
		texts []string
		want  string
	}{
		"a name":                {[]string{"clock"}, "clock"},
		"with its usual value":  {[]string{"clock=1s"}, "clock"},
		"with another":          {[]string{"clock=15ms"}, "clock=15ms"},
		"several in one text":   {[]string{"ties, clock=frozen"}, "clock=frozen,ties"},
		"several texts":         {[]string{"timezone=Asia/Kolkata", "ties=random"}, "ties=random,timezone=Asia/Kolkata"},
		"the last value counts": {[]string{"clock=15ms", "clock"}, "clock"},
		"nothing":               {nil, ""},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			got, err := perturb.Parse(tt.texts)
			if err != nil || got.String() != tt.want {
				t.Errorf("Parse(%q) = %q, %v, want %q", tt.texts, got, err, tt.want)
			}
		})
	}
}

func TestParseRefuses(t *testing.T) {
	for text, want := range map[string]string{
		"clok": `unknown perturbation "clok"`, "": `unknown perturbation ""`, "clock,": `unknown perturbation ""`,
		"clock=":          `perturbation clock: "" is neither a duration above 0, such as 15ms, nor frozen`,
		"clock=-1s":       `perturbation clock: "-1s" is neither`,
		"ties=up":         `perturbation ties: "up" is not one of against, random`,
		"scheduler=1":     `perturbation scheduler takes no value, such as "1"`,
		"timezone=Mars/X": `perturbation timezone: there is no time zone "Mars/X"`,
		"gomaxprocs=0":    `perturbation gomaxprocs: "0" is not a number from 1`,
		"hashseed=x":      `perturbation hashseed: "x" is neither`,
		"delays=1h":       `perturbation delays: "1h" is not a duration of up to a minute`,
		"locks=3s":        `perturbation locks: "3s" is not a duration of up to 2s`,
		"disk=1s":         `perturbation disk: "1s" is not a duration from 1ms to 100ms`,
		"locale=/":        `perturbation locale: "/" is not the name of a locale`,
	} {
		if _, err := perturb.Parse([]string{text}); err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("Parse(%q): error %v, want %s", text, err, want)
		}
	}
	if _, err := perturb.Parse([]string{"clok"}); !errors.Is(err, perturb.ErrUnknown) {
		t.Errorf("error %v is not ErrUnknown", err)
	}
}

// What a run ran under, --perturb takes again; the history depends on it.
func TestChoicesAreParsedAsTheyAreSpelt(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		all := rapid.SliceOfDistinct(rapid.SampledFrom([]string{
			"clock", "clock=15ms", "clock=frozen", "ties", "ties=random", "delays=1s", "timezone", "locale=C", "hashseed=7", "gomaxprocs=4", "scheduler",
		}), rapid.ID[string]).Draw(t, "texts")
		choices, err := perturb.Parse(all)
		if err != nil {
			t.Fatal(err)
		}
		if len(choices) == 0 {
			return
		}
		again, err := perturb.Parse([]string{choices.String()})
		if err != nil || again.String() != choices.String() {
			t.Errorf("Parse(%q) = %q, %v", choices, again, err)
		}
	})
}

func TestWhatCanNotBeDoneIsSkippedWithAReason(t *testing.T) {
	choices, err := perturb.Parse(perturb.Names())
	if err != nil {
		t.Fatal(err)
	}
	for name, tt := range map[string]struct {
		ground perturb.Ground
		want   []string // that are skipped, among others
	}{
		"Go":                     {perturb.Ground{Framework: "go", System: "linux"}, []string{"hashseed", "locks"}},
		"a server of others":     {perturb.Ground{Framework: "go", System: "linux", Backends: []string{"postgres"}}, []string{"disk", "unordered"}},
		"pytest":                 {perturb.Ground{Framework: "pytest", Python: true, System: "linux"}, []string{"ties", "gomaxprocs"}},
		"Windows":                {perturb.Ground{Framework: "go", System: "windows"}, []string{"timezone", "locale"}},
		"a command of who knows": {perturb.Ground{Framework: "command", System: "linux"}, []string{"clock", "ties", "scheduler", "delays"}},
	} {
		here, skipped := choices.On(tt.ground)
		var names []string
		for _, s := range skipped {
			names = append(names, s.Choice.Name)
			if s.Why == "" {
				t.Errorf("%s: %s is skipped for no reason", name, s.Choice)
			}
			if _, ok := here.Value(s.Choice.Name); ok {
				t.Errorf("%s: %s is done and skipped", name, s.Choice)
			}
		}
		if len(here)+len(skipped) != len(choices) {
			t.Errorf("%s: %d done and %d skipped of %d", name, len(here), len(skipped), len(choices))
		}
		for _, want := range tt.want {
			if !slices.Contains(names, want) {
				t.Errorf("%s: %s is not skipped", name, want)
			}
		}
	}
}

// A perturbation says what it does and means, and its usual value is one that it takes.
func TestEveryPerturbationSaysWhatItMeans(t *testing.T) {
	for _, p := range perturb.All() {
		if p.Does == "" || p.Means == "" || p.Lacks == nil || (p.Values != "") != (p.Check != nil) {
			t.Errorf("%s: something is missing: %+v", p.Name, p)
		}
		if p.Check == nil {
			continue
		}
		if err := p.Check(p.Usual); err != nil {
			t.Errorf("%s: its usual value: %v", p.Name, err)
		}
	}
}

func TestTheHashSeedFollowsFromTheRuns(t *testing.T) {
	choices, err := perturb.Parse([]string{"hashseed"})
	if err != nil {
		t.Fatal(err)
	}
	one, same, other := choices.Env(7), choices.Env(7), choices.Env(8)
	if !slices.Equal(one, same) || slices.Equal(one, other) || len(one) != 1 || !strings.HasPrefix(one[0], "PYTHONHASHSEED=") {
		t.Errorf("Env(7) = %q and %q, Env(8) = %q", one, same, other)
	}
}
