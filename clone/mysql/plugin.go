package mysql

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"sync"

	"github.com/ptr-project/ptr/clone"
	"github.com/ptr-project/ptr/internal/server"
)

// A plugin is the strategy by MySQL's clone plugin: a server that has the template's
// databases writes a data directory for each clone's own. It knows but InnoDB.
//
// Source: MySQL 8.0 Reference Manual, 7.6.7 The Clone Plugin.
type plugin struct {
	*clone.Directory
	backend *backend

	mu     sync.Mutex
	donors map[string]*donor // by the template's path
}

const (
	pluginName = "plugin"
	pluginFile = "mysql_clone.so"
)

func newPlugin(b *backend) *plugin {
	p := &plugin{backend: b, donors: map[string]*donor{}}
	p.Directory = clone.NewDirectory(pluginName, b.Host, engine{b}, p.lay)
	return p
}

// LeavesOut is what the manual says: tables of other engines are cloned empty.
func (*plugin) LeavesOut() []clone.Feature { return []clone.Feature{clone.OtherEngines} }

// Unfit says that the server that is installed has no such plugin.
func (p *plugin) Unfit(clone.Template) error {
	installed, err := p.backend.find()
	if err != nil {
		return nil // it has none of anything, which others say
	}
	return noPlugin(installed)
}

// noPlugin returns a [*clone.UnfitError] if that server has no clone plugin.
func noPlugin(i server.Installation) error {
	product := "MySQL"
	if isMariaDB(i) {
		product = "MariaDB"
	} else if since(i.Version, 8, 0, 17) {
		return nil
	}
	version := strings.TrimSuffix(i.Version, mariaDB)
	return &clone.UnfitError{
		Strategy: pluginName, Instead: "copy",
		Lacks: fmt.Sprintf("%s %s has no clone plugin, which came with MySQL 8.0.17", product, version),
	}
}

// Prepare starts the server that clones are made by.
func (p *plugin) Prepare(ctx context.Context, t clone.Template) error {
	_, err := p.donor(ctx, t)
	return err
}

// Clone starts a server on what another has written.
func (p *plugin) Clone(ctx context.Context, t clone.Template, dir, name string) (clone.Clone, error) {
	if err := errors.Join(ctx.Err(), p.Unfit(t)); err != nil {
		return clone.Clone{}, err
	}
	return p.Directory.Clone(ctx, t, dir, name)
}

func (p *plugin) lay(ctx context.Context, t clone.Template, folder string) (clone.DataDir, error) {
	from, err := p.donor(ctx, t)
	if err != nil {
		return clone.DataDir{}, err
	}
	if err := p.backend.Host.Give(folder); err != nil {
		return clone.DataDir{}, err
	}
	data := filepath.Join(folder, "data") // which must not be there, while what is above it must
	from.turn.Lock()
	defer from.turn.Unlock()
	err = from.ask(func(db *sql.DB) error {
		_, err := db.ExecContext(ctx, cloning(data))
		return err
	})
	return clone.DataDir{Path: data, Written: data}, err
}

// cloning has the server write a data directory at path.
func cloning(path string) string {
	return "CLONE LOCAL DATA DIRECTORY = '" + strings.NewReplacer(`\`, `\\`, `'`, `\'`).Replace(path) + "'"
}

// A donor is the server that has a template's databases.
type donor struct {
	once sync.Once
	*instance
	turn sync.Mutex // it writes one data directory at a time
	err  error
}

// donor starts it, once. It ends with the host.
func (p *plugin) donor(ctx context.Context, t clone.Template) (*donor, error) {
	p.mu.Lock()
	d := p.donors[t.Path]
	if d == nil {
		d = &donor{}
		p.donors[t.Path] = d
	}
	p.mu.Unlock()
	d.once.Do(func() {
		i, err := clone.OpenCopy(ctx, p.backend.Host, donorEngine{engine{p.backend}}, p.backend.Host.Room, t)
		if d.err = err; err == nil {
			d.instance = i.(*instance)
			d.err = d.able(ctx)
		}
	})
	return d, d.err
}

// able returns a [*clone.UnfitError] if the plugin is not there, which some packages leave out:
// the server goes on without it.
func (d *donor) able(ctx context.Context) error {
	return d.ask(func(db *sql.DB) error {
		var loaded int
		var folder string
		const query = "SELECT COUNT(*), @@plugin_dir FROM information_schema.plugins WHERE plugin_name = 'clone' AND plugin_status = 'ACTIVE'"
		if err := db.QueryRowContext(ctx, query).Scan(&loaded, &folder); err != nil || loaded > 0 {
			return err
		}
		return &clone.UnfitError{Strategy: pluginName, Instead: "copy", Lacks: "the server cannot load " + pluginFile + " from " + folder}
	})
}

// A donorEngine runs servers that can clone themselves.
type donorEngine struct{ engine }

func (e donorEngine) Serve(ctx context.Context, d clone.DataDir) (clone.Server, error) {
	i, err := e.start(ctx, d, ofDonors)
	if err != nil {
		return nil, err // not i, which would not be nil
	}
	return i, nil
}

// ofDonors are the settings of such a server. The plugin is loaded for as long as it
// runs: if it were installed, clones would have it, too, other than their template.
func ofDonors(i server.Installation) []string {
	return append(ofPreparation(i), "--plugin-load-add="+pluginFile)
}
