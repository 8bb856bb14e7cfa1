package config

// A document is ptr.toml as it is written.
type document struct {
	Name      string
	Framework string
	Workers   any // a number or "auto"
	Isolation string
	Storage   string
	Timeout   string
	Retries   int

	Database map[string]databaseTable
	Env      map[string]string
	Facts    map[string]string
	Command  *commandTable
	Worker   *workerTable
	Override []overrideTable
}

// A databaseTable is [database.ALIAS].
type databaseTable struct {
	Backend    string
	Strategy   string
	SQL        []string
	Command    []string
	Existing   string
	Server     string
	Inputs     []string
	Env        []string
	CommandEnv []string `toml:"command_env"`
}

// A commandTable is [command].
type commandTable struct {
	List string
	Run  string
}

// A workerTable is [worker].
type workerTable struct {
	Command []string
}

// An overrideTable is one [[override]].
type overrideTable struct {
	Filter  string
	Timeout string
	Retries *int
	Group   string
}
