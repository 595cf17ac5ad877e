"""What operators watch a network by: what Prometheus scrapes, when it alerts, a dashboard, and when certificates expire."""
