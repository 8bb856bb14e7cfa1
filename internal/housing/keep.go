package housing

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"time"

	"github.com/ptr-project/ptr/clone"
	"github.com/ptr-project/ptr/internal/console"
	"github.com/ptr-project/ptr/internal/scratch"
	"github.com/ptr-project/ptr/internal/standing"
)

// keptFor is how long clones stay that --keepdb keeps.
const keptFor = 7 * 24 * time.Hour

// A keptClone is a database that --keepdb kept, and that is reached where it was.
type keptClone struct {
	worker, process int
	alias, address  string // the latter without a password
}

// Keepable refuses to keep clones that end with the run, as far as it can be told
// before there is a template.
func (s Set) Keepable() error {
	chosen, err := s.Chosen()
	if err != nil {
		return err
	}
	return chosen.Keeps()
}

// Keeps is nil if the clones of a set that is chosen can be kept.
func (s Set) Keeps() error {
	_, keeps := s.Strategy.(clone.Keeper)
	_, spares := s.Strategy.(clone.Sparer)
	if keeps || spares || !s.Backend.Shares() {
		return nil
	}
	return console.Usage(fmt.Errorf("--keepdb: clones by %s are databases of one server, which ends with the run", s.Strategy.Name()), "use --strategy overlay or copy: each clone has a server of its own, then")
}

// retain spares the clones for a week.
func (f *flat) retain() error {
	until := time.Now().Add(keptFor)
	var files, servers []furniture
	var errs []error
	for _, item := range f.furniture {
		switch s := item.Strategy.(type) {
		case clone.Sparer:
			errs = append(errs, f.spare(item, s, until))
		case clone.Keeper:
			servers = append(servers, item)
		default:
			files = append(files, item)
			f.note(item, func(v clone.Values) string { return v["dsn"] })
		}
	}
	if len(servers) > 0 {
		errs = append(errs, f.putBy(servers, until))
	}
	if len(files) == 0 {
		return errors.Join(append(errs, os.RemoveAll(f.dir))...)
	}
	return errors.Join(append(errs, f.area.Keep(f.dir, until))...)
}

// note notes that a clone stays where it is.
func (f *flat) note(item furniture, address func(clone.Values) string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for alias, values := range item.clone.Databases {
		f.kept = append(f.kept, keptClone{f.worker, f.process, alias, address(values)})
	}
}

// spare leaves a clone on a server that others run.
func (f *flat) spare(item furniture, s clone.Sparer, until time.Time) error {
	if err := s.Spare(context.Background(), item.clone, until); err != nil {
		item.pool.Return(item.clone)
		return fmt.Errorf("keeping the clone of %s: %w", item.Name(), err)
	}
	item.pool.Forget(item.clone)
	server := item.Backend.(clone.Lodger).Server()
	f.note(item, func(v clone.Values) string { return addressOn(server, v) })
	return nil
}

// addressOn is where a database is on a server that others run, without a password. By
// a socket it is not in the database's URL, but in the server's.
func addressOn(server string, v clone.Values) string {
	u, err := url.Parse(server)
	if v["socket"] == "" || err != nil {
		return clone.WithoutPassword(v["url"])
	}
	u.Path = "/" + v["database"]
	return u.String()
}

// putBy ends the servers of clones, and keeps their folders in one of their own, apart
// from the run's.
func (f *flat) putBy(items []furniture, until time.Time) (err error) {
	area, err := scratch.Open(scratch.SystemRoots(), f.suite)
	if err != nil {
		for _, item := range items {
			item.pool.Return(item.clone)
		}
		return err
	}
	defer func() { err = errors.Join(err, area.Close()) }()
	k := standing.Kept{Suite: f.suite, Run: f.run, Worker: f.worker, Process: f.process}
	if k.Name, err = standing.FreeName(fmt.Sprintf("%s-w%dp%d", f.run, f.worker, f.process)); err == nil {
		k.Path, err = area.Folder(f.storage, k.Name)
	}
	for i, item := range items {
		err = errors.Join(err, item.putBy(&k, i, err == nil))
	}
	if err != nil {
		return err
	}
	if err := k.Write(); err != nil {
		return err
	}
	if err := area.Keep(k.Path, until); err != nil {
		return err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.servers = append(f.servers, k)
	return nil
}

// putBy makes the clone number i of k, or gives it back.
func (item furniture) putBy(k *standing.Kept, i int, wanted bool) error {
	keeper, ok := item.Strategy.(clone.Keeper)
	if !ok || !wanted {
		item.pool.Return(item.clone)
		return nil
	}
	if err := keeper.Keep(context.Background(), item.clone); err != nil {
		item.pool.Return(item.clone)
		return fmt.Errorf("keeping the clone of %s: %w", item.Name(), err)
	}
	item.pool.Forget(item.clone)
	if keeper.Leans() {
		if err := item.Template.Pin(k.Path); err != nil {
			return err
		}
	}
	set := standing.KeptSet{Backend: item.Backend.Name(), Version: item.Backend.Version(), Strategy: item.Strategy.Name(), Template: item.Template.Path}
	for _, d := range item.Databases {
		set.Databases = append(set.Databases, standing.KeptDatabase{Alias: d.Alias, Env: d.Env})
	}
	k.Sets = append(k.Sets, set)
	return os.Rename(item.clone.Path, k.Folder(i))
}
