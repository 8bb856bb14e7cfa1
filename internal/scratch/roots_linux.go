package scratch

import "golang.org/x/sys/unix"

func memoryRoot() string {
	const shm = "/dev/shm"
	var fs unix.Statfs_t
	if unix.Statfs(shm, &fs) != nil || fs.Type != unix.TMPFS_MAGIC {
		return ""
	}
	if unix.Access(shm, unix.W_OK|unix.X_OK) != nil {
		return ""
	}
	return shm
}
