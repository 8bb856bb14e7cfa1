package clone_test

import (
	"errors"
	"testing"

	"github.com/ptr-project/ptr/clone"
)

func TestInMemory(t *testing.T) {
	const mb = 1 << 20
	room := clone.Room{Path: "/dev/shm", Free: 41 * mb}
	tests := map[string]struct {
		storage clone.Storage
		room    clone.Room
		need    int64
		want    bool
		err     string
		hint    string
	}{
		"auto, room enough":   {storage: clone.Auto, room: room, need: 20 * mb, want: true},
		"auto, hardly enough": {storage: clone.Auto, room: room, need: 40 * mb},
		"auto, no memory":     {storage: clone.Auto, need: 1},
		"disk":                {storage: clone.Disk, room: room, need: 1},
		"memory, hardly fits": {storage: clone.Memory, room: room, need: 41 * mb, want: true},
		"memory, doesn't fit": {
			storage: clone.Memory, room: room, need: 150 * mb,
			err:  "--storage memory: /dev/shm has 41 MB free, 150 MB are needed",
			hint: "leave --storage out (disk would be used), or free 109 MB there",
		},
		"memory, there is none": {
			storage: clone.Memory, need: 1,
			err:  "--storage memory: this machine has no memory-backed storage",
			hint: "leave --storage out (disk would be used)",
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			got, why, err := tt.storage.InMemory(tt.room, tt.need)
			if got != tt.want || why == "" && tt.err == "" {
				t.Errorf("InMemory = %v, %q, want %v, and why", got, why, tt.want)
			}
			var short *clone.SpaceError
			switch {
			case tt.err == "" && err != nil:
				t.Error(err)
			case tt.err == "":
			case !errors.As(err, &short) || !errors.Is(err, clone.ErrSpace):
				t.Errorf("error %v, want a SpaceError", err)
			case err.Error() != tt.err || short.Hint() != tt.hint:
				t.Errorf("error %q, hint %q, want %q, %q", err, short.Hint(), tt.err, tt.hint)
			}
		})
	}
}

func TestNeed(t *testing.T) {
	const mb = 1 << 20
	templates := []clone.Template{{Size: 10 * mb}, {Size: 0}}
	if got, want := clone.Need(templates, 3), int64(3*(20+1)*mb); got != want {
		t.Errorf("Need = %d, want %d", got, want)
	}
}
