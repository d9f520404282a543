"""The miner floor: events, customers, cases, traces and their measures."""
