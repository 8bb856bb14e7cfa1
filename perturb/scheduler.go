package perturb

// Scheduler is the name of the perturbation of which goroutine or thread runs next.
const Scheduler = "scheduler"

func scheduler() Perturbation {
	return Perturbation{
		Name: Scheduler, Does: "has the runtime choose by chance which goroutine runs next, or Python change threads every few microseconds",
		Means: "which goroutine or thread runs first",
		Lacks: inside,
	}
}
