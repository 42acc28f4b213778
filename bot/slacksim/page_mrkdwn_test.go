package slacksim

import (
	"regexp"
	"strings"
	"testing"
	"time"
)

// known is a workspace with one of each.
type known struct{}

func (known) personName(id string) string {
	return map[string]string{"U1": "Ana <b>Example</b>"}[id]
}
func (known) channelLabel(id string) string { return map[string]string{"C1": "#general"}[id] }
func (known) groupHandle(id string) string  { return map[string]string{"S1": "owners"}[id] }
func (known) zone() *time.Location          { return time.FixedZone("", 3600) }
func (known) now() time.Time                { return time.Date(2026, 5, 4, 12, 0, 0, 0, time.UTC) }

func TestMrkdwnHTML(t *testing.T) {
	for mrkdwn, want := range map[string]string{
		"*bold* _it_ ~no~ `a*b*`":                   `<strong>bold</strong> <em>it</em> <s>no</s> <code>a*b*</code>`,
		"*a _b_*":                                   `<strong>a <em>b</em></strong>`,
		"2*3*4 maya_glow_x ~":                       `2*3*4 maya_glow_x ~`,
		"*@_leo_* `@_leo_`":                         `<strong>@<em>leo</em></strong> <code>@_leo_</code>`,
		"@_leo and @kim_ there":                     `@<em>leo and @kim</em> there`,
		"* not*  *not *  **  *":                     `* not*  *not *  **  *`,
		"(*in*), *é*!":                              `(<strong>in</strong>), <strong>é</strong>!`,
		"a &lt;b&gt; &amp;amp; \"q\"":               `a &lt;b&gt; &amp;amp; &#34;q&#34;`,
		"a\nb":                                      "a\nb",
		"```\nx <https://a.example> *```":           `<pre>x https://a.example *</pre>`,
		"``` open":                                  "``` open",
		"`open":                                     "`open",
		"&gt; one\n&gt; two\nthree":                 "<blockquote>one\ntwo</blockquote>three",
		"<https://a.example/?b=1&amp;c=2|L>":        `<a rel="noopener noreferrer nofollow" target="_blank" href="https://a.example/?b=1&amp;c=2">L</a>`,
		"<mailto:a@b.example>":                      `<a rel="noopener noreferrer nofollow" target="_blank" href="mailto:a@b.example">mailto:a@b.example</a>`,
		"<javascript:alert(1)|click>":               `click`,
		"<data:text/html,x>":                        `data:text/html,x`,
		"<https://a.example/\"onx=1>":               `<a rel="noopener noreferrer nofollow" target="_blank" href="https://a.example/&#34;onx=1">https://a.example/&#34;onx=1</a>`,
		"<@U1> <@U9> <@U9|zoe>":                     `<span class="mention">@Ana &lt;b&gt;Example&lt;/b&gt;</span> <span class="mention">@U9</span> <span class="mention">@zoe</span>`,
		"<#C1> <#C9|x> <#C9>":                       `<span class="mention">#general</span> <span class="mention">#x</span> <span class="mention">#C9</span>`,
		"<!subteam^S1> <!channel>":                  `<span class="mention">@owners</span> <span class="mention">@channel</span>`,
		"<!date^1777885200^{date_num} {time}|then>": `2026-05-04 10:00 AM`,
		"<!date^x^{date}|then <b>":                  `then &lt;b`,
		"*<https://a.example/*|x>*":                 `<strong><a rel="noopener noreferrer nofollow" target="_blank" href="https://a.example/*">x</a></strong>`,
		"<":                                         `&lt;`,
		"<script>alert(1)</script>":                 `scriptalert(1)/script`,
	} {
		if got := string(mrkdwnHTML(mrkdwn, known{})); got != want {
			t.Errorf("%q\n got %s\nwant %s", mrkdwn, got, want)
		}
	}
}

func TestDateText(t *testing.T) {
	now := time.Date(2026, 5, 4, 12, 0, 0, 0, time.UTC)
	for _, row := range []struct {
		at           time.Time
		format, want string
	}{
		{now, "{date_pretty}", "today"},
		{now.AddDate(0, 0, -1), "{date_short_pretty}", "yesterday"},
		{now.AddDate(0, 0, 1), "{date_long_pretty}", "tomorrow"},
		{now.AddDate(0, 0, 5), "{date_long_pretty}", "Saturday, May 9, 2026"},
		{now, "on {date} at {time_secs}", "on May 4, 2026 at 12:00:00 PM"},
		{now, "{date_short} {date_slash}", "May 4, 2026 05/04/2026"},
		{now.Add(-90 * time.Minute), "{ago}", "1 hour ago"},
		{now.Add(50 * time.Hour), "{ago}", "in 2 days"},
		{now, "{ago}", "just now"},
		{now, "{smell}", "{smell}"},
	} {
		if got := formatDate(row.at, row.format, now); got != row.want {
			t.Errorf("%s: got %q, want %q", row.format, got, row.want)
		}
	}
}

func TestRichHTML(t *testing.T) {
	got := string(richHTML(decodeObject([]byte(`{"type":"rich_text","elements":[
		{"type":"rich_text_section","elements":[{"type":"text","text":"<b>&amp;","style":{"bold":true,"code":true}},{"type":"user","user_id":"U1"},
		 {"type":"link","url":"javascript:alert(1)"},{"type":"emoji","name":"tada"},{"type":"date","timestamp":1777885200,"format":"{time}"}]},
		{"type":"rich_text_preformatted","elements":[{"type":"text","text":"a\n<i>"}]},
		{"type":"rich_text_quote","elements":[{"type":"text","text":"q"}]},
		{"type":"rich_text_list","style":"ordered","elements":[{"type":"rich_text_section","elements":[{"type":"link","url":"https://a.example/","text":"L"}]}]}]}`)), known{}))
	want := `<p><code><strong>&lt;b&gt;&amp;amp;</strong></code><span class="mention">@Ana &lt;b&gt;Example&lt;/b&gt;</span>javascript:alert(1):tada:10:00 AM</p>` +
		"<pre>a\n&lt;i&gt;</pre><blockquote>q</blockquote>" +
		`<ol><li><a rel="noopener noreferrer nofollow" target="_blank" href="https://a.example/">L</a></li></ol>`
	if got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

// safeMarkup tells what is wrong with HTML made from a text: a tag or an
// address that the writer never writes.
func safeMarkup(html string) string {
	allowed := regexp.MustCompile(`^</?(strong|em|s|u|code|pre|blockquote|p|ul|ol|li)>$|^</(a|span)>$|^<span class="mention">$|` +
		`^<a rel="noopener noreferrer nofollow" target="_blank" href="(?i:https?|mailto):[^"<>]*">$`)
	for _, tag := range regexp.MustCompile(`<[^>]*>?`).FindAllString(html, -1) {
		if !allowed.MatchString(strings.ReplaceAll(tag, "\n", "")) {
			return tag
		}
	}
	return ""
}

func FuzzMrkdwnHTML(f *testing.F) {
	for _, seed := range []string{
		"*a* _b_ ~c~ `d` ```e```", "<https://a.example|b>", "<javascript:x|y>", "&gt; q\n<@U1>", "<!date^1^{ago}|f>", "*_~`<>|&", "<HTTPS://A|<b>>",
		strings.Repeat("*a ", 50), "\x00\xff<a href=x>",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if tag := safeMarkup(string(mrkdwnHTML(s, known{}))); tag != "" {
			t.Errorf("%q became a tag %q", s, tag)
		}
	})
}
