package kill

// A Row is what became of the runs of one phase in which one kind of process was
// aimed at. All but Kills, Struck and Shown should be zero.
type Row struct {
	Phase  string
	Aim    string
	Kills  int
	Struck map[string]int // how often, by the name of what was killed
	Shown  int            // results, until ptr ended
	Lost   int            // of them, not in the history
	Left   int            // files and processes that the next run did not remove
	Broken int            // templates
	Wrong  int            // runs that hung, crashed, or left a test without an outcome; next runs that didn't pass

	Findings []string // one for each that should not be, in words
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
