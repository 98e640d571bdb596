"""The read side: a question in, a checked reply out.

In the order that data passes through them:

- `verbs`: ask, search, interviews
- `comparing`: the verb compare
- `opened`: settings to a desk
- `desk`: a question in, a checked reply out
- `understand`: what a question asks for
- `spelling`: slips of the pen, mended by the archive's own words
- `follow`: what a follow-up leans on
- `names`: whom and where a question names
- `bodies`: organisations by name and by acronym
- `parts`: the questions in a question
- `filters`: what the user demands
- `retrieve`: passages by meaning and by words
- `fuse`: several scores of a passage to one
- `judge`: what it is to judge sentences, and how a passage is laid out for it
- `onnx_judge`: the judge that comes with onrecord
- `own_judge`: a judge of the user's own
- `judges`: which judge reads
- `read`: passages to sentences, and how well each answers
- `wanted`: what kind of thing a question wants to be told
- `answerable`: how sure it is that the archive answers
- `silence`: when nothing is on record
- `compose`: sentences to quotes
- `lean`: the neighbour without which a quote would mislead
- `anchor`: what a permalink carries, to be known again
- `cite`: the one function that cuts quotes
- `landing`: where a permalink leads now
- `coverage`: who spoke, who was asked, who was not
- `groups`: whom or what a comparison puts side by side
- `compare`: questions and groups to a table with a quote, or nothing, in each cell
- `quotations`: the quotations in somebody's draft
- `wording`: words as they are compared
- `attribution`: to whom a draft attributes a quotation
- `concordance`: every word of an archive and where it stands
- `pieces`: words found just so, in one place or in several
- `align`: the place that comes nearest to some words, and what was changed
- `verify`: a draft's quotations against the archive
- `verifying`: the verb verify-draft, and its JSON
- `subjects`: the words that one interview says more than the others
- `picture`: an archive at a glance
- `check`: the verbatim law
- `answer`: the nouns of an answer, and their JSON
- `shapes`: the JSON of searches and holdings
- `tables`: a comparison as JSON, CSV, Markdown and HTML
- `styles`: a quote's reference as people write it
- `bibliography`: a quote's reference for programs that keep them
"""
