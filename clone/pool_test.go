package clone_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"go.uber.org/goleak"
	"pgregory.net/rapid"

	"github.com/ptr-project/ptr/clone"
)

// A ledger is a fake strategy that notes which of its clones there are.
type ledger struct {
	mu    sync.Mutex
	alive map[string]bool
	most  int
	warm  map[string]bool
	fail  error
}

func newLedger() *ledger { return &ledger{alive: map[string]bool{}, warm: map[string]bool{}} }

func (*ledger) Name() string       { return "ledger" }
func (*ledger) Reach() clone.Reach { return clone.ByAddress }

func (l *ledger) Clone(ctx context.Context, t clone.Template, dir, name string) (clone.Clone, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.fail != nil || ctx.Err() != nil {
		return clone.Clone{}, errors.Join(l.fail, ctx.Err())
	}
	if l.alive[name] {
		return clone.Clone{}, fmt.Errorf("%s is there already", name)
	}
	l.alive[name] = true
	l.most = max(l.most, len(l.alive))
	return clone.Clone{Name: name}, nil
}

func (l *ledger) Warm(_ context.Context, c clone.Clone) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.warm[c.Name] = true
	return nil
}

func (l *ledger) Drop(_ context.Context, c clone.Clone) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if !l.alive[c.Name] {
		return fmt.Errorf("%s was dropped twice", c.Name)
	}
	delete(l.alive, c.Name)
	return nil
}

func (l *ledger) isWarm(name string) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.warm[name]
}

func (l *ledger) left() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return len(l.alive)
}

// eventually waits until holds does.
func eventually(t interface{ Fatalf(string, ...any) }, what string, holds func() bool) {
	for deadline := time.Now().Add(5 * time.Second); !holds(); time.Sleep(time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("it never came about that %s", what)
		}
	}
}

func TestWhatAPoolLeasesNobodyElseHasAndNothingIsLeft(t *testing.T) {
	defer goleak.VerifyNone(t)
	rapid.Check(t, func(t *rapid.T) {
		ahead, total := rapid.IntRange(1, 4).Draw(t, "ahead"), rapid.IntRange(0, 6).Draw(t, "total")
		l := newLedger()
		p := clone.NewPool(clone.PoolOptions{Strategy: l, Ahead: ahead, Total: total})
		leased := map[string]clone.Clone{}
		forgotten := 0
		for range rapid.IntRange(0, 12).Draw(t, "steps") {
			if len(leased) > 0 && rapid.IntRange(0, 4).Draw(t, "forget one at 0") == 0 {
				for name, c := range leased {
					p.Forget(c)
					delete(leased, name)
					forgotten++
					break
				}
				continue
			}
			if len(leased) > 0 && rapid.Bool().Draw(t, "give one back") {
				for name, c := range leased {
					p.Return(c)
					delete(leased, name)
					break
				}
				continue
			}
			c, err := p.Lease(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			if _, twice := leased[c.Name]; twice || !l.isWarm(c.Name) {
				t.Fatalf("leased %s: twice %v, warm %v", c.Name, twice, l.isWarm(c.Name))
			}
			leased[c.Name] = c
			if n := p.Counts(); n[clone.Making]+n[clone.Ready] > ahead {
				t.Fatalf("made or ready are %v, of %d", n, ahead)
			}
		}
		for _, c := range leased {
			p.Return(c)
		}
		if err := p.Close(); err != nil {
			t.Fatal(err)
		}
		if l.left() != forgotten {
			t.Fatalf("%d clones are left, want the %d that the pool was to forget", l.left(), forgotten)
		}
		if p.Counts() != (clone.Counts{}) {
			t.Fatalf("there are %v", p.Counts())
		}
	})
}

func TestAPoolMakesClonesBeforeAnybodyNeedsThemAndNoMore(t *testing.T) {
	l := newLedger()
	p := clone.NewPool(clone.PoolOptions{Strategy: l, Ahead: 3, Total: 5})
	eventually(t, "three are ready", func() bool { return p.Counts()[clone.Ready] == 3 })
	for range 5 {
		if _, err := p.Lease(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	eventually(t, "five are leased", func() bool { return p.Counts()[clone.Leased] == 5 })
	if l.most != 5 {
		t.Errorf("%d were made, want 5", l.most)
	}
	if c, err := p.Lease(t.Context()); err != nil || c.Name != "c6" {
		t.Errorf("then Lease = %v, %v, want one that is made now", c.Name, err)
	}
	if err := p.Close(); err != nil {
		t.Error(err)
	}
	if l.left() != 6 {
		t.Errorf("Close left %d clones, want the 6 that are leased", l.left())
	}
}

func TestWhatKeepsAPoolFromMakingClonesIsSaidToWhoNeedsOne(t *testing.T) {
	l := newLedger()
	l.fail = clone.ErrSpace
	p := clone.NewPool(clone.PoolOptions{Strategy: l, Ahead: 2})
	for range 4 {
		if _, err := p.Lease(t.Context()); !errors.Is(err, clone.ErrSpace) {
			t.Errorf("Lease: %v, want %v", err, clone.ErrSpace)
		}
	}
	if err := p.Close(); err != nil {
		t.Error(err)
	}
}

func TestAnErrorInDroppingIsThePoolsAtItsEnd(t *testing.T) {
	p := clone.NewPool(clone.PoolOptions{Strategy: newLedger(), Ahead: 1})
	c, err := p.Lease(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	p.Return(c)
	p.Return(c)
	if err := p.Close(); err == nil {
		t.Error("Close is content with a clone that was returned twice")
	}
}

func TestNothingIsMadeBesideACloneThatWasJustLeased(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := clone.NewPool(clone.PoolOptions{Strategy: newLedger(), Ahead: 1})
		defer p.Close()
		synctest.Wait()
		if _, err := p.Lease(t.Context()); err != nil {
			t.Fatal(err)
		}
		time.Sleep(clone.HeadStart - time.Nanosecond)
		if n := p.Counts(); n[clone.Making]+n[clone.Ready] != 0 {
			t.Errorf("there are %v within the head start, want only one that is leased", n)
		}
		time.Sleep(time.Nanosecond)
		synctest.Wait()
		if n := p.Counts(); n[clone.Ready] != 1 {
			t.Errorf("there are %v after it, want one that is ready", n)
		}
	})
}

func TestWhoeverWaitsForACloneEndsTheHeadStartOfOthers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := clone.NewPool(clone.PoolOptions{Strategy: newLedger(), Ahead: 2})
		defer p.Close()
		begin := time.Now()
		for range 20 {
			if _, err := p.Lease(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		if waited := time.Since(begin); waited > 0 {
			t.Errorf("twenty leases in a row waited for %s", waited)
		}
	})
}
