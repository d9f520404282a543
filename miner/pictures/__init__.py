"""Pictures of models as SVG: what fits where, and how it is drawn. No browser, no Graphviz."""
