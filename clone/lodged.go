package clone

import (
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"slices"
)

// lodged are the databases of a template on a server that others run: their names,
// by alias. The template's folder has but a file with them.
type lodged map[string]string

// lodgedFile is the name of that file.
const lodgedFile = "databases.json"

// names are sorted.
func (l lodged) names() []string { return slices.Sorted(maps.Values(l)) }

// write makes the template's folder.
func (l lodged) write(path string) error {
	text, err := json.Marshal(l)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(path, 0o700); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(path, lodgedFile), text, 0o600)
}

// readLodged reads what write has written. An error wraps [ErrEmpty] or [ErrCorrupt].
func readLodged(path string) (l lodged, err error) {
	text, err := os.ReadFile(filepath.Join(path, lodgedFile))
	if err != nil {
		return nil, ErrEmpty
	}
	if err := json.Unmarshal(text, &l); err != nil || len(l) == 0 {
		return nil, ErrCorrupt
	}
	return l, nil
}
