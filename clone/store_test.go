package clone_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/ptr-project/ptr/clone"
)

// A counter is a backend whose templates say how many it has made.
type counter struct {
	clone.Backend
	version string
	made    atomic.Int32
	fail    error
	filling func() // while it fills
}

func (*counter) Name() string      { return "counter" }
func (c *counter) Version() string { return c.version }

func (c *counter) Fill(_ context.Context, path string, sources []clone.Source) error {
	text := fmt.Sprint("made ", c.made.Add(1))
	if c.filling != nil {
		c.filling()
	}
	return sources[0].Blame(errors.Join(os.WriteFile(path, []byte(text), 0o600), c.fail))
}

// of is a request of one source.
func of(s clone.Source) clone.Request { return clone.Request{Sources: []clone.Source{s}} }

func (*counter) Check(context.Context, string) error { return nil }

// ensure returns what the template says.
func ensure(t *testing.T, s clone.Store, b clone.Backend, r clone.Request) (clone.Template, string) {
	t.Helper()
	template, err := s.Ensure(t.Context(), b, r)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { template.Release() })
	content, err := os.ReadFile(template.Path)
	if err != nil {
		t.Fatal(err)
	}
	if int64(len(content)) != template.Size {
		t.Errorf("Size = %d of %d bytes", template.Size, len(content))
	}
	return template, string(content)
}

func TestEnsureBlamesTheSourceUnlessTheDiskIsFull(t *testing.T) {
	for _, tt := range []struct {
		fails    error
		isSource bool
	}{
		{clone.ErrEmpty, true},
		{errors.New("exit status 1"), true},
		{fmt.Errorf("template.db: %w", clone.ErrSpace), false},
	} {
		_, err := clone.Store{Dir: t.TempDir()}.Ensure(t.Context(), &counter{fail: tt.fails}, of(clone.Source{Alias: "a"}))
		var source *clone.SourceError
		if !errors.Is(err, tt.fails) || errors.As(err, &source) != tt.isSource {
			t.Errorf("Ensure: %v, a SourceError: %v, want one that wraps %q: %v", err, source != nil, tt.fails, tt.isSource)
		}
	}
}

func script(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "schema.sql")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestATemplateIsMadeOnce(t *testing.T) {
	s, b := clone.Store{Dir: t.TempDir()}, &counter{}
	r := of(clone.Source{Alias: "default", SQL: []string{script(t, "a")}})
	for i, reused := range []bool{false, true, true} {
		template, says := ensure(t, s, b, r)
		if says != "made 1" || template.Reused != reused {
			t.Errorf("the template of run %d says %q, reused %v", i, says, template.Reused)
		}
		info, err := os.Stat(template.Path)
		if err != nil || info.Mode().Perm()&0o222 != 0 {
			t.Errorf("it can be written: %v, %v", info.Mode(), err)
		}
	}
}

func TestWhatBelongsToATemplateIsPutThereBeforeItCounts(t *testing.T) {
	s, b := clone.Store{Dir: t.TempDir()}, &counter{}
	broken := errors.New("no room")
	r := clone.Request{Sources: []clone.Source{{Alias: "default"}}, Finish: func(string) error { return broken }}
	if _, err := s.Ensure(t.Context(), b, r); !errors.Is(err, broken) {
		t.Fatalf("Ensure = %v, want that it can't be put there", err)
	}
	r.Finish = func(dir string) error { return os.WriteFile(filepath.Join(dir, "more"), []byte("kept"), 0o600) }
	for _, want := range []string{"made 2", "made 2"} {
		template, says := ensure(t, s, b, r)
		more, err := os.ReadFile(filepath.Join(filepath.Dir(template.Path), "more"))
		if says != want || string(more) != "kept" || err != nil {
			t.Errorf("the template says %q, and beside it is %q, %v", says, more, err)
		}
	}
}

func TestPhasesSayWhatItTook(t *testing.T) {
	s, b := clone.Store{Dir: t.TempDir()}, &counter{}
	for _, want := range [][]string{{"wait", "prepare", "check", "seal"}, {"wait"}} {
		template, _ := ensure(t, s, b, of(clone.Source{Alias: "default"}))
		var got []string
		for _, p := range template.Phases {
			got = append(got, p.Name)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("phases (-want +got):\n%s", diff)
		}
	}
}

