package setup

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/ptr-project/ptr/bench"
	"github.com/ptr-project/ptr/clone"
)

// A recipe is one way of preparing the template.
type recipe struct {
	name     string
	settings []clone.Setting
	memory   bool // the data are in memory-backed storage
	script   []Statement
}

// A pass is one preparation. Times are seconds.
type pass struct {
	lay   float64 // an empty data directory, a copy of the one that is kept
	open  float64 // the server's start, until there is an empty database
	each  []float64
	ready float64 // what only clones need
	close float64 // stopping the server properly
	keep  float64 // the copy to where templates are kept
	cpu   time.Duration

	syncs int64 // that the script caused
	known bool  // syncs are

	waits []wait // by statement, if they were counted
}

// A wait is what a statement did beside computing.
type wait struct {
	seconds float64 // in which nothing computed
	syncs   int64
	known   bool // syncs are
}

func (p pass) script() (sum float64) {
	for _, s := range p.each {
		sum += s
	}
	return sum
}

// life is the time of the server: what its settings can change.
func (p pass) life() float64 { return p.open + p.script() + p.close }

// A manner says what of a preparation is done, beside the database itself.
type manner struct {
	anew    bool // the data directory, instead of a copy
	finish  bool // all that ptr does for a template
	counted bool // what statements wait for; it takes time between them
}

// prepare prepares the template once.
func (l *laboratory) prepare(ctx context.Context, r recipe, m manner) (p pass, err error) {
	var w clone.Work
	p.lay, err = timed(func() (err error) {
		w, err = l.Workshop.Lay(ctx, r.memory, m.anew)
		return err
	})
	if err != nil {
		return p, err
	}
	defer func() { err = errors.Join(err, w.Remove()) }()
	computed := bench.Computed()
	var dsn string
	var first []string
	p.open, err = timed(func() (err error) {
		dsn, first, err = w.Open(ctx, r.settings)
		return err
	})
	if err != nil {
		return p, err
	}
	if err := l.execute(ctx, r, &p, dsn, first, m.counted); err != nil {
		return p, err
	}
	if m.finish {
		if p.ready, err = timed(func() error { return w.Ready(ctx) }); err != nil {
			return p, err
		}
	}
	if p.close, err = timed(func() error { return w.Close(ctx) }); err != nil {
		return p, err
	}
	p.cpu = bench.Computed() - computed
	if m.finish {
		p.keep, err = timed(func() error { return w.Keep(ctx) })
	}
	return p, err
}

// execute executes the script.
func (l *laboratory) execute(ctx context.Context, r recipe, p *pass, dsn string, first []string, counted bool) (err error) {
	s, err := open(ctx, l.Workshop.Name(), dsn, first)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.close(ctx)) }()
	count := meter{session: s}
	if err := count.begin(ctx, p); err != nil {
		return err
	}
	p.each = make([]float64, len(r.script))
	for i, statement := range r.script {
		l.tell(fmt.Sprintf("%s, statement %d of %d", r.name, i+1, len(r.script)))
		if p.each[i], err = timed(func() error { return s.do(ctx, statement) }); err != nil {
			if ctx.Err() != nil {
				return ctx.Err()
			}
			return &ScriptError{statement.File, statement.Line, err}
		}
		if !counted {
			continue
		}
		waited, err := count.read(ctx, p.each[i])
		if err != nil {
			return err
		}
		p.waits = append(p.waits, waited)
	}
	return count.end(ctx, p)
}

// A meter reads what a server does.
type meter struct {
	session session
	cpu     time.Duration
	syncs   int64
}

// begin starts counting the syncs of p.
func (m *meter) begin(ctx context.Context, p *pass) (err error) {
	m.syncs, p.known, err = m.session.syncs(ctx)
	p.syncs, m.cpu = m.syncs, bench.Computed()
	return err
}

// end has counted them.
func (m *meter) end(ctx context.Context, p *pass) error {
	n, _, err := m.session.syncs(ctx)
	p.syncs = n - p.syncs
	return err
}

// read is what a statement did that took so many seconds. What reading takes itself
// doesn't count.
func (m *meter) read(ctx context.Context, took float64) (w wait, err error) {
	w.seconds = max(0, took-(bench.Computed()-m.cpu).Seconds())
	n, known, err := m.session.syncs(ctx)
	w.syncs, w.known = n-m.syncs, known
	m.cpu, m.syncs = bench.Computed(), n
	return w, err
}

func timed(work func() error) (seconds float64, err error) {
	begin := time.Now()
	err = work()
	return time.Since(begin).Seconds(), err
}
