package variables

// ofProcess reports whether name is a variable of the standard library that holds for
// the whole process and that programs set, or set something of. Others there are caches
// and state of its own, such as idle connections.
func ofProcess(name string) bool {
	switch name {
	case "log.std", "net/http.DefaultClient", "net/http.DefaultTransport", "os.Args", "os.Stderr", "os.Stdin", "os.Stdout", "time.Local":
		return true
	}
	return false
}

// holdsSome reports whether a package has such variables.
func holdsSome(importPath string) bool {
	switch importPath {
	case "log", "net/http", "os", "time":
		return true
	}
	return false
}

// shallow reports whether of a variable only the type of what it holds is to be looked
// at: a transport that is used has other connections each time.
func shallow(name string) bool { return name == "net/http.DefaultTransport" }
