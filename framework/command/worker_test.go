//go:build unix

package command

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"go.uber.org/goleak"

	"github.com/ptr-project/ptr/framework"
	"github.com/ptr-project/ptr/internal/process"
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

func TestDeaths(t *testing.T) {
	cases := map[string]struct {
		id    suite.ID
		limit time.Duration
		want  worker.Death
	}{
		"by a signal": {"echo last words; kill -SEGV $$", 0, worker.Death{
			Reason: "signal: segmentation fault", Outcome: suite.Crash, Output: []byte("last words\n"),
		}},
		"of what the shell runs": {"sh -c 'kill -9 $$'; exit $?", 0, worker.Death{
			Reason: "signal: killed", Outcome: suite.Crash,
		}},
		"by the time limit": {"echo slow; sleep 60", 300 * time.Millisecond, worker.Death{
			Reason: "timed out after 300ms", Outcome: suite.Timeout, Output: []byte("slow\n"),
		}},
		"by the time limit, whatever it traps": {"trap '' TERM INT HUP; echo slow; sleep 60; sleep 60", 300 * time.Millisecond, worker.Death{
			Reason: "timed out after 300ms", Outcome: suite.Timeout, Output: []byte("slow\n"),
		}},
	}
	for name, tt := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			limit := func(suite.ID) time.Duration { return tt.limit }
			ends, _, err := run(t, New(Options{Dir: t.TempDir(), Run: "exec 2>/dev/null; " + eval}), limit, tt.id, "never begun")
			tt.want.Charged, tt.want.UnderWay = tt.id, []suite.ID{tt.id}
			if diff := cmp.Diff(error(&tt.want), err); diff != "" || len(ends) > 0 {
				t.Errorf("ends %v, death (-want +got):\n%s", ends, diff)
			}
		})
	}
}

func TestTheEndOfTheContextInterrupts(t *testing.T) {
	fifo := filepath.Join(t.TempDir(), "begun")
	w := begin(t, New(Options{Dir: t.TempDir(), Run: eval}), worker.Place{Env: os.Environ()})
	ctx, cancel := context.WithCancel(t.Context())
	go func() {
		waitFor(fifo)
		cancel()
	}()
	id := suite.ID("touch " + quote(fifo) + "; sleep 60")
	err := w.Run(ctx, batch(nil, id, "never begun"), func(worker.Event) {})
	var death *worker.Death
	if !errors.As(err, &death) || !death.Interrupted || !slices.Equal(death.UnderWay, []suite.ID{id}) {
		t.Errorf("death %+v", err)
	}
	err = w.Run(ctx, batch(nil, "true"), func(worker.Event) {})
	if !errors.As(err, &death) || !death.Interrupted {
		t.Errorf("when the context has ended already: %+v", err)
	}
}

// A process that a test leaves behind is ended, and its hold on the output
// keeps nobody waiting.
func TestAGrandchildIsEnded(t *testing.T) {
	dir := t.TempDir()
	got, _, err := run(t, New(Options{Dir: dir, Run: eval}), nil, "sleep 60 & echo $! >pid; echo done")
	if err != nil || len(got) != 1 || got[0].Output != "done\n" {
		t.Fatalf("%v, %v", got, err)
	}
	written, err := os.ReadFile(filepath.Join(dir, "pid"))
	if err != nil {
		t.Fatal(err)
	}
	pid, err := strconv.Atoi(strings.TrimSpace(string(written)))
	if err != nil {
		t.Fatal(err)
	}
	for err == nil { // until it is gone, or this test times out
		_, err = process.MarkOf(pid)
	}
	if !errors.Is(err, process.ErrGone) {
		t.Error(err)
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

// run runs tests on one worker and closes it.
func run(t *testing.T, f framework.Framework, limit func(suite.ID) time.Duration, ids ...suite.ID) ([]end, suite.UnitResult, error) {
	t.Helper()
	w := begin(t, f, worker.Place{Env: os.Environ()})
	var ends []end
	runErr := w.Run(t.Context(), batch(limit, ids...), collect(&ends))
	result, err := w.Close(t.Context())
	if err != nil {
		t.Error(err)
	}
	return ends, result, runErr
}

func begin(t *testing.T, f framework.Framework, place worker.Place) worker.Worker {
	t.Helper()
	w, err := f.Start(t.Context(), "unit", place)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func batch(limit func(suite.ID) time.Duration, ids ...suite.ID) worker.Batch {
	b := worker.Batch{Limit: limit}
	for _, id := range ids {
		b.Tests = append(b.Tests, suite.Test{ID: id, Unit: "unit", Kind: suite.KindTest})
	}
	return b
}

func collect(ends *[]end) func(worker.Event) {
	return func(e worker.Event) {
		if e, ok := e.(worker.Ended); ok {
			*ends = append(*ends, end{e.Test, e.Outcome, e.Failure, string(e.Output)})
		}
	}
}

// waitFor returns when there is a file called name.
func waitFor(name string) {
	for {
		if _, err := os.Stat(name); err == nil {
			return
		}
		time.Sleep(time.Millisecond)
	}
}

// A keeper checks, whenever it is told of a process, that there is no file.
type keeper struct {
	t      *testing.T
	file   string
	refuse error

	mu                sync.Mutex
	adopted, released []int
}

func (k *keeper) Adopt(pid int) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.adopted = append(k.adopted, pid)
	time.Sleep(20 * time.Millisecond) // time enough to do something too early
	if _, err := os.Stat(k.file); err == nil && len(k.adopted) == 1 {
		k.t.Error("the process ran before it was adopted")
	}
	return k.refuse
}

func (k *keeper) Release(pid int) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.released = append(k.released, pid)
	return nil
}
