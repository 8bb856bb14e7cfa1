package app

import (
	"context"
	"slices"

	"github.com/ptr-project/ptr/config"
	"github.com/ptr-project/ptr/framework"
	"github.com/ptr-project/ptr/internal/invocation"
	"github.com/ptr-project/ptr/perturb"
	"github.com/ptr-project/ptr/run"
)

// furnish adds the databases that the framework knows of to those of ptr.toml,
// which win.
func (s *Session) furnish(ctx context.Context) error {
	f, ok := s.Framework.(framework.Furnished)
	if !ok {
		return nil
	}
	patterns, _ := invocation.Divide(s.Framework, s.Options)
	found, err := f.Databases(ctx, patterns)
	if err != nil {
		return invocation.Blame(err)
	}
	for _, d := range found {
		if !slices.ContainsFunc(s.Config.Databases, func(c config.Database) bool { return c.Alias == d.Alias }) {
			s.Config.Databases = append(s.Config.Databases, s.furnished(d))
		}
	}
	return nil
}

// furnished is d as if ptr.toml had it. What tests change can be watched only in
// a clone that ptr can open, too, and so it is with locks.
func (s *Session) furnished(d framework.Database) config.Database {
	c := config.Database{
		Alias: d.Alias, Backend: d.Backend, Strategy: "auto",
		Command: d.Command, CommandEnv: []string{d.Env}, Inputs: d.Inputs, Env: []string{d.Env},
		Told: d.CommandEnv, Stamp: d.Stamp,
	}
	if s.ExplainSetup {
		c.Told = append(c.Told, explainVariable+"="+s.explanationFile(d.Alias))
	}
	if s.RecordSetup {
		c.Told = append(c.Told, "PTR_RECORD_SETUP=1")
	}
	if s.Strategy != "" {
		c.Strategy = s.Strategy
	}
	_, locked := s.asked.Value(perturb.Locks)
	if d.Recipe != "" && !locked && s.Config.Isolation == string(run.None) && !s.KeepDB && c.Strategy == "auto" {
		c.Env, c.Loads = []string{d.Recipe}, true
	}
	return c
}
