"""Measures the system against gold topics.

In the order that data passes through them:

- `gold`: topics, as a gold file has them
- `annotation`: a question and sentences that somebody marked, as a topic
- `saving`: a topic added to a gold file
- `inspecting`: the verb `inspect`
- `spans`: places in documents, and what covers what
- `place`: where in an archive the evidence of a topic lies
- `run`: asks a desk every topic and keeps what came back
- `trec`: runs and qrels in and out, in TREC's format
- `measures`: how good a ranking is
- `answers`: how good a reply is
- `shares`: what a topic adds to every figure
- `intervals`: how sure a figure is, and whether two runs differ
- `evaluation`: everything about one run of the topics
- `earlier`: an evaluation of before, read back
- `compare`: two runs against each other, topic by topic
- `floors`: figures against the bounds that were set for them
- `report`: an evaluation as JSON and as a table
- `plots`: curves and clouds of an evaluation
- `page`: an evaluation as one HTML page
- `beir`: public test sets in BEIR's layout
- `bench`: how the documents of such a set are ranked
- `exact`: what is quoted for each query of such a set, against exact spans
- `speed`: how long the command takes
- `synthetic`: archives of any size, made up
- `limits`: what this machine could do at best
- `scale`: what archives of each size cost
- `scale_page`: the same as one HTML page
- `peers`: what people would pick instead, asked the same (a room of its own)
- `door`: what `onrecord eval` does, from files to files
- `verbs`: the command itself
- `training`: trains the judge (a room of its own, for those who train)
"""
