package commands

// grouped puts what is of one campaign together, in the order of the first of
// each.
func grouped[T any](all []T, campaign func(T) int64) [][]T {
	var groups [][]T
	at := map[int64]int{}
	for _, one := range all {
		id := campaign(one)
		n, ok := at[id]
		if !ok {
			n = len(groups)
			at[id] = n
			groups = append(groups, nil)
		}
		groups[n] = append(groups[n], one)
	}
	return groups
}

func (i item) campaignID() int64 { return i.campaign.ID }
