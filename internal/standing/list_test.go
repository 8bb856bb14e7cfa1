package standing

import (
	"bytes"
	"testing"

	"github.com/ptr-project/ptr/internal/console"
)

func TestThatThereIsNoServerIsSaidBesideTheList(t *testing.T) {
	var out, err bytes.Buffer
	if failed := show(console.Streams{Out: &out, Err: &err}, nil, nil); failed != nil {
		t.Fatal(failed)
	}
	const want = "ptr: no server is started, and none is kept: ptr server start starts one\n"
	if out.Len() > 0 || err.String() != want {
		t.Errorf("it prints %q and %q, want %q beside nothing", out.String(), err.String(), want)
	}
}
