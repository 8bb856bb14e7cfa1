package culprits

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/ptr-project/ptr/bisect/evidence"
	"github.com/ptr-project/ptr/internal/app"
	"github.com/ptr-project/ptr/internal/filewatch"
	"github.com/ptr-project/ptr/suite"
)

// inCommon adds what a victim and its neighbours have to do with: each runs once, alone.
func (s seeker) inCommon(ctx context.Context, p *app.Prober, victim suite.ID, neighbours []suite.ID, e *Evidence) error {
	var folders []string // that any of them runs in, and first those: not too many are watched
	for _, id := range append([]suite.ID{victim}, neighbours...) {
		if dir := p.Dir(p.Tests[id]); !slices.Contains(folders, dir) {
			folders = append(folders, dir)
		}
	}
	folders = append(folders, s.Root)
	var ran []evidence.Watched
	for _, id := range append([]suite.ID{victim}, neighbours...) {
		w, unwatched, err := s.watched(ctx, p, id, folders)
		if err != nil {
			return err
		}
		if unwatched != nil {
			e.Unwatched = unwatched.Error()
		}
		ran = append(ran, w)
	}
	e.Common = evidence.InCommon(ran[0], ran[1:])
	return nil
}

// watched runs a test, and sees what is done to files meanwhile: in folders, and in those
// for temporary files which all processes of a machine share. unwatched says why that could
// not be seen, such as a limit of the system: what else is known is no less true.
func (s seeker) watched(ctx context.Context, p *app.Prober, id suite.ID, folders []string) (w evidence.Watched, unwatched, err error) {
	watch, unwatched := filewatch.Start(folders, []string{os.TempDir(), filepath.Join(string(filepath.Separator), "tmp")})
	attempts, err := p.Probe(ctx, suite.Trial{Order: suite.Order{id}})
	var files map[string][]filewatch.Deed
	if unwatched == nil {
		files, unwatched = watch.Stop()
	}
	if err != nil {
		return w, unwatched, err
	}
	w.Attempt, w.Files = attempts[0], map[string][]string{}
	for path, deeds := range files {
		for _, d := range deeds {
			w.Files[s.relative(path)] = append(w.Files[s.relative(path)], string(d))
		}
	}
	return w, unwatched, nil
}

// relative is the path of a file of the suite, from its root; that of others is whole.
func (s seeker) relative(path string) string {
	short, err := filepath.Rel(s.Root, path)
	if err != nil || strings.HasPrefix(short, "..") {
		return path
	}
	return short
}
