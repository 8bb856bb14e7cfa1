package money

import (
	"errors"
	"slices"
	"testing"
)

func TestParse(t *testing.T) {
	t.Parallel()
	tests := map[string]Amount{
		"0":      0,
		"7":      700,
		"12.34":  1234,
		"-0.05":  -5,
		"007.50": 750,
		"-0":     0,
	}
	for text, want := range tests {
		t.Run(text, func(t *testing.T) {
			got, err := Parse(text)
			if err != nil {
				t.Fatal(err)
			}
			if got != want {
				t.Errorf("Parse(%q) = %d, want %d", text, got, want)
			}
		})
	}
}

func TestParseRefuses(t *testing.T) {
	t.Parallel()
	tests := map[string]string{
		"nothing":            "",
		"a word":             "free",
		"one digit of cents": "1.5",
		"three digits":       "1.505",
		"a comma":            "1,50",
		"two signs":          "--1",
		"a plus":             "+1",
		"no units":           ".50",
		"too much":           "99999999999999999999",
	}
	for name, text := range tests {
		t.Run(name, func(t *testing.T) {
			if got, err := Parse(text); !errors.Is(err, ErrSyntax) {
				t.Errorf("Parse(%q) = %d, %v, want ErrSyntax", text, got, err)
			}
		})
	}
}

func TestString(t *testing.T) {
	t.Parallel()
	tests := map[Amount]string{0: "0.00", 5: "0.05", 1234: "12.34", -5: "-0.05", -1234: "-12.34"}
	for amount, want := range tests {
		t.Run(want, func(t *testing.T) {
			if got := amount.String(); got != want {
				t.Errorf("Amount(%d).String() = %q, want %q", amount, got, want)
			}
		})
	}
}

func TestPercentRoundsHalvesAwayFromZero(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		amount  Amount
		percent int
		want    Amount
	}{
		"exact":         {1000, 19, 190},
		"down":          {102, 19, 19},
		"half up":       {150, 1, 2},
		"half down":     {-150, 1, -2},
		"all":           {1234, 100, 1234},
		"nothing":       {1234, 0, 0},
		"more than all": {100, 250, 250},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if got := tt.amount.Percent(tt.percent); got != tt.want {
				t.Errorf("%v.Percent(%d) = %v, want %v", tt.amount, tt.percent, got, tt.want)
			}
		})
	}
}

func TestTimes(t *testing.T) {
	if got := Amount(250).Times(3); got != 750 {
		t.Errorf("2.50 three times = %v, want 7.50", got)
	}
}

func TestSplitGivesLargerPartsFirst(t *testing.T) {
	if got, want := Amount(1000).Split(3), []Amount{334, 333, 333}; !slices.Equal(got, want) {
		t.Errorf("Split = %v, want %v", got, want)
	}
}

func TestSplitOfADebt(t *testing.T) {
	if got, want := Amount(-5).Split(2), []Amount{-3, -2}; !slices.Equal(got, want) {
		t.Errorf("Split = %v, want %v", got, want)
	}
}

func TestSplitIntoNothingPanics(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("Split(0) did not panic")
		}
	}()
	Amount(1).Split(0)
}

func TestSplitLosesNothing(t *testing.T) {
	for amount := Amount(-50); amount <= 50; amount++ {
		for n := 1; n < 8; n++ {
			if got := Sum(amount.Split(n)...); got != amount {
				t.Errorf("the %d parts of %v add up to %v", n, amount, got)
			}
		}
	}
}

func TestSumOfNothingIsNothing(t *testing.T) {
	if got := Sum(); got != 0 {
		t.Errorf("Sum() = %v, want 0.00", got)
	}
}

// What String writes, Parse reads.
func FuzzParse(f *testing.F) {
	for _, seed := range []string{"0", "12.34", "-0.05", "1,50", "", "9223372036854775807"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		amount, err := Parse(text)
		if err != nil {
			return
		}
		if again, err := Parse(amount.String()); err != nil || again != amount {
			t.Errorf("Parse(%q) = %d, which is written %q and read as %d, %v", text, amount, amount, again, err)
		}
	})
}
