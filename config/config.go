// Package config turns ptr.toml, flags and the environment into one checked
// value. docs/configuration.md describes the file for its users.
//
// The package knows no backend, strategy or framework by name: the caller
// says which there are. Whatever is wrong with a setting is an [*Error].
package config

import (
	"time"
)

// FileName is what the file is called.
const FileName = "ptr.toml"

// A Config is what is set for one suite, checked, with defaults filled in.
type Config struct {
	File string // as it was given to Load; "" if there is none
	Dir  string // absolute; what relative paths in the file are relative to

	Name      string // of the suite; "" leaves it to the framework
	Framework string // "" leaves it to what is found in Dir
	Found     bool   // Framework is what was found there
	Workers   Workers
	Isolation string        // none, verify or restore
	Storage   string        // auto, memory or disk
	Timeout   time.Duration // of each test; 0 means none
	Retries   int           // how often a failed test is run again before it counts
	Seed      uint64        // 0 means a new one for every run

	Databases []Database        // by alias
	Env       []string          // for every worker, as NAME=VALUE, by name
	Facts     map[string]string // that every process of a run can ask for
	Command   Command           // of the framework "command"
	Worker    []string          // of the framework "worker": the program that speaks the protocol, and its arguments
	Overrides []Override        // the first that sets something for a test wins
}

// A Database is one database of the suite. At most one of SQL, Command and
// Existing is set; if none is, the template is an empty database, which the
// tests fill themselves.
type Database struct {
	Alias    string
	Backend  string
	Strategy string // "auto" leaves it to the backend
	Server   string // URL of one that others run; "" for one of ptr's own

	SQL      []string // files that make the template, in order, absolute
	Command  []string // program and arguments that make it, run in Config.Dir
	Existing string   // the file of a database to copy, absolute
	From     string   // URL of a database to copy, on a server

	// Inputs are the files that Command depends on, absolute. Without any the
	// command is run for every run of the suite.
	Inputs []string

	Env        []string // patterns, each NAME=pattern, of the workers' environment
	CommandEnv []string // patterns of Command's environment

	// What frameworks set that know their databases, and ptr.toml does not: what
	// Command is told beside CommandEnv, NAME=VALUE; what it depends on beside
	// Inputs; and that processes load the template by themselves.
	Told  []string
	Stamp string
	Loads bool
}

// A Command is how a suite of the framework "command" is listed and run, by
// lines for the shell.
type Command struct {
	List string // prints one test ID a line
	Run  string // with {id}, or with {ids} for several at once
}

// Default is the configuration of a suite in dir, which is absolute, that has
// no ptr.toml: which framework its tests are of is left to the caller.
func Default(dir string) Config {
	return Config{
		Dir:       dir,
		Workers:   PerCPU,
		Isolation: "none",
		Storage:   "auto",
		Timeout:   10 * time.Minute,
	}
}

// Known are the names that settings may have.
type Known struct {
	Frameworks []string
	Backends   map[string][]string // by name, the strategies that each has, "auto" left out
	Servers    []string            // the backends that are servers

	CheckFact func(name, value string) error // says what is wrong with a fact
}
