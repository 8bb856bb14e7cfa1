package worker_test

import (
	"bytes"
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"github.com/ptr-project/ptr/worker"
)

func TestAnExcerptKeepsBothEnds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		limit := rapid.IntRange(1, 20).Draw(t, "limit")
		e := worker.Excerpt{Limit: limit}
		var all []byte
		for _, piece := range rapid.SliceOf(rapid.SliceOf(rapid.Byte())).Draw(t, "pieces") {
			e.Write(piece)
			all = append(all, piece...)
		}
		want := all
		if left := len(all) - 2*limit; left > 0 {
			want = fmt.Appendf(bytes.Clone(all[:limit]), "\n[... %d bytes left out ...]\n%s", left, all[len(all)-limit:])
		}
		if got := e.Bytes(); !bytes.Equal(got, want) {
			t.Errorf("Bytes() = %q, want %q", got, want)
		}
		if e.Len() != len(all) {
			t.Errorf("Len() = %d, want %d", e.Len(), len(all))
		}
	})
}
