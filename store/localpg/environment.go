package localpg

import (
	"os"
	"strings"
)

// forgetEnvironment removes the PG… variables from this process's environment.
func forgetEnvironment() {
	for _, entry := range os.Environ() {
		name, _, _ := strings.Cut(entry, "=")
		if strings.HasPrefix(name, "PG") {
			_ = os.Unsetenv(name)
		}
	}
}

// serverEnvironment is all that Postgres' programs see of the environment.
func serverEnvironment() []string {
	env := []string{"LC_ALL=C", "TZ=UTC", "PATH=" + os.Getenv("PATH")}
	for _, name := range []string{"LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH"} {
		if v, ok := os.LookupEnv(name); ok {
			env = append(env, name+"="+v)
		}
	}
	return env
}

// packerEnvironment is what npm sees: everything, for its settings may be
// anywhere, but no database.
func packerEnvironment() []string {
	var env []string
	for _, entry := range os.Environ() {
		name, _, _ := strings.Cut(entry, "=")
		if !strings.HasPrefix(name, "PG") && !strings.Contains(name, "DATABASE_URL") {
			env = append(env, entry)
		}
	}
	return env
}
