package tracking_test

import (
	"regexp"
	"strings"
	"testing"

	"codekeeper/store/tracking"
)

func TestNetworkOf(t *testing.T) {
	type network = tracking.Network
	for _, tt := range []struct {
		link string
		want network
	}{
		{"https://www.awin1.com/cread.php?awinmid=1234&awinaffid=9999&ued=https%3A%2F%2Fshop.example", network{Name: "Awin", Publisher: "9999"}},
		{"https://www.awin1.com/cread.php?s=574669&v=1234&q=281365&r=9999", network{Name: "Awin", Publisher: "9999"}},
		{"https://www.awin1.com/awclick.php?mid=1234&id=9999", network{Name: "Awin", Publisher: "9999"}},
		{"http://www.awin1.com/awclick.php?gid=7&mid=1234&awinaffid=9999&linkid=57466", network{Name: "Awin", Publisher: "9999"}},
		{"http://www.awin1.com/pclick.php?p=3455893129&a=45628&m=6767", network{Name: "Awin", Publisher: "45628"}},
		{"https://awin1.com/cread.php", network{Name: "Awin"}},
		{"https://awin1.com/cread.php?awinaffid=%3C!channel%3E", network{Name: "Awin"}},
		{"https://awin1.com/cread.php?awinaffid=" + strings.Repeat("9", 65), network{Name: "Awin"}},
		{"https://tidd.ly/3AbCdEf", network{Name: "Awin"}},
		{"https://brand.sjv.io/c/1234567/654321/4321", network{Name: "impact.com", Publisher: "1234567"}},
		{"https://goto.shop.example/c/1234567/654321/4321/?subId1=maya", network{Name: "impact.com", Publisher: "1234567"}},
		{"https://www.anrdoezrs.net/click-1234567-10384567?sid=maya", network{Name: "CJ", Publisher: "1234567"}},
		{"https://www.kqzyfj.com/links/1234567/type/dlg/https://shop.example/maya", network{Name: "CJ", Publisher: "1234567"}},
		{"https://www.tkqlhce.com/", network{Name: "CJ"}},
		{"https://shop.example/?cjevent=656e8fa049ec11ea8237023d0a240612", network{Name: "CJ"}},
		{"https://click.linksynergy.com/deeplink?id=lMh2Xiq9xN0&mid=24513&murl=https%3A%2F%2Fshop.example", network{Name: "Rakuten", Publisher: "lMh2Xiq9xN0"}},
		{"https://click.linksynergy.com/fs-bin/click?id=lMh2Xiq9xN0&offerid=7097.10000034&subid=0&type=4", network{Name: "Rakuten", Publisher: "lMh2Xiq9xN0"}},
		{"https://shop.example/?rfsn=123456.abc123", network{Name: "Refersion", Publisher: "123456"}},
		{"https://shop.example/maya?ref=maya.glow", network{Name: "GoAffPro", Publisher: "maya.glow", Perhaps: true}},
		{"https://shop.goaffpro.com/?ref=maya", network{Name: "GoAffPro", Publisher: "maya"}},
		{"https://www.shareasale.com/r.cfm?b=654321&u=123456&m=12345", network{Name: "ShareASale", Publisher: "123456", MovedTo: "Awin"}},
		{"https://shareasale.com/r.cfm?B=02&U=123456&M=01", network{Name: "ShareASale", Publisher: "123456", MovedTo: "Awin"}},
		{"https://shrsl.com/4abcd", network{Name: "ShareASale", MovedTo: "Awin"}},

		{"TBD", network{}},
		{"https://shop.example/maya", network{}},
		{"https://awin1.com.evil.example/cread.php?awinaffid=1", network{}},
		{"https://notawin1.com/cread.php?awinaffid=1", network{}},
		{"https://xshareasale.com/r.cfm?u=1", network{}},
		{"https://shop.example/awin1.com/cread.php?awinaffid=1", network{}},
		{"https://shop.example/?to=https://www.shareasale.com/r.cfm", network{}},
		{"https://shop.example/c/1234567/654321", network{}},
		{"https://shop.example/c/1234567/654321/4321/5", network{}},
		{"https://shop.example/c/maya/654321/4321", network{}},
		{"https://shop.example/C/1/2/3", network{}},
		{"https://shop.example/?ref=", network{}},
		{"https://shop.example/?ref=%3C!channel%3E", network{}},
		{"https://shop.example/?ref=a%20b", network{}},
		{"https://shop.example/?preref=1", network{}},
		{"https://shop.example/#?ref=1", network{}},
		{"https://shop.example/%zz?ref=1", network{}},
		{"https://shop.example/?ref=%zz", network{}},
	} {
		got, ok := tracking.NetworkOf(linkOf(t, tt.link))
		if got != tt.want && ok || ok != (tt.want != network{}) {
			t.Errorf("%s: %+v, %v, want %+v", tt.link, got, ok, tt.want)
		}
	}
}

var publisherID = regexp.MustCompile(`^[A-Za-z0-9*._-]{0,64}$`)

// networkHolds checks what is promised of what is known of any link.
func networkHolds(t failer, text string) {
	t.Helper()
	link, err := tracking.ParseLink(text)
	if err != nil {
		return
	}
	network, ok := tracking.NetworkOf(link)
	if ok != (network.Name != "") && ok || !publisherID.MatchString(network.Publisher) || link.TBD() && ok {
		t.Fatalf("%q: %+v, %v", text, network, ok)
	}
	if link.Home() && ok && network.Publisher != "" {
		t.Fatalf("%q is a home page and has the publisher %q", text, network.Publisher)
	}
	if link.TBD() != (link.Near() == "") {
		t.Fatalf("%q: near %q", text, link.Near())
	}
}

func FuzzNetworkOf(f *testing.F) {
	for _, text := range append(seeds, "https://www.awin1.com/cread.php?awinaffid=1", "https://a.example/c/1/2/3", "https://a.example/?rfsn=1.a&ref=2") {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) { networkHolds(t, text) })
}
