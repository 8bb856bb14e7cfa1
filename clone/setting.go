package clone

// A Setting is one of a database server's, or a few with one purpose, that templates
// are prepared with.
type Setting struct {
	Name string   // what it is about, for people, such as "frm files"
	Why  string   // the reason, for people
	Args []string // as the server or, of SQLite, a connection takes them
	For  Purpose
}

// A Purpose is what a setting is good for.
type Purpose int

// The purposes.
const (
	ForSpeed   Purpose = iota // templates are there sooner, or clones start sooner
	ForTests                  // what is prepared is what clones and tests need
	ForScripts                // some scripts need it to work at all
)

// Arguments are those of all settings, in order: of one that is set twice, servers
// take the last.
func Arguments(settings []Setting) (args []string) {
	for _, s := range settings {
		args = append(args, s.Args...)
	}
	return args
}
