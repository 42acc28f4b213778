package commands

import (
	"testing"

	"codekeeper/store"
)

func TestCodeIsSaved(t *testing.T) {
	t.Parallel()
	w := start(t)
	summer := w.campaign("Summer Glow")
	maya := w.selected(summer, "@maya.glow", "TBD", "TBD")
	w.says(w.ana, "/influencer code @maya.glow MAYA20", "Saved.", "`MAYA20`", "it was `TBD`")
	w.holds(maya, store.Selected, "TBD", "MAYA20")
}
