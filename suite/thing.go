package suite

import "slices"

// A Thing is something that tests can leave changed, and that can be put back alone.
type Thing struct {
	Kind  ThingKind `json:"kind"`
	Alias string    `json:"alias,omitempty"` // of the database
	Name  string    `json:"name"`            // as the Change or the Leak has it, such as "table people_person" or "PATH"
}

// A ThingKind is where a thing is. Every LeakKind is one, too.
type ThingKind string

// The kinds that are no leaks.
const (
	ThingDatabase ThingKind = "database"
	ThingVariable ThingKind = "variable" // of a Go package or a Python module
	ThingFile     ThingKind = "file"     // of a folder that is watched
	ThingSession  ThingKind = "session"  // of a database, that some statement has it hold; its Name is such as "setting search_path"
)

// named are the kinds of leak of which each has a name and a value.
var named = []ThingKind{ThingKind(LeakEnv), "setting", "module", "global"}

// Named reports whether a thing of this kind has a name and a value, by which it can be
// put back.
func (k ThingKind) Named() bool { return slices.Contains(named, k) }

// whole are the kinds of leak of which each is put back by all that is said of it.
var whole = []ThingKind{"signal receiver"}

// CanBePutBack reports whether there is a way to make a thing of this kind what it was.
func (k ThingKind) CanBePutBack() bool {
	return k == ThingDatabase || k == ThingVariable || k == ThingFile || k == ThingKind(LeakDir) || k.Named() || slices.Contains(whole, k)
}

// String is such as "table people_person of default" or "environment PATH".
func (t Thing) String() string {
	switch {
	case t.Kind == ThingDatabase:
		return t.Name + " of " + t.Alias
	case t.Name == "":
		return string(t.Kind)
	}
	return string(t.Kind) + " " + t.Name
}
