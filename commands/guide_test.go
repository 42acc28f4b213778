package commands

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// documentation is a file of the project's documentation.
func documentation(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", filepath.FromSlash(name)))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// What the guide says to type is understood, where it isn't left open by "…".
func TestGuideIsUnderstood(t *testing.T) {
	t.Parallel()
	typed := regexp.MustCompile("(?m)(?:`|^    )(/(?:influencer|campaign)[^`\n]*)")
	found := 0
	for _, match := range typed.FindAllStringSubmatch(documentation(t, "docs/guide.md"), -1) {
		line := match[1]
		if strings.Contains(line, "…") {
			continue
		}
		found++
		understood := false
		for _, c := range typable(New(Config{}).Commands()) {
			rest, ok := strings.CutPrefix(line, strings.TrimSpace(c.Slash+" "+c.Name))
			if !ok || rest != "" && (rest[0] != ' ' || c.Name == "") {
				continue
			}
			understood = true
			// A command alone opens its form, or says what is missing.
			if err := c.Parse(strings.TrimSpace(rest)); err != nil && rest != "" {
				t.Errorf("%s: %v", line, err)
			}
		}
		if !understood {
			t.Errorf("there is no %s", line)
		}
	}
	if found < 40 {
		t.Errorf("only %d commands were found", found)
	}
}

// The README names every command.
func TestREADMENamesEveryCommand(t *testing.T) {
	t.Parallel()
	readme := documentation(t, "README.md")
	for _, c := range typable(New(Config{}).Commands()) {
		if named := regexp.MustCompile("`" + regexp.QuoteMeta(c.Name) + "[ `]"); c.Name != "" && !named.MatchString(readme) {
			t.Errorf("it doesn't name %s %s", c.Slash, c.Name)
		}
	}
}

// The pictures of the documentation are there, and each has words for those
// who can't see it.
func TestPicturesAreThere(t *testing.T) {
	t.Parallel()
	shown := regexp.MustCompile(`!\[([^\]]*)\]\(([^)]+)\)`)
	for _, file := range []string{"README.md", "docs/guide.md", "docs/demo.md"} {
		for _, picture := range shown.FindAllStringSubmatch(documentation(t, file), -1) {
			if picture[1] == "" {
				t.Errorf("%s: %s has no words", file, picture[2])
			}
			if _, err := os.Stat(filepath.Join("..", filepath.Dir(file), filepath.FromSlash(picture[2]))); err != nil {
				t.Errorf("%s: %v", file, err)
			}
		}
	}
}
