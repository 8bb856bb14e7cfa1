//go:build unix

package command_test

import (
	"context"
	"fmt"
	"os"

	"github.com/ptr-project/ptr/framework/command"
	"github.com/ptr-project/ptr/worker"
)

func Example() {
	ctx := context.Background()
	f := command.New(command.Options{Dir: os.TempDir(), List: "echo true; echo false", Run: "sh -c {id}"})
	listing, err := f.List(ctx, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	w, err := f.Start(ctx, listing.Name, worker.Place{Env: os.Environ()})
	if err != nil {
		fmt.Println(err)
		return
	}
	defer w.Close(ctx)
	err = w.Run(ctx, worker.Batch{Tests: listing.Tests}, func(e worker.Event) {
		if e, ok := e.(worker.Ended); ok {
			fmt.Println(e.Test, e.Outcome)
		}
	})
	if err != nil {
		fmt.Println(err)
	}
	// Output:
	// true pass
	// false fail
}
