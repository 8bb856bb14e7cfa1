package culprits

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/ptr-project/ptr/bisect/evidence"
	"github.com/ptr-project/ptr/internal/app"
	"github.com/ptr-project/ptr/internal/filewatch"
	"github.com/ptr-project/ptr/suite"
)

// inCommon is what a victim and its neighbours have to do with: each runs once, alone.
func (s seeker) inCommon(ctx context.Context, p *app.Prober, victim suite.ID, neighbours []suite.ID) ([]evidence.Common, error) {
	var folders []string // that any of them runs in, and first those: not too many are watched
	for _, id := range append([]suite.ID{victim}, neighbours...) {
		if dir := p.Dir(p.Tests[id]); !slices.Contains(folders, dir) {
			folders = append(folders, dir)
		}
	}
	folders = append(folders, s.Root)
	var ran []evidence.Watched
	for _, id := range append([]suite.ID{victim}, neighbours...) {
		w, err := s.watched(ctx, p, id, folders)
		if err != nil {
			return nil, err
		}
		ran = append(ran, w)
	}
	return evidence.InCommon(ran[0], ran[1:]), nil
}

// watched runs a test, and sees what is done to files meanwhile: in folders, and in those
// for temporary files which all processes of a machine share.
func (s seeker) watched(ctx context.Context, p *app.Prober, id suite.ID, folders []string) (w evidence.Watched, err error) {
	watch, err := filewatch.Start(folders, []string{os.TempDir(), filepath.Join(string(filepath.Separator), "tmp")})
	if err != nil {
		return w, err
	}
	attempts, err := p.Probe(ctx, suite.Trial{Order: suite.Order{id}})
	files, err2 := watch.Stop()
	if err := errors.Join(err, err2); err != nil {
		return w, err
	}
	w.Attempt, w.Files = attempts[0], map[string][]string{}
	for path, deeds := range files {
		for _, d := range deeds {
			w.Files[s.relative(path)] = append(w.Files[s.relative(path)], string(d))
		}
	}
	return w, nil
}

// relative is the path of a file of the suite, from its root; that of others is whole.
func (s seeker) relative(path string) string {
	short, err := filepath.Rel(s.Root, path)
	if err != nil || strings.HasPrefix(short, "..") {
		return path
	}
	return short
}
