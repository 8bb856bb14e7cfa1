package config

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

var values = map[string]string{"path": "/tmp/a b?.db", "url": "sqlite:///tmp/a%20b%3F.db", "worker": "3"}

func TestExpand(t *testing.T) {
	for pattern, want := range map[string]string{
		"":                        "",
		"file:{path}?_fk=1":       "file:/tmp/a b?.db?_fk=1",
		"{path}{worker}":          "/tmp/a b?.db3",
		"{{path}} {{{worker}}}}}": "{path} {3}}",
		"a=b=c":                   "a=b=c",
	} {
		if got, err := Expand(pattern, values); err != nil || got != want {
			t.Errorf("Expand(%q) = %q, %v, want %q", pattern, got, err, want)
		}
	}
}

func TestExpandErrors(t *testing.T) {
	for pattern, want := range map[string]string{
		"{host}": `pattern "{host}": unknown placeholder {host}, there are {path}, {url}, {worker}`,
		"{}":     `pattern "{}": unknown placeholder {}, there are {path}, {url}, {worker}`,
		"x{path": `pattern "x{path": { without }; write {{ for a brace`,
		"path}x": `pattern "path}x": } without {; write }} for a brace`,
	} {
		if got, err := Expand(pattern, values); err == nil || err.Error() != want {
			t.Errorf("Expand(%q) = %q, %v, want error %s", pattern, got, err, want)
		}
	}
}

func TestExpandAll(t *testing.T) {
	got, err := ExpandAll([]string{"A={worker}=", "B="}, values)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"A=3=", "B="}, got); diff != "" {
		t.Error(diff)
	}
	_, err = ExpandAll([]string{"A={worker}", "B={user}"}, values)
	if want := `B: pattern "{user}": unknown placeholder {user}, there are {path}, {url}, {worker}`; err == nil || err.Error() != want {
		t.Errorf("error %v, want %s", err, want)
	}
}

// Doubled braces are those of the text, whatever else it contains.
func TestEscapedTextExpandsToItself(t *testing.T) {
	escape := strings.NewReplacer("{", "{{", "}", "}}")
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringOf(rapid.RuneFrom([]rune("ab{}="))).Draw(t, "text")
		if got, err := Expand(escape.Replace(text), nil); err != nil || got != text {
			t.Errorf("Expand(%q) = %q, %v", escape.Replace(text), got, err)
		}
	})
}

// What is accepted when ptr.toml is read can be expanded later.
func FuzzPattern(f *testing.F) {
	for _, s := range []string{"A=file:{path}?x={{y}}", "DATABASE_URL={url}", "A={", "A=}}", "=x"} {
		f.Add(s)
	}
	all := map[string]string{}
	for _, name := range placeholders {
		all[name] = name
	}
	f.Fuzz(func(t *testing.T, s string) {
		_, expandErr := ExpandAll([]string{s}, all)
		if checkErr := checkPattern(s); checkErr == nil && expandErr != nil {
			t.Errorf("%q is accepted, but %v", s, expandErr)
		}
	})
}
