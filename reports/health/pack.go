package health

import (
	"bytes"
	"compress/flate"
	"encoding/base64"
	"fmt"
	"html/template"
	"runtime"
	"strings"

	"golang.org/x/sync/errgroup"

	"github.com/ptr-project/ptr/reports"
)

const (
	blockSize = 1 << 20 // bytes before they are packed: what is unpacked to show one output
	mostKept  = 96 << 20
)

// A place is where in the page an output is. Block is -1 if it was left out, to keep the
// page small.
type place struct{ block, length int }

// pack packs what failures printed into elements of the page, test by test, since outputs
// of one test are alike. Of more than can be shown the latest are kept.
func (v *view) pack(byTest [][]int) ([]place, template.HTML, error) {
	kept := v.kept()
	places := make([]place, len(v.Failures))
	var blocks []*bytes.Buffer
	for _, t := range v.ranked {
		for _, i := range byTest[t] {
			if !kept[i] {
				places[i] = place{block: -1}
				continue
			}
			text := whole(v.Failures[i])
			if n := len(blocks); n == 0 || blocks[n-1].Len()+len(text) > blockSize && blocks[n-1].Len() > 0 {
				blocks = append(blocks, &bytes.Buffer{})
			}
			last := len(blocks) - 1
			places[i] = place{last, len(text)}
			blocks[last].WriteString(text)
		}
	}
	packed := make([]string, len(blocks))
	var work errgroup.Group
	work.SetLimit(runtime.NumCPU())
	for i, b := range blocks {
		work.Go(func() (err error) {
			packed[i], err = deflated(b.Bytes())
			return err
		})
	}
	if err := work.Wait(); err != nil {
		return nil, "", err
	}
	var all strings.Builder
	for i, text := range packed {
		fmt.Fprintf(&all, "<script type=\"text/plain\" id=\"block%d\">%s</script>\n", i, text)
	}
	return places, template.HTML(all.String()), nil // letters and digits of our own
}

// kept are the failures whose outputs fit into the page.
func (v *view) kept() map[int]bool {
	kept, size := map[int]bool{}, 0
	for _, i := range v.newest() {
		if size += len(v.Failures[i].Output) + len(v.Failures[i].Said); size > mostKept {
			break
		}
		kept[i] = true
	}
	return kept
}

// whole is what a failure said, and printed.
func whole(f Failure) string {
	said := strings.TrimSpace(f.Said)
	if said == "" || strings.Contains(f.Output, said) {
		return reports.Printable(f.Output)
	}
	return reports.Printable(said + "\n\n" + f.Output)
}

func deflated(text []byte) (string, error) {
	var packed bytes.Buffer
	w, err := flate.NewWriter(&packed, flate.DefaultCompression)
	if err != nil {
		return "", err
	}
	if _, err := w.Write(text); err != nil {
		return "", err
	}
	if err := w.Close(); err != nil {
		return "", err
	}
	return base64.StdEncoding.EncodeToString(packed.Bytes()), nil
}
