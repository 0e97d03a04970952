"""The review loop with Label Studio: the interface, its tasks, push and pull, and a server of one's own."""
