package commands

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Numbers and lists as sentences have them.

// count is "1 day", "2 days".
func count(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return strconv.Itoa(n) + " " + what + "s"
}

// countWere is "1 influencer was", "2 influencers were".
func countWere(n int, what string) string {
	if n == 1 {
		return count(n, what) + " was"
	}
	return count(n, what) + " were"
}

// timesWords are "once", "3 times".
func timesWords(n int) string {
	if n == 1 {
		return "once"
	}
	return fmt.Sprintf("%d times", n)
}

// span is "11–20 of 54 influencers".
func span(from, to int, of string) string {
	if from == to {
		return fmt.Sprintf("%d of %s", from, of)
	}
	return fmt.Sprintf("%d–%d of %s", from, to, of)
}

// orList joins texts as "a, b or c".
func orList(texts []string) string { return joined(texts, "or") }

// andList joins texts as "a, b and c".
func andList(texts []string) string { return joined(texts, "and") }

// andMore joins at most n texts as "a, b and 3 more".
func andMore(texts []string, n int) string {
	return andMoreOf(texts[:min(n, len(texts))], len(texts))
}

// andMoreOf is andMore of the first of so many.
func andMoreOf(first []string, all int) string {
	if more := all - len(first); more > 0 {
		first = append(slices.Clone(first), fmt.Sprintf("%d more", more))
	}
	return andList(first)
}

// thereIs says which there are: "There is a.", "There are a, b and 3 more."
func thereIs(texts []string) string {
	if len(texts) == 1 {
		return "There is " + texts[0] + "."
	}
	return "There are " + andMore(texts, 3) + "."
}

func joined(texts []string, word string) string {
	if len(texts) < 2 {
		return strings.Join(texts, "")
	}
	last := len(texts) - 1
	return strings.Join(texts[:last], ", ") + " " + word + " " + texts[last]
}
