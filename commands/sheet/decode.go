package sheet

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
)

const byteOrderMark = "\xef\xbb\xbf"

// tryUTF8 is how a spreadsheet saves what can be read for certain.
const tryUTF8 = "Save it again as “CSV UTF-8”, and send that."

// decoded is the text of a file, without the mark it may begin with. What is
// no UTF-8 and doesn't say otherwise is Windows-1252, as Excel saves "CSV".
func decoded(content []byte) (string, error) {
	var text string
	switch {
	case bytes.HasPrefix(content, []byte("\xff\xfe")), bytes.HasPrefix(content, []byte("\xfe\xff")):
		wide, err := unicode.UTF16(unicode.LittleEndian, unicode.ExpectBOM).NewDecoder().Bytes(content)
		if err != nil || strings.ContainsRune(string(wide), utf8.RuneError) {
			return "", damaged(string(wide))
		}
		text = string(wide)
	case utf8.Valid(content):
		text = strings.TrimPrefix(string(content), byteOrderMark)
	case bytes.HasPrefix(content, []byte(byteOrderMark)):
		return "", damaged(strings.ToValidUTF8(string(content), string(utf8.RuneError)))
	default:
		if bytes.ContainsAny(content, "\x00") {
			return "", noText()
		}
		narrow, err := charmap.Windows1252.NewDecoder().Bytes(content)
		if err != nil {
			return "", damaged("")
		}
		text = string(narrow)
	}
	if strings.ContainsRune(text, 0) {
		return "", noText()
	}
	return text, nil
}

func noText() error {
	return &Error{Problem: "This file holds more than text, so it is no CSV file.", Try: tryCSV}
}

// damaged names the line of the first character that can't be read.
func damaged(text string) error {
	line := 0
	if at := strings.IndexRune(text, utf8.RuneError); at >= 0 {
		line = strings.Count(text[:at], "\n") + 1
	}
	return &Error{Problem: "This file has damaged characters.", Try: tryUTF8, Line: line}
}
