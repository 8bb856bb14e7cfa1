package binlog

import (
	"encoding/binary"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// decode puts text into UTF-8, and reports whether it could.
func decode(text []byte, collation int) (decoded string, ok bool) {
	switch charsetOf(collation) {
	case utf8Charset:
		return string(text), utf8.Valid(text)
	case latin1Charset:
		return decodeLatin1(text), true
	case utf16Charset:
		return decodeUTF16(text, binary.BigEndian), len(text)%2 == 0
	case utf16leCharset:
		return decodeUTF16(text, binary.LittleEndian), len(text)%2 == 0
	case utf32Charset:
		return decodeUTF32(text), len(text)%4 == 0
	}
	// All others, but for a sign or two, have ASCII in them.
	return string(text), isASCII(text)
}

func isASCII(text []byte) bool {
	for _, b := range text {
		if b >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// decodeLatin1 reads what servers call latin1, which is Windows' code page 1252.
func decodeLatin1(text []byte) string {
	above := []rune("€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ") // from 0x80 on
	var decoded strings.Builder
	for _, b := range text {
		if i := int(b) - 0x80; i >= 0 && i < len(above) {
			decoded.WriteRune(above[i])
		} else {
			decoded.WriteRune(rune(b))
		}
	}
	return decoded.String()
}

func decodeUTF16(text []byte, order binary.ByteOrder) string {
	var units []uint16
	for ; len(text) >= 2; text = text[2:] {
		units = append(units, order.Uint16(text))
	}
	return string(utf16.Decode(units))
}

func decodeUTF32(text []byte) string {
	var runes []rune
	for ; len(text) >= 4; text = text[4:] {
		runes = append(runes, rune(binary.BigEndian.Uint32(text)))
	}
	return string(runes)
}
