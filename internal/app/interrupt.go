package app

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"syscall"
	"time"
)

// overrun says that the run took longer than --run-timeout. That is a result, as
// a test's time-out is.
func overrun(limit time.Duration) error {
	return &Error{TestsFailed, fmt.Errorf("the run took longer than %v", limit), "raise --run-timeout, or divide the run by --shard"}
}

// calledOff says that the user did not want to wait.
func calledOff() error { return &Error{Interrupted, errors.New("interrupted"), ""} }

// because is what ended ctx where that is why err is, else err.
func because(ctx context.Context, err error) error {
	var ended *Error
	if err != nil && errors.As(context.Cause(ctx), &ended) {
		return ended
	}
	return err
}

// interruptible listens for the user's interrupts until finish is called: at
// the first, stop is closed, so that what runs may finish; at the second, or
// when limit has passed (0: never), the context ends, and what runs is killed.
func interruptible(parent context.Context, streams Streams, limit time.Duration) (ctx context.Context, stop <-chan struct{}, finish func()) {
	ctx, kill := context.WithCancelCause(parent)
	cancel := func() {}
	if limit > 0 {
		ctx, cancel = context.WithTimeoutCause(ctx, limit, overrun(limit))
	}
	signals := make(chan os.Signal, 2)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	stopping := make(chan struct{})
	go func() {
		select {
		case <-signals:
			fmt.Fprintln(streams.Err, "ptr: stopping when the tests that run have ended; once more kills them")
			close(stopping)
		case <-ctx.Done():
			return
		}
		select {
		case <-signals:
			kill(calledOff())
		case <-ctx.Done():
		}
	}()
	return ctx, stopping, func() {
		signal.Stop(signals)
		cancel()
		kill(nil)
	}
}
