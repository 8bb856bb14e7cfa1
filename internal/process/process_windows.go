package process

import (
	"errors"
	"os/exec"
	"strconv"
	"syscall"
	"unsafe"

	"golang.org/x/sys/windows"
)

func group(cmd *exec.Cmd) {
	if cmd.SysProcAttr == nil {
		cmd.SysProcAttr = &syscall.SysProcAttr{}
	}
	cmd.SysProcAttr.CreationFlags |= windows.CREATE_NEW_PROCESS_GROUP
}

// killGroup ends pid and all its descendants, since Windows' process groups
// exist for console signals only.
func killGroup(pid int) error {
	children, err := descendants(uint32(pid))
	if err != nil {
		return err
	}
	var errs []error
	for _, p := range append([]uint32{uint32(pid)}, children...) {
		errs = append(errs, terminate(p))
	}
	return errors.Join(errs...)
}

func terminate(pid uint32) error {
	h, err := windows.OpenProcess(windows.PROCESS_TERMINATE, false, pid)
	if err != nil {
		return nil // it is gone
	}
	defer windows.CloseHandle(h)
	return windows.TerminateProcess(h, 1)
}

func descendants(root uint32) ([]uint32, error) {
	snapshot, err := windows.CreateToolhelp32Snapshot(windows.TH32CS_SNAPPROCESS, 0)
	if err != nil {
		return nil, err
	}
	defer windows.CloseHandle(snapshot)
	parents := map[uint32][]uint32{}
	entry := windows.ProcessEntry32{}
	entry.Size = uint32(unsafe.Sizeof(entry))
	for err = windows.Process32First(snapshot, &entry); err == nil; err = windows.Process32Next(snapshot, &entry) {
		parents[entry.ParentProcessID] = append(parents[entry.ParentProcessID], entry.ProcessID)
	}
	found, seen := []uint32{root}, map[uint32]bool{root: true}
	for i := 0; i < len(found); i++ {
		for _, child := range parents[found[i]] {
			if !seen[child] {
				seen[child] = true
				found = append(found, child)
			}
		}
	}
	return found[1:], nil
}

func started(pid int) (string, error) {
	h, err := windows.OpenProcess(windows.PROCESS_QUERY_LIMITED_INFORMATION, false, uint32(pid))
	if err != nil {
		return "", ErrGone
	}
	defer windows.CloseHandle(h)
	var created, exited, kernel, user windows.Filetime
	if err := windows.GetProcessTimes(h, &created, &exited, &kernel, &user); err != nil {
		return "", ErrGone
	}
	return strconv.FormatInt(created.Nanoseconds(), 10), nil
}
