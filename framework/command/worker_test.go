//go:build unix

package command

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"go.uber.org/goleak"

	"github.com/ptr-project/ptr/suite"
	"github.com/ptr-project/ptr/worker"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// The tests of these suites are lines for the shell.
const eval = "eval {id}"

// An end is what matters of one attempt.
type end struct {
	ID      suite.ID
	Outcome suite.Outcome
	Failure string
	Output  string
}

func TestAnExitStatusIsAnOutcome(t *testing.T) {
	ids := []suite.ID{
		"echo well; true", "echo not so >&2; exit 3", "exit 77", "exit 1", "no-such-program", "kill -0 $$ && exit 0",
	}
	got, _, err := run(t, New(Options{Dir: t.TempDir(), Run: eval + " 2>&1"}), nil, ids...)
	if err != nil {
		t.Fatal(err)
	}
	want := []end{
		{ids[0], suite.Pass, "", "well\n"},
		{ids[1], suite.Fail, "exit status 3", "not so\n"},
		{ids[2], suite.Skip, "", ""},
		{ids[3], suite.Fail, "exit status 1", ""},
		{ids[4], suite.Fail, "exit status 127", "no-such-program: not found\n"},
		{ids[5], suite.Pass, "", ""},
	}
	for i := range got {
		got[i].Output = got[i].Output[strings.LastIndex(got[i].Output, ": no-such")+len(":"):]
		got[i].Output = strings.TrimLeft(got[i].Output, " :")
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestIDsReachTheLineAsTheyAre(t *testing.T) {
	ids := []suite.ID{"a b", `it's "$HOME"`, "`x` ; & | $(y) \\ *", "-n", "{id}", "é\t!"}
	for _, line := range []string{`printf %s\\n {id}`, `printf %s\\n {ids}`} {
		for _, id := range ids {
			got, _, err := run(t, New(Options{Dir: t.TempDir(), Run: line}), nil, id)
			if err != nil {
				t.Fatal(err)
			}
			if want := []end{{id, suite.Pass, "", string(id) + "\n"}}; !slices.Equal(got, want) {
				t.Errorf("%s: got %q, want %q", line, got, want)
			}
		}
	}
}

func TestALineRunsSeveralTests(t *testing.T) {
	f := New(Options{Dir: t.TempDir(), Run: `echo {ids}; for id in {ids}; do sh -c "$id" || exit 1; done`})
	ids := []suite.ID{"true", "true ", "true  "}
	got, result, err := run(t, f, nil, ids...)
	if err != nil {
		t.Fatal(err)
	}
	want := []end{{ids[0], suite.Pass, "", ""}, {ids[1], suite.Pass, "", ""}, {ids[2], suite.Pass, "", ""}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if want := "true true  true  \n"; string(result.Output) != want {
		t.Errorf("the unit printed %q, want %q", result.Output, want)
	}
}

// Who of several failed is found out by running each alone.
func TestALineForSeveralTestsThatFailsAccusesNobody(t *testing.T) {
	f := New(Options{Dir: t.TempDir(), Run: `echo {ids}; exit 77`})
	got, _, err := run(t, f, nil, "a", "b")
	want := &worker.Death{Reason: "exit status 77", UnderWay: []suite.ID{"a", "b"}, Output: []byte("a b\n")}
	if diff := cmp.Diff(error(want), err); diff != "" || len(got) > 0 {
		t.Errorf("ends %v, death (-want +got):\n%s", got, diff)
	}
	got, _, err = run(t, f, nil, "a")
	if err != nil || !slices.Equal(got, []end{{"a", suite.Skip, "", "a\n"}}) {
		t.Errorf("alone: %v, %v", got, err)
	}
}

func TestTooManyTestsForOneLineAreRunByAFew(t *testing.T) {
	dir := t.TempDir()
	var ids []suite.ID
	for _, letter := range strings.Split(strings.Repeat("abcdefghij", 3), "") {
		ids = append(ids, suite.ID(strings.Repeat(letter, maxLine/7)+string(rune('0'+len(ids)/10))))
	}
	got, _, err := run(t, New(Options{Dir: dir, Run: `echo x >>lines; : {ids}`}), nil, ids...)
	if err != nil || len(got) != len(ids) {
		t.Fatalf("%d of %d tests ended, error %v", len(got), len(ids), err)
	}
	lines, err := os.ReadFile(filepath.Join(dir, "lines"))
	if err != nil || string(lines) != strings.Repeat("x\n", 5) {
		t.Errorf("lines: %q, %v; want 5 for 30 tests of which 6 fit into one", lines, err)
	}
}

func TestEveryProcessIsAdoptedBeforeItDoesAnything(t *testing.T) {
	dir := t.TempDir()
	k := &keeper{t: t, file: filepath.Join(dir, "done")}
	w := begin(t, New(Options{Dir: dir, Run: eval}), worker.Place{Env: os.Environ(), Keeper: k})
	if err := w.Run(t.Context(), batch(nil, "touch done", "rm done"), func(worker.Event) {}); err != nil {
		t.Fatal(err)
	}
	if len(k.adopted) != 2 || !slices.Equal(k.adopted, k.released) {
		t.Errorf("adopted %v, released %v", k.adopted, k.released)
	}
	k.refuse = errors.New("disk full")
	err := w.Run(t.Context(), batch(nil, "touch done"), func(worker.Event) {})
	if !errors.Is(err, k.refuse) {
		t.Errorf("error %v, want %v", err, k.refuse)
	}
	if _, err := os.Stat(k.file); err == nil {
		t.Error("a process that the keeper refused has run")
	}
}

func TestALineSeesItsPlace(t *testing.T) {
	dir := t.TempDir()
	w := begin(t, New(Options{Dir: dir, Run: eval}), worker.Place{Env: []string{"PATH=" + os.Getenv("PATH"), "DSN=a b"}})
	var got []end
	if err := w.Run(t.Context(), batch(nil, `echo "$DSN:$HOME:$(pwd):$(cat)"`), collect(&got)); err != nil {
		t.Fatal(err)
	}
	if want := "a b::" + dir + ":\n"; len(got) != 1 || got[0].Output != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestAFolderThatIsGoneIsAnError(t *testing.T) {
	_, _, err := run(t, New(Options{Dir: filepath.Join(t.TempDir(), "gone"), Run: eval}), nil, "true")
	var death *worker.Death
	if err == nil || errors.As(err, &death) {
		t.Errorf("error %v, want one that is no death", err)
	}
}

func TestGiganticOutputIsShortenedInTheMiddle(t *testing.T) {
	id := suite.ID(`echo first; head -c 20000000 /dev/zero | tr '\0' x; echo; echo last`)
	got, _, err := run(t, New(Options{Dir: t.TempDir(), Run: eval}), nil, id)
	if err != nil {
		t.Fatal(err)
	}
	out := got[0].Output
	if len(out) > 2*keep+100 || !strings.HasPrefix(out, "first\n") || !strings.HasSuffix(out, "\nlast\n") || !strings.Contains(out, " 15805708 bytes left out ") {
		t.Errorf("%d bytes, %.10q … %q", len(out), out, out[len(out)-20:])
	}
}

func FuzzQuote(f *testing.F) {
	for _, s := range []string{"", "a b", "it's", `\`, "$x`y`", "\n"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if strings.ContainsRune(s, 0) {
			return // nor can a list contain it
		}
		out, err := shell(t.Context(), "printf %s "+quote(s)).Output()
		if err != nil || !bytes.Equal(out, []byte(s)) {
			t.Errorf("the shell read %q as %q, %v", quote(s), out, err)
		}
	})
}
