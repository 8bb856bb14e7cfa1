package app

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"syscall"
	"time"
)

// interruptible listens for the user's interrupts until finish is called: at
// the first, stop is closed, so that what runs may finish; at the second, or
// when limit has passed (0: never), the context ends, and what runs is killed.
func interruptible(parent context.Context, streams Streams, limit time.Duration) (ctx context.Context, stop <-chan struct{}, finish func()) {
	ctx, cancel := context.WithCancel(parent)
	if limit > 0 {
		ctx, cancel = context.WithTimeout(parent, limit)
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
			cancel()
		case <-ctx.Done():
		}
	}()
	return ctx, stopping, func() {
		signal.Stop(signals)
		cancel()
	}
}
