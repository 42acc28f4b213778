package store_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"codekeeper/store"

	"pgregory.net/rapid"
)

func TestParseHandle(t *testing.T) {
	for text, want := range map[string]struct{ handle, key, platform string }{
		"@maya.glow":          {"maya.glow", "maya.glow", ""},
		"Maya_Glow":           {"Maya_Glow", "maya_glow", ""},
		" \u200b@maya\ufeff ": {"maya", "maya", ""},
		"“@maya”":             {"maya", "maya", ""},
		"＠ｍａｙａ":               {"ｍａｙａ", "maya", ""},
		"straße":              {"straße", "strasse", ""},
		"майя":                {"майя", "майя", ""},
		"42":                  {"42", "42", ""},
		"https://www.instagram.com/maya.glow/?hl=en":       {"maya.glow", "maya.glow", "Instagram"},
		"instagram.com/maya.glow":                          {"maya.glow", "maya.glow", "Instagram"},
		"https://instagram.com/stories/maya.glow/123":      {"maya.glow", "maya.glow", "Instagram"},
		"<https://www.instagram.com/maya.glow|maya.glow>":  {"maya.glow", "maya.glow", "Instagram"},
		"HTTPS://WWW.TikTok.com/@Maya?lang=de":             {"Maya", "maya", "TikTok"},
		"tiktok.com/@maya/video/7":                         {"maya", "maya", "TikTok"},
		"https://www.youtube.com/@maya":                    {"maya", "maya", "YouTube"},
		"youtube.com/c/maya":                               {"maya", "maya", "YouTube"},
		"m.youtube.com/user/maya/videos":                   {"maya", "maya", "YouTube"},
		"https://x.com/maya/status/1":                      {"maya", "maya", "X"},
		"twitter.com/maya":                                 {"maya", "maya", "X"},
		"https://m.facebook.com/maya.glow":                 {"maya.glow", "maya.glow", "Facebook"},
		"https://www.threads.net/@maya":                    {"maya", "maya", "Threads"},
		"https://www.pinterest.co.uk/maya/boards":          {"maya", "maya", "Pinterest"},
		"twitch.tv/maya":                                   {"maya", "maya", "Twitch"},
		"https://www.snapchat.com/add/maya?share_id=1":     {"maya", "maya", "Snapchat"},
		"https://de.linkedin.com/in/maya-glow/":            {"maya-glow", "maya-glow", "LinkedIn"},
		"https://www.linkedin.com/in/j%C3%BCrgen-glow-1a2": {"jürgen-glow-1a2", "jürgen-glow-1a2", "LinkedIn"},
	} {
		h, platform, err := store.ParseHandle(text)
		if err != nil || h.String() != want.handle || h.Key() != want.key || platform != want.platform {
			t.Errorf("%q: %q (key %q) on %q, %v", text, h, h.Key(), platform, err)
		}
	}
}

func TestParseHandleRefuses(t *testing.T) {
	for text, want := range map[string]struct{ problem, try string }{
		"":                                     {"missing", "@maya.glow"},
		" @ ":                                  {"missing", "@maya.glow"},
		"maya glow":                            {"a space", "@mayaglow"},
		"maya\tglow":                           {"a tab", "@mayaglow"},
		"maya✨":                                {`"✨"`, "@maya"},
		"maya@mail.example":                    {`"@"`, "@mayamail.example"},
		"...":                                  {"letter or digit", "@maya.glow"},
		strings.Repeat("a", 101):               {"at most 100", "@maya.glow"},
		"a\xff":                                {"damaged", "@maya.glow"},
		"a\x00b":                               {"can't contain", "@ab"},
		"https://shop.example/maya":            {"shop.example names no profile", "@maya.glow"},
		"shop.example/maya":                    {"shop.example names no profile", "@maya.glow"},
		"https://www.instagram.com/p/Cxyz/":    {"Instagram address", "@maya.glow"},
		"instagram.com":                        {"Instagram address", "@maya.glow"},
		"https://www.youtube.com/watch?v=1":    {"YouTube address", "@maya.glow"},
		"https://www.youtube.com/channel/UC1":  {"YouTube address", "@maya.glow"},
		"https://vm.tiktok.com/ZM1/":           {"TikTok address", "@maya.glow"},
		"https://facebook.com/profile.php?id=": {"Facebook address", "@maya.glow"},
		"https://linkedin.com/company/glow":    {"LinkedIn address", "@maya.glow"},
		"https://x.com/i/lists/1":              {"X address", "@maya.glow"},
		"https://%zz":                          {"can't be read", "@maya.glow"},
		"https://x.com/a%20b":                  {"a space", "@ab"},
	} {
		h, _, err := store.ParseHandle(text)
		refused, ok := errors.AsType[*store.HandleError](err)
		if !ok || !h.IsZero() || !strings.Contains(refused.Problem, want.problem) || refused.Try != want.try {
			t.Errorf("%q: %q, %+v", text, h, err)
		}
	}
}

func TestHandleRoundTrips(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringMatching(`@?[\pL\p{Nd}][\pL\p{Nd}_-]{0,19}`).Draw(t, "text")
		h, _, err := store.ParseHandle(text)
		if err != nil {
			t.Fatal(err)
		}
		again, _, err := store.ParseHandle("@" + h.String())
		if err != nil || again != h {
			t.Fatalf("parsed again: %q, %v", again, err)
		}
		encoded, err := json.Marshal(h)
		if err != nil {
			t.Fatal(err)
		}
		var decoded store.Handle
		if err := json.Unmarshal(encoded, &decoded); err != nil || decoded != h {
			t.Fatalf("decoded %q, %v", decoded, err)
		}
		stored, err := h.Value()
		if err != nil {
			t.Fatal(err)
		}
		var scanned store.Handle
		if err := scanned.Scan(stored); err != nil || scanned != h {
			t.Fatalf("scanned %q, %v", scanned, err)
		}
	})
}

func TestHandleKeyIgnoresCase(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringMatching(`[A-Za-zÀ-ÖØ-öø-ÿΑ-Ρα-ρА-я0-9][A-Za-zÀ-ÖØ-öА-я0-9._-]{0,19}`).Draw(t, "text")
		h, _, err := store.ParseHandle(text)
		if err != nil {
			t.Fatal(err)
		}
		for _, cased := range []string{strings.ToUpper(text), strings.ToLower(text), h.Key()} {
			other, _, err := store.ParseHandle(cased)
			if err != nil || other.Key() != h.Key() {
				t.Fatalf("%q has key %q, and %q has %q (%v)", text, h.Key(), cased, other.Key(), err)
			}
		}
	})
}

func FuzzParseHandle(f *testing.F) {
	for _, seed := range []string{"@maya", "https://www.instagram.com/maya/", "<https://x.com/a|b>", "“a”", "\x00", "tiktok.com/@"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		h, _, err := store.ParseHandle(text)
		if err != nil {
			if _, ok := errors.AsType[*store.HandleError](err); !ok || !h.IsZero() {
				t.Fatalf("%q: %v", text, err)
			}
			return
		}
		if again, _, err := store.ParseHandle("@" + h.String()); err != nil || again != h || h.Key() == "" {
			t.Fatalf("%q: %q then %q, %v", text, h, again, err)
		}
	})
}
