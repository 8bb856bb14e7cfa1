package binlog

// A charset is a character set that this package can read; zero are all others.
type charset uint8

const (
	utf8Charset charset = iota + 1
	latin1Charset
	utf16Charset // and UCS-2
	utf16leCharset
	utf32Charset
)

// binaryCollation is the collation of what isn't text.
const binaryCollation = 63

// charsetOf is the character set of the collation of this number, in MariaDB and MySQL 8.
//
// MariaDB derives the numbers of collations: those without padding are 1024 above those with
// it, and each character set of Unicode has 256 from 2048 on.
//
// Source: information_schema.collations of both.
func charsetOf(collation int) charset {
	switch {
	case collation >= 2048:
		return unicodeCharset((collation - 2048) / 256)
	case collation >= 1024:
		collation -= 1024
	}
	switch {
	case collation >= 576 && collation < 704:
		return unicodeCharset((collation - 576) / 32)
	case collation >= 736 && collation < 768:
		return utf32Charset
	case collation >= 101 && collation <= 124:
		return utf16Charset
	case collation >= 128 && collation <= 159:
		return utf16Charset
	case collation >= 160 && collation <= 191:
		return utf32Charset
	case collation >= 192 && collation <= 247, collation >= 255 && collation <= 323:
		return utf8Charset
	}
	return oldCharset(collation)
}

// unicodeCharset is that of the n-th of MariaDB's blocks of collations.
func unicodeCharset(n int) charset {
	blocks := [...]charset{utf8Charset, utf8Charset, utf16Charset, utf16Charset, utf32Charset}
	if n < len(blocks) {
		return blocks[n]
	}
	return 0
}

// oldCharset is that of a collation from when numbers were given as they came.
func oldCharset(collation int) charset {
	switch collation {
	case 33, 45, 46, 76, 83:
		return utf8Charset
	case 5, 8, 15, 31, 47, 48, 49, 94:
		return latin1Charset
	case 35, 54, 55, 90:
		return utf16Charset
	case 56, 62:
		return utf16leCharset
	case 60, 61:
		return utf32Charset
	}
	return 0
}
