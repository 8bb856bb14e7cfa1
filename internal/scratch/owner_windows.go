package scratch

import "io/fs"

// namePrefix names no user, since Windows has a temporary folder for each.
func namePrefix() string { return "ptr-run-" }

func isMine(fs.FileInfo) bool { return true }
