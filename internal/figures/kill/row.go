package kill

// A Row is what became of the runs of one phase in which one kind of process was
// aimed at. All but Kills, Struck and Shown should be zero.
type Row struct {
	Phase  string         `json:"phase"`
	Aim    string         `json:"aim"`
	Kills  int            `json:"kills"`
	Struck map[string]int `json:"struck"` // how often, by the name of what was killed
	Shown  int            `json:"shown"`  // results, until ptr ended
	Lost   int            `json:"lost"`   // of them, not in the history
	Left   int            `json:"left"`   // files and processes that the next run did not remove
	Broken int            `json:"broken"` // templates
	Wrong  int            `json:"wrong"`  // runs that hung, crashed, or left a test without an outcome; next runs that didn't pass

	Findings []string `json:"findings,omitempty"` // one for each that should not be, in words
}

func (r *Row) note(count *int, findings []string) {
	*count += len(findings)
	r.Findings = append(r.Findings, findings...)
}

// add counts what another row of the same phase and aim has.
func (r *Row) add(other Row) {
	r.Kills += other.Kills
	for name, n := range other.Struck {
		r.Struck[name] += n
	}
	r.Shown += other.Shown
	r.Lost += other.Lost
	r.Left += other.Left
	r.Broken += other.Broken
	r.Wrong += other.Wrong
	r.Findings = append(r.Findings, other.Findings...)
}
