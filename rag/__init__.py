"""The read side: a question in, a checked reply out.

In the order that data passes through them: `verbs` (ask, search, interviews), `desk` (all of it),
`understand` (what a question asks for), `names` (whom and where it names), `filters` (what the
user demands), `retrieve` (meaning and words), `fuse` (several scores to one), `read` (passages to
sentences), `silence` (when nothing is on record), `compose` (sentences to quotes), `cite` (the
one function that cuts them), `coverage` (who spoke), `check` (the verbatim law), `answer` (the
nouns of an answer and their JSON) and `shapes` (the JSON of searches and holdings).
"""
