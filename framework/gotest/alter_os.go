package gotest

import "github.com/ptr-project/ptr/perturb"

// slowDisk has files take their time to be synced.
func slowDisk() alteration {
	return alteration{
		importPath: "os", serves: []string{perturb.Disk},
		changes: []change{{
			"file_posix.go", "func (f *File) Sync() error {", "func (f *File) Sync() error { ptrzzSync()",
		}},
		added: func() (map[string][]byte, error) {
			return feedFiles(map[string]string{"zz_ptr_disk.go": "feed/os_disk.go.txt"})
		},
	}
}
