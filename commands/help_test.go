package commands

import (
	"strings"
	"testing"

	"codekeeper/bot"
)

// everyCommand are the commands of an app that is only to be read.
func everyCommand() []bot.Command { return New(Config{}).Commands() }

func TestExamples(t *testing.T) {
	for _, c := range everyCommand() {
		if c.Name == "" {
			continue
		}
		if len(c.Examples) == 0 || c.Summary == "" || c.Parse == nil || !strings.HasPrefix(c.Usage+" ", c.Name+" ") {
			t.Errorf("%s %s: no example, summary or parser, or a usage that begins otherwise", c.Slash, c.Name)
		}
		for _, example := range c.Examples {
			rest, ok := strings.CutPrefix(example, c.Slash+" "+c.Name)
			if !ok {
				t.Errorf("%s is no example of %s %s", example, c.Slash, c.Name)
			}
			if err := c.Parse(strings.TrimSpace(rest)); err != nil {
				t.Errorf("%s: %v", example, err)
			}
		}
	}
}

func TestHelpView(t *testing.T) {
	all := everyCommand()
	for _, slash := range []string{slashInfluencer, slashCampaign} {
		m := helpView(all, slash, "", true)
		for _, c := range all {
			if c.Slash == slash && c.Name != "" && !strings.Contains(text(m.Blocks), c.Summary) {
				t.Errorf("help of %s leaves out %s", slash, c.Name)
			}
		}
		if lines := helpLines(all, slash); len(lines) > maxSection {
			t.Errorf("help of %s has %d characters", slash, len(lines))
		}
		golden(t, "help_"+strings.Trim(slash, "/"), m)
	}
}

func TestHelpOfAWord(t *testing.T) {
	all := everyCommand()
	for _, test := range []struct {
		slash, word string
		want        []string
	}{
		{slashInfluencer, "code", []string{"How to use code", "/influencer code @handle"}},
		{slashInfluencer, "digest", []string{"/campaign digest [now]"}},
		{slashCampaign, "edit", []string{"/campaign edit campaign", "/influencer edit @handle"}},
		{slashInfluencer, "edit", []string{"/campaign edit campaign", "/influencer edit @handle"}},
		{slashCampaign, "help", []string{"/campaign help [word]"}},
		{slashInfluencer, "set", []string{"There is no `/influencer set`. What you want is code and link", "/influencer code", "/influencer link"}},
		{slashCampaign, "remove", []string{"What you want is archive", "/campaign archive campaign"}},
		{slashInfluencer, "<!channel>", []string{"There is no help for &lt;!channel&gt;", "/influencer select"}},
		{slashCampaign, strings.Repeat("x", 4000), []string{"There is no help for xxxx", "/campaign new"}},
	} {
		m := helpView(all, test.slash, test.word, true)
		for _, want := range test.want {
			if !strings.Contains(text(m.Blocks), want) {
				t.Errorf("%s help %.20s: no %q in %s", test.slash, test.word, want, text(m.Blocks))
			}
		}
		if weight(m.Blocks) > maxMessageText {
			t.Errorf("%s help %.20s: %d characters", test.slash, test.word, weight(m.Blocks))
		}
	}
	if m := helpView(all, slashCampaign, "edit", true); strings.Index(text(m.Blocks), "/campaign edit") > strings.Index(text(m.Blocks), "/influencer edit") {
		t.Error("help of the other slash command comes first")
	}
	const note = "and you are not one of them"
	for editor, topics := range map[bool][]string{true: {"select", "list"}, false: {"list"}} {
		for _, topic := range topics {
			if m := helpView(all, slashInfluencer, topic, editor); strings.Contains(text(m.Blocks), note) {
				t.Errorf("help of %s refuses somebody who can use it: %s", topic, text(m.Blocks))
			}
		}
	}
	if m := helpView(all, slashInfluencer, "select", false); !strings.Contains(text(m.Blocks), note) {
		t.Errorf("help of select doesn't say who can use it: %s", text(m.Blocks))
	}
}

func TestHelpOfEveryWordThatPeopleTry(t *testing.T) {
	all := everyCommand()
	for slash, words := range map[string]map[string]string{slashInfluencer: instead, slashCampaign: insteadCampaign} {
		for word, right := range words {
			for name := range strings.SplitSeq(right, " and ") {
				if len(helpOn(all, slash, name, true)) == 0 {
					t.Errorf("%s %s names %s, which is no command", slash, word, name)
				}
			}
		}
	}
}
