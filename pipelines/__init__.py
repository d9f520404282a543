"""The pipelines floor: sources and loading, the run and its flow, publishing, the command line."""
