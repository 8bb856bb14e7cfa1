package people_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"example.com/shop/internal/shoptest"
	"example.com/shop/people"
)

func open(t *testing.T) people.People { return people.People{DB: shoptest.Open(t)} }

// join adds a person that no other test knows.
func join(t *testing.T, p people.People) people.Person {
	t.Helper()
	person, err := p.Join(t.Context(), shoptest.Unique("ada")+"@example.com", "Ada")
	if err != nil {
		t.Fatal(err)
	}
	return person
}

func TestJoin(t *testing.T) {
	t.Parallel()
	p := open(t)
	want := join(t, p)
	got, err := p.ByEmail(t.Context(), want.Email)
	if err != nil {
		t.Fatal(err)
	}
	if got != want {
		t.Errorf("ByEmail(%q) = %v, want %v", want.Email, got, want)
	}
}

func TestJoinRefusesBadAddresses(t *testing.T) {
	t.Parallel()
	p := open(t)
	tests := map[string]string{
		"empty":        "",
		"no at":        "ada.example.com",
		"no host":      "ada@",
		"with a name":  "Ada <ada@example.com>",
		"two of them":  "a@example.com, b@example.com",
		"a line break": "ada@example.com\nBcc: all",
	}
	for name, email := range tests {
		t.Run(name, func(t *testing.T) {
			if _, err := p.Join(t.Context(), email, "Ada"); !errors.Is(err, people.ErrEmail) {
				t.Errorf("Join(%q) = %v, want ErrEmail", email, err)
			}
		})
	}
}

func TestJoinTwice(t *testing.T) {
	t.Parallel()
	p := open(t)
	ada := join(t, p)
	tests := map[string]string{"same": ada.Email, "other case": strings.ToUpper(ada.Email)}
	for name, email := range tests {
		t.Run(name, func(t *testing.T) {
			if _, err := p.Join(t.Context(), email, "Ada"); !errors.Is(err, people.ErrTaken) {
				t.Errorf("Join(%q) = %v, want ErrTaken", email, err)
			}
		})
	}
}

func TestJoinNeedsAName(t *testing.T) {
	t.Parallel()
	if _, err := open(t).Join(t.Context(), shoptest.Unique("nobody")+"@example.com", ""); err == nil {
		t.Error("a person without a name joined")
	}
}

func TestByEmailIgnoresLetterCase(t *testing.T) {
	t.Parallel()
	p := open(t)
	ada := join(t, p)
	if got, err := p.ByEmail(t.Context(), strings.ToUpper(ada.Email)); err != nil || got.ID != ada.ID {
		t.Errorf("found %v, %v, want %v", got, err, ada)
	}
}

func TestByEmailOfNobody(t *testing.T) {
	t.Parallel()
	if _, err := open(t).ByEmail(t.Context(), "nobody@example.com"); !errors.Is(err, people.ErrUnknown) {
		t.Errorf("got %v, want ErrUnknown", err)
	}
}

func TestRename(t *testing.T) {
	t.Parallel()
	p := open(t)
	ada := join(t, p)
	if err := p.Rename(t.Context(), ada.ID, "Ada Lovelace"); err != nil {
		t.Fatal(err)
	}
	if got, err := p.ByEmail(t.Context(), ada.Email); err != nil || got.Name != "Ada Lovelace" {
		t.Errorf("after Rename: %v, %v", got, err)
	}
}

func TestRenameNobody(t *testing.T) {
	t.Parallel()
	if err := open(t).Rename(t.Context(), -1, "Nobody"); !errors.Is(err, people.ErrUnknown) {
		t.Errorf("got %v, want ErrUnknown", err)
	}
}

func TestForgetRemovesAddresses(t *testing.T) {
	p := open(t)
	ada := join(t, p)
	if err := p.SetAddress(t.Context(), ada.ID, people.Address{Kind: "billing", Street: "1 St James's Square", City: "London", Country: "GB"}); err != nil {
		t.Fatal(err)
	}
	if err := p.Forget(t.Context(), ada.ID); err != nil {
		t.Fatal(err)
	}
	if got, err := p.Addresses(t.Context(), ada.ID); err != nil || len(got) != 0 {
		t.Errorf("still there: %v, %v", got, err)
	}
}

func TestForgetTwice(t *testing.T) {
	p := open(t)
	ada := join(t, p)
	if err := p.Forget(t.Context(), ada.ID); err != nil {
		t.Fatal(err)
	}
	if err := p.Forget(t.Context(), ada.ID); !errors.Is(err, people.ErrUnknown) {
		t.Errorf("got %v, want ErrUnknown", err)
	}
}

func TestAddresses(t *testing.T) {
	p := open(t)
	ada := join(t, p)
	want := []people.Address{
		{Kind: "billing", Street: "1 St James's Square", City: "London", Country: "GB"},
		{Kind: "delivery", Street: "2 Rue du Lac", City: "Genève", Country: "CH"},
	}
	for _, address := range []people.Address{{Kind: "billing", Street: "old", City: "old", Country: "GB"}, want[1], want[0]} {
		if err := p.SetAddress(t.Context(), ada.ID, address); err != nil {
			t.Fatal(err)
		}
	}
	got, err := p.Addresses(t.Context(), ada.ID)
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(got, want) {
		t.Errorf("Addresses = %v, want %v", got, want)
	}
}

func TestSetAddressRefuses(t *testing.T) {
	p := open(t)
	ada := join(t, p)
	tests := map[string]struct {
		id      int64
		address people.Address
	}{
		"an unknown kind":   {ada.ID, people.Address{Kind: "holiday", Country: "GB"}},
		"a long country":    {ada.ID, people.Address{Kind: "billing", Country: "GBR"}},
		"an unknown person": {-1, people.Address{Kind: "billing", Country: "GB"}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if err := p.SetAddress(t.Context(), tt.id, tt.address); err == nil {
				t.Errorf("SetAddress(%d, %v) succeeded", tt.id, tt.address)
			}
		})
	}
}

func TestJoinedIsWhenOneJoined(t *testing.T) {
	if testing.Short() {
		t.Skip("waits for the clock")
	}
	p := open(t)
	first := join(t, p)
	time.Sleep(100 * time.Millisecond)
	if second := join(t, p); !second.Joined.After(first.Joined) {
		t.Errorf("the second joined at %v, the first at %v", second.Joined, first.Joined)
	}
}
