package sheet

import (
	"bytes"
	"net/http"
	"strings"
)

const tryCSV = "Save it as CSV and send that: in Excel with Save As, “CSV UTF-8”; in Numbers with Export To, CSV; in Google Sheets with Download, “Comma-separated values”."

// otherThanText says what a file is that is no text, by how it begins. A file
// that only claims to be CSV by its name ends here.
func otherThanText(content []byte) error {
	what := ""
	switch {
	case len(bytes.TrimSpace(content)) == 0:
		return &Error{Problem: "There is nothing in it.", Try: "Save it with its rows, as CSV, and try again."}
	case bytes.HasPrefix(content, []byte("PK\x03\x04")):
		what = zipped(content)
	case bytes.HasPrefix(content, []byte("PK")) && len(content) > 3 && content[2] < ' ':
		what = "a zip file"
	case bytes.HasPrefix(content, []byte("\xd0\xcf\x11\xe0")):
		what = "an Excel file"
	case bytes.HasPrefix(content, []byte(`{\rtf`)):
		what = "a text document with formatting"
	case bytes.HasPrefix(content, []byte("bplist")):
		what = "a property list"
	default:
		what = byContent(content)
	}
	if what == "" {
		return nil
	}
	return &Error{Problem: "This is " + what + ", not a CSV file.", Try: tryCSV}
}

// zipped tells what is in a zip file by the names in it.
func zipped(content []byte) string {
	switch {
	case bytes.Contains(content, []byte("xl/")):
		return "an Excel file"
	case bytes.Contains(content, []byte(".iwa")):
		return "a Numbers file"
	case bytes.Contains(content, []byte("opendocument")):
		return "an OpenDocument file"
	}
	return "a zip file"
}

// byContent tells a PDF, a picture, a web page and the like, "" for text.
func byContent(content []byte) string {
	kind := http.DetectContentType(content)
	kind, _, _ = strings.Cut(kind, ";")
	family, _, _ := strings.Cut(kind, "/")
	binary := bytes.IndexByte(content, 0) >= 0 // some pictures begin with letters that a code may begin with
	start := strings.ToLower(string(bytes.TrimSpace(bytes.TrimPrefix(content[:min(len(content), 200)], []byte("\xef\xbb\xbf")))))
	switch {
	case kind == "application/pdf":
		return "a PDF"
	case family == "image" && binary:
		return "a picture"
	case (family == "audio" || family == "video") && binary:
		return "a recording"
	case kind == "application/x-gzip" || strings.HasPrefix(kind, "application/x-rar") || strings.HasPrefix(start, "7z\xbc\xaf"):
		return "a compressed file"
	case kind == "text/html" || strings.HasPrefix(start, "<html") || strings.HasPrefix(start, "<!doctype") || strings.HasPrefix(start, "<table"):
		return "a web page"
	case kind == "text/xml" || strings.HasPrefix(start, "<?xml"):
		return "an XML file"
	case strings.HasPrefix(start, `{"`) || strings.HasPrefix(start, "[{") || strings.HasPrefix(start, "{\n") || strings.HasPrefix(start, "{\r\n"):
		return "a JSON file"
	}
	return ""
}
