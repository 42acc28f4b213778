package bot

import (
	"fmt"
	"time"

	"github.com/prometheus/client_golang/prometheus"
)

// metrics counts what the bot does.
type metrics struct {
	requests     *prometheus.CounterVec
	acknowledged *prometheus.HistogramVec
	calls        *prometheus.CounterVec
}

// newMetrics makes the metrics; those of connections and queue are read when
// they are asked for. to may be nil. The error is that of a second registration.
func newMetrics(to prometheus.Registerer, connections, queued func() float64) (*metrics, error) {
	m := &metrics{
		requests: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "codekeeper_requests_total", Help: "What people did, by what became of it.",
		}, []string{"kind", "name", "outcome"}),
		acknowledged: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "codekeeper_acknowledgement_seconds", Help: "From receipt to the acknowledgement being written.",
			Buckets: []float64{.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2, 2.5, 3, 5},
		}, []string{"kind"}),
		calls: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "codekeeper_slack_calls_total", Help: "Web API calls, by outcome: ok, or Slack's error code.",
		}, []string{"method", "outcome"}),
	}
	if to == nil {
		return m, nil
	}
	for _, c := range []prometheus.Collector{
		m.requests, m.acknowledged, m.calls,
		prometheus.NewGaugeFunc(prometheus.GaugeOpts{
			Name: "codekeeper_connections", Help: "Socket Mode connections that are up.",
		}, connections),
		prometheus.NewGaugeFunc(prometheus.GaugeOpts{
			Name: "codekeeper_queue_length", Help: "Payloads that wait for a worker.",
		}, queued),
	} {
		if err := to.Register(c); err != nil {
			return nil, fmt.Errorf("register metrics: %w", err)
		}
	}
	return m, nil
}

func (m *metrics) request(kind, name, outcome string) {
	m.requests.WithLabelValues(kind, name, outcome).Inc()
}

func (m *metrics) acknowledgement(kind string, took time.Duration) {
	m.acknowledged.WithLabelValues(kind).Observe(took.Seconds())
}

func (m *metrics) call(method, outcome string) {
	m.calls.WithLabelValues(method, outcome).Inc()
}
