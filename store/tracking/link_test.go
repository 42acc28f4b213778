package tracking_test

import (
	"strings"
	"testing"

	"codekeeper/store/tracking"
)

func TestParseLink(t *testing.T) {
	const start = "https://shop.example/"
	fits := start + strings.Repeat("a", tracking.MaxLink-len(start))
	for _, tt := range []parsed{
		{name: "as typed", text: "https://shop.example/Maya?ref=1&a=ﬁ", want: "https://shop.example/Maya?ref=1&a=ﬁ"},
		{name: "scheme and host lowered", text: "HTTPS://Shop.Example/Maya", want: "https://shop.example/Maya"},
		{name: "http", text: "Http://shop.example", want: "http://shop.example"},
		{name: "query at once", text: "https://Shop.example?Ref=A", want: "https://shop.example?Ref=A"},
		{name: "fragment at once", text: "https://Shop.example#Maya", want: "https://shop.example#Maya"},
		{name: "port", text: "https://Shop.example:8443/A", want: "https://shop.example:8443/A"},
		{name: "last port", text: "https://shop.example:65535", want: "https://shop.example:65535"},
		{name: "second address inside", text: "https://go.example/?u=https://Shop.example/A@B", want: "https://go.example/?u=https://Shop.example/A@B"},
		{name: "escapes kept", text: "https://shop.example/%c3%A9%2f%zz%", want: "https://shop.example/%c3%A9%2f%zz%"},
		{name: "dots kept", text: "https://shop.example/a/../b/./c//d", want: "https://shop.example/a/../b/./c//d"},
		{name: "placeholder kept", text: "https://shop.example/?s={id}&m=['^~]", want: "https://shop.example/?s={id}&m=['^~]"},
		{name: "decomposed accent kept", text: "https://shop.example/e\u0301", want: "https://shop.example/e\u0301"},
		{name: "numbers in the host", text: "https://1.2.3.4.example/", want: "https://1.2.3.4.example/"},
		{name: "underscore", text: "https://my_shop.example/", want: "https://my_shop.example/"},
		{name: "Punycode", text: "https://XN--MLLER-KVA.example/Ü", want: "https://xn--mller-kva.example/Ü"},
		{name: "host in another script", text: "https://MÜLLER.example/", want: "https://müller.example/"},
		{name: "host in Cyrillic", text: "https://МАГАЗИН.example/", want: "https://магазин.example/"},
		{name: "host in Japanese", text: "https://store日本.example/", want: "https://store日本.example/"},
		{name: "wrapped with label", text: "<https://shop.example/m|shop>", want: "https://shop.example/m"},
		{name: "wrapped", text: "<https://Shop.example/M>", want: "https://shop.example/M"},
		{name: "wrapped and quoted", text: "“<https://shop.example/m|a|b>”", want: "https://shop.example/m"},
		{name: "quoted", text: "'https://shop.example/m'", want: "https://shop.example/m"},
		{name: "white space around", text: "\n https://shop.example/m\u00a0", want: "https://shop.example/m"},
		{name: "zero width", text: "https://shop\u200b.example/\ufeffm", want: "https://shop.example/m"},
		{name: "2,000 bytes", text: fits, want: fits},

		{name: "2,001 bytes", text: fits + "a", problem: "2,001 bytes long. A link has at most 2,000."},
		{name: "2,001 bytes by one accent", text: fits[:len(fits)-1] + "é", problem: "2,001 bytes"},
		{name: "10,000 characters", text: strings.Repeat("a", 10000), problem: "10,000 bytes"},
		{name: "empty", text: "", problem: "Enter a link, or TBD if you don't have it yet."},
		{name: "blank", text: "\u200b \t", problem: "Enter a link, or TBD"},

		{name: "code", text: "maya15", problem: "That looks like a code."},
		{name: "TBD and a name", text: "TBD-MAYA", problem: "That looks like a code."},
		{name: "fullwidth code", text: "ＭＡＹＡ１５", problem: "That looks like a code."},
		{name: "code with a dot", text: "SAVE.15", problem: "That looks like a code."},
		{name: "code with a space", text: "SAVE 15", problem: "That isn't a link."},
		{name: "emoji", text: "🔥", problem: "That isn't a link."},
		{name: "Cyrillic letter", text: "А", problem: "That isn't a link."},
		{name: "formula", text: "=1+1", problem: "That isn't a link."},

		{name: "no scheme", text: "shop.example/maya", problem: "A link begins with https://", try: "https://shop.example/maya"},
		{name: "no scheme, shouted", text: "Shop.Example/Maya", problem: "A link begins with https://", try: "https://shop.example/Maya"},
		{name: "no scheme, with port", text: "shop.example:8080/m", problem: "A link begins with https://", try: "https://shop.example:8080/m"},
		{name: "no scheme, slashes", text: "//shop.example/m", problem: "A link begins with https://", try: "https://shop.example/m"},
		{name: "no scheme, no path", text: "shop.example", problem: "A link begins with https://", try: "https://shop.example"},
		{name: "one slash", text: "https:/shop.example/m", problem: "A link begins with https://", try: "https://shop.example/m"},
		{name: "no colon", text: "HTTP//shop.example/m", problem: "A link begins with https://", try: "http://shop.example/m"},
		{name: "three slashes", text: "https:///shop.example/m", problem: "no host", try: "https://shop.example/m"},
		{name: "script", text: "javascript:alert(1)", problem: "not with “javascript:”"},
		{name: "script with slashes", text: "javascript://shop.example/%0aalert(1)", problem: "not with “javascript:”"},
		{name: "mail", text: "mailto:maya@shop.example", problem: "not with “mailto:”"},
		{name: "mail address", text: "maya@shop.example", problem: "That isn't a link."},
		{name: "handle", text: "@maya.glow", problem: "That isn't a link."},
		{name: "ftp", text: "ftp://shop.example/m", problem: "not with “ftp:”"},
		{name: "data", text: "data:text/html,hi", problem: "not with “data:”"},

		{name: "user and password", text: "https://user:pw@shop.example/m", problem: "user name or password", try: "https://shop.example/m"},
		{name: "user", text: "https://shop.example@evil.example/", problem: "user name or password", try: "https://evil.example/"},
		{name: "IPv4", text: "https://192.168.0.1/", problem: "IP address"},
		{name: "IPv4 with port", text: "https://127.0.0.1:8080/", problem: "IP address"},
		{name: "IPv4 with a dot", text: "https://127.0.0.1./", problem: "IP address"},
		{name: "IPv6", text: "https://[::1]/", problem: "IP address"},
		{name: "IPv6 with port", text: "https://[::1]:80/", problem: "IP address"},
		{name: "IPv6 without brackets", text: "https://fe80::1/", problem: "IP address"},
		{name: "decimal IP", text: "https://2130706433/", problem: "IP address"},
		{name: "hexadecimal IP", text: "https://0x7f.1/", problem: "IP address"},
		{name: "hexadecimal end", text: "https://127.0.0.0x1/", problem: "IP address"},
		{name: "octal IP", text: "https://0177.0.0.01/", problem: "IP address"},
		{name: "fullwidth IP", text: "https://１２７.0.0.1/", problem: "IP address"},
		{name: "no dot", text: "https://localhost/x", problem: "“localhost” has none"},
		{name: "no dot, port", text: "https://shop:80/x", problem: "“shop” has none"},
		{name: "no host", text: "https://", problem: "no host"},
		{name: "no host, path", text: "https://?x", problem: "no host"},
		{name: "trailing dot", text: "https://shop.example./m", problem: "begin or end with a dot", try: "https://shop.example/m"},
		{name: "two dots", text: "https://shop..example:80/m", problem: "two in a row", try: "https://shop.example:80/m"},
		{name: "only dots", text: "https://.../m", problem: "no host"},
		{name: "hyphen at the end", text: "https://shop-.example/", problem: "hyphen, as “shop-” does"},
		{name: "long label", text: "https://" + strings.Repeat("a", 64) + ".example/", problem: "64 bytes long"},
		{name: "long host", text: "https://" + strings.Repeat("a.", 125) + "example/", problem: "257 bytes long"},
		{name: "percent in host", text: "https://shop%2eexample.com/", problem: "“%”"},
		{name: "port 0", text: "https://shop.example:0/", problem: "The port"},
		{name: "port 65536", text: "https://shop.example:65536/", problem: "The port"},
		{name: "port with zeros", text: "https://shop.example:0443/", problem: "The port", try: "https://shop.example:443/"},
		{name: "port in letters", text: "https://shop.example:http/", problem: "The port"},
		{name: "empty port", text: "https://shop.example:/m", problem: "The port", try: "https://shop.example/m"},
		{name: "two ports", text: "https://shop.example:80:80/", problem: "can't contain “:”"},

		{name: "fullwidth host", text: "https://ｓｈｏｐ.example/m", problem: "characters that browsers replace", try: "https://shop.example/m"},
		{name: "ideographic dot", text: "https://shop。example/m", problem: "characters that browsers replace", try: "https://shop.example/m"},
		{name: "Kelvin sign", text: "https://\u212amart.example/", problem: "characters that browsers replace", try: "https://kmart.example/"},
		{name: "dotted capital I", text: "https://İ.example/", problem: "“İ”"},
		{name: "Cyrillic letter in a Latin host", text: "https://shоp.example/m", problem: "the Cyrillic letter “о” (U+043E), which only looks like the Latin “o”"},
		{name: "Greek letter in a Latin host", text: "https://gοοgle.example/", problem: "the Greek letter “ο”"},
		{name: "emoji host", text: "https://🔥.example/", problem: "“🔥” (U+1F525)"},
		{name: "slash look-alike", text: "https://shop.example∕m.evil.example/", problem: "“∕” (U+2215)"},

		{name: "space in path", text: "https://shop.example/Maya Glow", problem: "A link can't contain a space.", try: "https://shop.example/Maya%20Glow"},
		{name: "space in host", text: "https://shop .example/", problem: "a space"},
		{name: "two links", text: "https://shop.example/a https://shop.example/b", problem: "several links", try: "https://shop.example/a"},
		{name: "two wrapped links", text: "<https://a.example|a> <https://b.example|b>", problem: "several links"},
		{name: "wrapped line", text: "https://shop.example/long\r\n/path", problem: "a line break", try: "https://shop.example/long/path"},
		{name: "tab", text: "https://shop.ex\tample/a", problem: "a tab", try: "https://shop.example/a"},
		{name: "no-break space", text: "https://shop.example/a\u00a0b", problem: "a space", try: "https://shop.example/a%C2%A0b"},
		{name: "backslash", text: `https://shop.example\@evil.example/`, problem: `“\”`},
		{name: "bar", text: "https://shop.example/m|shop", problem: "“|”", try: "https://shop.example/m%7Cshop"},
		{name: "quote", text: `https://shop.example/?q="a"`, problem: "“\"”", try: "https://shop.example/?q=%22a%22"},
		{name: "angle brackets", text: "https://shop.example/<id>", problem: "“<”", try: "https://shop.example/%3Cid%3E"},
		{name: "backtick", text: "https://shop.example/```", problem: "“`”", try: "https://shop.example/%60%60%60"},
		{name: "NUL", text: "https://shop.example/\x00", problem: "a control character (U+0000)", try: "https://shop.example/"},
		{name: "right-to-left override", text: "https://shop.example/\u202egpj", problem: "an invisible character (U+202E)", try: "https://shop.example/gpj"},
		{name: "replacement character", text: "https://shop.example/caf\ufffd", problem: "a damaged character"},
		{name: "invalid UTF-8", text: "https://shop.example/\xc3", problem: "isn't valid UTF-8"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			link, err := tracking.ParseLink(tt.text)
			tt.check(t, link, err)
		})
	}
}

func TestLinkSame(t *testing.T) {
	parse := func(text string) tracking.Link {
		link, err := tracking.ParseLink(text)
		if err != nil {
			t.Fatal(err)
		}
		return link
	}
	a, b := parse("HTTPS://SHOP.example/Maya"), parse("https://shop.example/Maya")
	if !a.Same(b) || a != b {
		t.Error("links that differ in the case of the host are the same, and equal")
	}
	for _, other := range []string{"https://shop.example/maya", "https://shop.example/Maya/", "http://shop.example/Maya", "https://shop.example:443/Maya"} {
		if a.Same(parse(other)) {
			t.Errorf("%s is the same as %s", a, other)
		}
	}
	if parse("TBD").Same(parse("tbd")) || a.Same(parse("TBD")) || parse("TBD").Same(a) {
		t.Error("a TBD is the same as something")
	}
}

// The error is shown to the person who typed a password, and to whoever looks over their shoulder: it doesn't repeat it.
func TestParseLinkKeepsPasswords(t *testing.T) {
	_, err := tracking.ParseLink("https://maya:hunter2@shop.example/")
	if err == nil || strings.Contains(err.Error(), "hunter2") {
		t.Errorf("error %v", err)
	}
}
