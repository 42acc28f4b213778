package tracking_test

import (
	"database/sql"
	"encoding/json"
	"strings"
	"testing"

	"codekeeper/store/tracking"
)

// What Value never wrote is not read: it would be text that nobody parsed. The error goes to the log, so it tells a code or
// link only by its length.
func TestScanRefuses(t *testing.T) {
	for _, tt := range []struct {
		name   string
		column sql.Scanner
		src    any
		want   string
	}{
		{"code with a space", new(tracking.Code), "SAVE 15", "stored text of 7 bytes is not a code"},
		{"code as bytes", new(tracking.Code), []byte("SAVE 15"), "stored text of 7 bytes is not a code"},
		{"code with white space around", new(tracking.Code), " MAYA ", "stored text of 6 bytes is not a code"},
		{"empty code", new(tracking.Code), "", "stored text of 0 bytes is not a code"},
		{"TBD in words", new(tracking.Code), "TBD", "stored text of 3 bytes is not a code"},
		{"number", new(tracking.Code), int64(15), "column of type int64"},
		{"shouted link", new(tracking.Link), "HTTPS://shop.example", "stored text of 20 bytes is not a link"},
		{"wrapped link", new(tracking.Link), "<https://shop.example>", "stored text of 22 bytes is not a link"},
		{"empty link", new(tracking.Link), "", "stored text of 0 bytes is not a link"},
		{"TBD in words as link", new(tracking.Link), "TBD", "stored text of 3 bytes is not a link"},
		{"truth", new(tracking.Link), true, "column of type bool"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			err := tt.column.Scan(tt.src)
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Fatalf("error %v, want %q in it", err, tt.want)
			}
			if text, ok := tt.src.(string); ok && text != "" && strings.Contains(err.Error(), text) {
				t.Errorf("error %q repeats the text", err)
			}
		})
	}
}

func TestScan(t *testing.T) {
	code, err := tracking.ParseCode("MAYA15")
	if err != nil {
		t.Fatal(err)
	}
	link, err := tracking.ParseLink("https://shop.example/m")
	if err != nil {
		t.Fatal(err)
	}
	if err := code.Scan([]byte("anna20")); err != nil || code.String() != "anna20" {
		t.Errorf("got %q, %v", code, err)
	}
	if err := link.Scan([]byte("http://shop.example")); err != nil || link.String() != "http://shop.example" {
		t.Errorf("got %q, %v", link, err)
	}
	if code.Scan("SAVE 15") == nil || code.String() != "anna20" {
		t.Errorf("a refused text left %q", code)
	}
	if err := code.Scan(nil); err != nil || !code.TBD() {
		t.Errorf("NULL gives %q, %v", code, err)
	}
	if err := link.Scan(nil); err != nil || !link.TBD() {
		t.Errorf("NULL gives %q, %v", link, err)
	}
}

func TestJSON(t *testing.T) {
	type both struct {
		Code tracking.Code `json:"code"`
		Link tracking.Link `json:"link"`
	}
	var got both
	const written = `{"code":"MAYA15","link":"https://shop.example/?a=1\u0026b=2"}`
	if err := json.Unmarshal([]byte(written), &got); err != nil || got.Link.String() != "https://shop.example/?a=1&b=2" {
		t.Fatalf("got %+v, %v", got, err)
	}
	if data, err := json.Marshal(got); err != nil || string(data) != written {
		t.Errorf("got %s, %v", data, err)
	}
	if err := json.Unmarshal([]byte(`{"code":null,"link":null}`), &got); err != nil || got != (both{}) {
		t.Errorf("null gives %+v, %v", got, err)
	}
	for _, forged := range []string{`{"code":"SAVE 15"}`, `{"code":""}`, `{"code":15}`, `{"code":{}}`, `{"link":"javascript:alert(1)"}`, `{"link":" https://shop.example"}`, `{"link":[]}`} {
		if err := json.Unmarshal([]byte(forged), &got); err == nil {
			t.Errorf("%s is read as %+v", forged, got)
		}
	}
}
