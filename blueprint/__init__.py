"""The blueprint floor: designed and as-is blueprints, their gaps, findings, board and report."""
