"""The formats of a dataset, a module each, every one an `Exporter`."""