func TestWhatMakesATemplateAnew(t *testing.T) {
	file := func(text string) []string { return []string{script(t, text)} }
	base := func() clone.Request {
		return of(clone.Source{Alias: "default", SQL: file("a")})
	}
	command := func(words ...string) clone.Request {
		return of(clone.Source{Alias: "default", Command: words, Inputs: file("a")})
	}
	inputs := file("a")
	with := func(variables ...string) clone.Request {
		return of(clone.Source{Alias: "default", Command: []string{"migrate"}, Inputs: inputs, Variables: variables})
	}
	tests := map[string]struct {
		first, second clone.Request
		reused        bool
	}{
		"nothing new":                               {base(), base(), true},
		"another text":                              {base(), of(clone.Source{Alias: "default", SQL: file("b")}), false},
		"one text less":                             {of(clone.Source{Alias: "default", SQL: append(file("a"), file("")...)}), base(), false},
		"another alias":                             {base(), of(clone.Source{Alias: "other", SQL: base().Sources[0].SQL}), false},
		"asking for it":                             {base(), clone.Request{Sources: base().Sources, Fresh: true}, false},
		"another command":                           {command("migrate"), command("migrate", "--all"), false},
		"words split otherwise":                     {command("a b"), command("a", "b"), false},
		"another variable of the command":           {with("A=1"), with("A=2"), false},
		"variables of the command in another order": {with("A=1", "B=2"), with("B=2", "A=1"), true},
		"another variable without a command": {
			of(clone.Source{Alias: "default", Variables: []string{"A=1"}}), of(clone.Source{Alias: "default", Variables: []string{"A=2"}}), true,
		},
		"another existing database": {
			of(clone.Source{Alias: "default", Existing: script(t, "a")}),
			of(clone.Source{Alias: "default", Existing: script(t, "b")}), false,
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			s, b := clone.Store{Dir: t.TempDir()}, &counter{}
			ensure(t, s, b, tt.first)
			if template, _ := ensure(t, s, b, tt.second); template.Reused != tt.reused {
				t.Errorf("reused: %v, want %v", template.Reused, tt.reused)
			}
		})
	}
	t.Run("another version of the backend", func(t *testing.T) {
		s := clone.Store{Dir: t.TempDir()}
		ensure(t, s, &counter{version: "1"}, base())
		if template, _ := ensure(t, s, &counter{version: "2"}, base()); template.Reused {
			t.Error("it is reused")
		}
	})
	t.Run("an input that changes", func(t *testing.T) {
		s, b, r := clone.Store{Dir: t.TempDir()}, &counter{}, command("migrate")
		ensure(t, s, b, r)
		if template, _ := ensure(t, s, b, r); !template.Reused {
			t.Error("the same input: it is not reused")
		}
		if err := os.WriteFile(r.Sources[0].Inputs[0], []byte("b"), 0o600); err != nil {
			t.Fatal(err)
		}
		if template, _ := ensure(t, s, b, r); template.Reused {
			t.Error("another input: it is reused")
		}
	})
}

func TestACommandWithoutInputsRunsEveryTimeAndPtrSaysSo(t *testing.T) {
	s, b := clone.Store{Dir: t.TempDir()}, &counter{}
	r := of(clone.Source{Alias: "default", Command: []string{"migrate"}})
	for i := range 2 {
		template, says := ensure(t, s, b, r)
		if want := fmt.Sprint("made ", i+1); says != want || template.Reused {
			t.Errorf("the template says %q, want %q", says, want)
		}
		if len(template.Warnings) != 1 || !strings.Contains(template.Warnings[0].Text, `"default" names no input files`) {
			t.Errorf("warnings: %v", template.Warnings)
		}
	}
}

func TestAHalfMadeTemplateIsMadeAgain(t *testing.T) {
	spoils := map[string]func(dir string) error{
		"without its final mark": func(dir string) error { return os.Remove(filepath.Join(dir, "complete")) },
		"cut short":              func(dir string) error { return os.WriteFile(filepath.Join(dir, "template"), nil, 0o600) },
		"with an empty mark":     func(dir string) error { return os.WriteFile(filepath.Join(dir, "complete"), nil, 0o600) },
	}
	for name, spoil := range spoils {
		t.Run(name, func(t *testing.T) {
			s, b := clone.Store{Dir: t.TempDir()}, &counter{}
			template, _ := ensure(t, s, b, of(clone.Source{Alias: "default"}))
			template.Release()
			if err := os.Chmod(template.Path, 0o600); err != nil {
				t.Fatal(err)
			}
			if err := spoil(filepath.Dir(template.Path)); err != nil {
				t.Fatal(err)
			}
			again, says := ensure(t, s, b, of(clone.Source{Alias: "default"}))
			if says != "made 2" || again.Reused {
				t.Errorf("the template says %q, reused: %v", says, again.Reused)
			}
		})
	}
}

