package app

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/ptr-project/ptr/internal/console"
)

// overrun says that the run took longer than --run-timeout. That is a result, as
// a test's time-out is.
func overrun(limit time.Duration) error {
	return &console.Error{Status: console.TestsFailed, Err: fmt.Errorf("the run took longer than %v", limit), Hint: "raise --run-timeout, or divide the run by --shard"}
}

// calledOff says that the user did not want to wait.
func calledOff() error {
	return &console.Error{Status: console.Interrupted, Err: errors.New("interrupted")}
}

// Cause is why a run ended early, for those who only see its report: "" if the
// user wanted it so.
func Cause(err error) string {
	var told *console.Error
	if err == nil || errors.As(err, &told) && told.Status == console.Interrupted {
		return ""
	}
	return err.Error()
}

// Because is what ended ctx where that is why err is, else err.
func Because(ctx context.Context, err error) error {
	var ended *console.Error
	if err != nil && errors.As(context.Cause(ctx), &ended) {
		return ended
	}
	return err
}

// An interruption is how the user ends a run, or its time limit does.
type interruption struct {
	signals chan os.Signal
	stop    chan struct{} // closed at the first interrupt: what runs may finish
	running chan struct{} // closed when tests run; before that, there is nothing to wait for
	kill    context.CancelCauseFunc
	cancel  context.CancelFunc // of the time limit
}

// interruptible listens for the user's interrupts until finish is called. The
// context ends at the first while tests don't run yet, else at the second, or when
// limit has passed (0: never); what runs is killed then.
func interruptible(parent context.Context, streams console.Streams, limit time.Duration) (context.Context, *interruption) {
	i := &interruption{
		signals: make(chan os.Signal, 2), stop: make(chan struct{}), running: make(chan struct{}), cancel: func() {},
	}
	ctx, kill := context.WithCancelCause(parent)
	i.kill = kill
	if limit > 0 {
		ctx, i.cancel = context.WithTimeoutCause(ctx, limit, overrun(limit))
	}
	signal.Notify(i.signals, os.Interrupt, syscall.SIGTERM)
	go i.listen(ctx, streams)
	return ctx, i
}

func (i *interruption) listen(ctx context.Context, streams console.Streams) {
	select {
	case <-i.signals:
		i.kill(calledOff())
	case <-ctx.Done():
	case <-i.running:
		i.listenTwice(ctx, streams)
	}
}

func (i *interruption) listenTwice(ctx context.Context, streams console.Streams) {
	select {
	case <-i.signals:
		fmt.Fprintln(streams.Err, "ptr: stopping when the tests that run have ended; once more kills them")
		close(i.stop)
	case <-ctx.Done():
		return
	}
	select {
	case <-i.signals:
		i.kill(calledOff())
	case <-ctx.Done():
	}
}

// begin says that tests run from now on.
func (i *interruption) begin() { close(i.running) }

// finish leaves interrupts alone again.
func (i *interruption) finish() {
	signal.Stop(i.signals)
	i.cancel()
	i.kill(nil)
}
