package plan

import (
	"cmp"
	"math/rand/v2"
	"slices"
	"time"

	"github.com/ptr-project/ptr/suite"
)

// Balance deals pieces to as many lanes as there are workers, so that the
// longest lane is about as short as it can be. A piece is cut between workers
// only where that shortens the plan, and never between two tests that are
// [Inseparable].
//
// The method is multifit (Coffman, Garey, Johnson, SIAM J. Comput. 7 (1978)
// 1–17) with pieces that can be cut at the price of another process start:
// the smallest length is sought for which dealing the longest pieces first
// succeeds. The seed breaks near-ties: pieces are compared as if they were up to
// 5 % longer or shorter, and the room that is left in lanes as if it were up to
// 3 % less, so that every seed deals other company to a test at next to no cost
// in time.
//
// Within a lane pieces keep the order in which they were given.
func Balance(pieces []Piece, workers int, costs Costs, keep func(suite.Test) bool, seed uint64) Plan {
	random := rand.New(rand.NewPCG(seed, 1))
	jobs := measure(pieces, costs, keep, random)
	liking := make([]float64, workers)
	for i := range liking {
		liking[i] = 1 - 0.03*random.Float64()
	}
	low, high := bounds(jobs, workers)
	best := deal(jobs, liking, high)
	for high-low > high/256+1 {
		middle := low + (high-low)/2
		if lanes := deal(jobs, liking, middle); lanes != nil {
			best, high = lanes, middle
		} else {
			low = middle
		}
	}
	return Plan{Seed: seed, Lanes: laneOf(best, pieces)}
}

// A job is a piece as a sequence of atoms, which are never cut.
type job struct {
	piece int
	ends  []int           // index behind each atom's last test
	sums  []time.Duration // length up to the end of each atom
	start time.Duration
	rank  float64 // its length, nearly
}

func (j job) length() time.Duration { return j.start + j.done(len(j.sums)) }

// A cut is the atoms from..to of a job.
type cut struct{ job, from, to int }

func measure(pieces []Piece, costs Costs, keep func(suite.Test) bool, random *rand.Rand) []job {
	jobs := make([]job, 0, len(pieces))
	for i, p := range pieces {
		if len(p.Tests) == 0 {
			continue
		}
		j := job{piece: i, start: costs.Start}
		var sum time.Duration
		for n, t := range p.Tests {
			sum += costs.Of(t)
			if n+1 < len(p.Tests) && Inseparable(t, p.Tests[n+1], keep) {
				continue
			}
			j.ends, j.sums = append(j.ends, n+1), append(j.sums, sum)
		}
		j.rank = j.length().Seconds() * (0.95 + 0.1*random.Float64())
		jobs = append(jobs, j)
	}
	slices.SortStableFunc(jobs, func(a, b job) int { return cmp.Compare(b.rank, a.rank) })
	return jobs
}

// bounds are a length that no plan can beat, and one that deal always achieves.
func bounds(jobs []job, workers int) (low, high time.Duration) {
	var sum time.Duration
	for _, j := range jobs {
		sum += j.length()
	}
	return sum/time.Duration(workers) - 1, sum + sum/16 + 1
}

// deal gives every job to the emptiest lane that can take it whole, and cuts
// it over several lanes if none can. Lanes may be up to length long; of those
// that are about as empty, the one that is liked most is taken. It returns nil
// if length is too little.
func deal(jobs []job, liking []float64, length time.Duration) [][]cut {
	lanes := make([][]cut, len(liking))
	room := make([]time.Duration, len(liking))
	for i := range room {
		room[i] = length
	}
	for i, j := range jobs {
		for from := 0; from < len(j.sums); {
			lane := emptiest(room, liking)
			to, load := fit(j, from, room[lane])
			part := from > 0 || to < len(j.sums)
			if to == from || part && load < 2*j.start {
				return nil // no part is worth a process that takes longer to start
			}
			lanes[lane] = append(lanes[lane], cut{i, from, to})
			room[lane] -= load
			from = to
		}
	}
	return mapJobs(lanes, jobs)
}

func emptiest(room []time.Duration, liking []float64) (lane int) {
	best := -1.0
	for i, r := range room {
		if liked := float64(r) * liking[i]; liked > best {
			lane, best = i, liked
		}
	}
	return lane
}

// fit is how many atoms of j, beginning with from, take no longer than room and
// leave either nothing or enough to be worth a process of its own.
func fit(j job, from int, room time.Duration) (to int, load time.Duration) {
	to = from + atoms(j.sums[from:], j.done(from)+room-j.start)
	if whole := j.done(len(j.sums)); to < len(j.sums) {
		to = min(to, from+atoms(j.sums[from:], whole-j.start))
	}
	if to == from {
		return from, 0
	}
	return to, j.start + j.done(to) - j.done(from)
}

// atoms is how many of sums, which ascend, are at most limit.
func atoms(sums []time.Duration, limit time.Duration) int {
	n, _ := slices.BinarySearch(sums, limit+1)
	return n
}

// done is how long the atoms before n take.
func (j job) done(n int) time.Duration {
	if n == 0 {
		return 0
	}
	return j.sums[n-1]
}

// mapJobs turns cuts of jobs, counted in atoms, into cuts of pieces, counted
// in tests.
func mapJobs(lanes [][]cut, jobs []job) [][]cut {
	for _, lane := range lanes {
		for i, c := range lane {
			j, from := jobs[c.job], 0
			if c.from > 0 {
				from = j.ends[c.from-1]
			}
			lane[i] = cut{j.piece, from, j.ends[c.to-1]}
		}
	}
	return lanes
}

func laneOf(cuts [][]cut, pieces []Piece) []Lane {
	lanes := make([]Lane, len(cuts))
	for i, lane := range cuts {
		slices.SortStableFunc(lane, func(a, b cut) int { return a.job - b.job })
		for _, c := range lane {
			p := pieces[c.job]
			lanes[i] = append(lanes[i], Piece{p.Unit, p.Tests[c.from:c.to:c.to]})
		}
	}
	return lanes
}