func TestWhatFailsLeavesNothing(t *testing.T) {
	s, b := clone.Store{Dir: t.TempDir()}, &counter{fail: errors.New("syntax error")}
	_, err := s.Ensure(t.Context(), b, of(clone.Source{Alias: "shop"}))
	if got, want := fmt.Sprint(err), `preparing "shop": syntax error`; got != want {
		t.Errorf("error %q, want %q", got, want)
	}
	left, err := filepath.Glob(filepath.Join(s.Dir, "*", "*"))
	if err != nil || len(left) != 1 || filepath.Base(left[0]) != "lock" {
		t.Errorf("left behind: %v, %v", left, err)
	}
	b.fail = nil
	if _, says := ensure(t, s, b, of(clone.Source{Alias: "shop"})); says != "made 2" {
		t.Errorf("then the template says %q", says)
	}
}

func TestAFreshTemplateLeavesTheOneInUseAlone(t *testing.T) {
	s, b := clone.Store{Dir: t.TempDir()}, &counter{}
	old, _ := ensure(t, s, b, of(clone.Source{Alias: "default"}))
	fresh, says := ensure(t, s, b, clone.Request{Sources: []clone.Source{{Alias: "default"}}, Fresh: true})
	if says != "made 2" {
		t.Errorf("the fresh one says %q", says)
	}
	if content, err := os.ReadFile(old.Path); err != nil || string(content) != "made 1" {
		t.Errorf("the old one says %q, %v", content, err)
	}
	old.Release()
	if newest, _ := ensure(t, s, b, of(clone.Source{Alias: "default"})); newest.Path != fresh.Path {
		t.Errorf("the next run uses %s, want %s", newest.Path, fresh.Path)
	}
	if _, err := os.Stat(old.Path); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the old one, no longer used, stays: %v", err)
	}
}

func TestManyWantTheSameAtOnceAndOneMakesIt(t *testing.T) {
	s, b := clone.Store{Dir: t.TempDir()}, &counter{filling: func() { time.Sleep(10 * time.Millisecond) }}
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			template, err := s.Ensure(t.Context(), b, of(clone.Source{Alias: "default"}))
			if err != nil {
				t.Error(err)
			}
			template.Release()
		})
	}
	all.Wait()
	if n := b.made.Load(); n != 1 {
		t.Errorf("it was made %d times", n)
	}
}

func TestWaitingCanBeCalledOff(t *testing.T) {
	s := clone.Store{Dir: t.TempDir()}
	ctx, cancel := context.WithCancel(t.Context())
	waited := make(chan error)
	b := &counter{filling: func() {
		go func() {
			_, err := s.Ensure(ctx, &counter{}, of(clone.Source{Alias: "default"}))
			waited <- err
		}()
		cancel()
		if err := <-waited; !errors.Is(err, context.Canceled) {
			t.Errorf("Ensure: %v, want %v", err, context.Canceled)
		}
	}}
	ensure(t, s, b, of(clone.Source{Alias: "default"}))
}

func TestAliasesHaveTemplatesOfTheirOwnWhateverTheirNames(t *testing.T) {
	s, b := clone.Store{Dir: t.TempDir()}, &counter{}
	paths := map[string]bool{}
	for _, alias := range []string{"a", "a.b", "a-b", "..", "größe", strings.Repeat("ü", 300), strings.Repeat("ü", 300) + "x"} {
		template, _ := ensure(t, s, b, of(clone.Source{Alias: alias}))
		if paths[template.Path] {
			t.Errorf("%q has that of another: %s", alias, template.Path)
		}
		paths[template.Path] = true
		if rel, err := filepath.Rel(s.Dir, template.Path); err != nil || strings.HasPrefix(rel, "..") {
			t.Errorf("%q is kept at %s, outside of the store", alias, template.Path)
		}
	}
}
