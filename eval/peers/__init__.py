"""Measures onrecord beside what people would pick instead, each as its own documentation has it.

Each peer runs in an environment of its own, which `make peers` makes from `pins.txt`, and is never
imported by onrecord. In the order that data passes through them:

- `lines`: what a peer and the driver say to each other, a JSON object a line
- `own`: onrecord as a peer
- `llama_index`, `txtai`, `chroma`, `haystack`, `faiss`: the peers
- `network`: the network that Chroma would download, made of the same weights
- `systems`: what is compared, and how each is started
- `talk`: a peer's process, timed
- `rounds`: every system in turn, several times
- `quality`: what each one finds
- `sets`: how each one ranks the documents of a public set
- `bounds`: what this machine could do at best
- `table`: the figures side by side, with their ratios
- `page`: the same as one HTML page
- `__main__`: the command
"""
