package variables

import (
	"debug/dwarf"
	"fmt"
)

// most bounds how many parts of one variable are looked at one by one.
const most = 64

// A describer turns the DWARF of one variable into parts that a process can
// look at: the variable itself if its type is known at run time, else, field by
// field and element by element, those of its parts whose types are, and the
// bytes of the rest.
type describer struct {
	data  *dwarf.Data
	types uint64
	parts []Variable
}

func (d *describer) describe(name string, address uint64, offset dwarf.Offset) {
	if len(d.parts) >= most {
		return
	}
	entries := d.data.Reader()
	entries.Seek(offset)
	entry, err := entries.Next()
	if err != nil || entry == nil {
		return
	}
	runtimeType, _ := entry.Val(attrGoRuntimeType).(uint64)
	inner, _ := entry.Val(dwarf.AttrType).(dwarf.Offset)
	switch {
	case runtimeType > 0:
		d.parts = append(d.parts, Variable{name, address, d.types + runtimeType, d.size(offset)})
	case entry.Tag == dwarf.TagTypedef:
		d.describe(name, address, inner)
	case entry.Tag == dwarf.TagStructType:
		d.fields(name, address, entries)
	case entry.Tag == dwarf.TagArrayType:
		d.elements(name, address, offset, inner)
	default:
		d.parts = append(d.parts, Variable{name, address, 0, d.size(offset)})
	}
}

// fields describes the members that follow in entries.
func (d *describer) fields(name string, address uint64, entries *dwarf.Reader) {
	for {
		member, err := entries.Next()
		if err != nil || member == nil || member.Tag == 0 {
			return
		}
		if member.Tag != dwarf.TagMember {
			continue
		}
		field, _ := member.Val(dwarf.AttrName).(string)
		at, _ := member.Val(dwarf.AttrDataMemberLoc).(int64)
		inner, _ := member.Val(dwarf.AttrType).(dwarf.Offset)
		d.describe(name+"."+field, address+uint64(at), inner)
	}
}

func (d *describer) elements(name string, address uint64, array, element dwarf.Offset) {
	size := d.size(element)
	if size <= 0 {
		return
	}
	for i := range d.size(array) / size {
		d.describe(fmt.Sprintf("%s[%d]", name, i), address+uint64(i*size), element)
	}
}

// size is the size of a type in bytes; 0 if it isn't known.
func (d *describer) size(offset dwarf.Offset) int64 {
	t, err := d.data.Type(offset)
	if err != nil {
		return 0
	}
	return max(0, t.Size())
}
