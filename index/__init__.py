"""The write side: documents in, an archive of verified generations out.

In the order that data passes through them: `verbs` (index, parse, export, verify), `settings`
(ONRECORD_ variables), `hints` (what somebody says of a document), `corrections` (by hand), `gather`
(paths to documents), `readers` (files to documents, by suffix), `paragraphs`, `repair` (glued
words), `dates`, `openings` (headings and header fields), `footer`, `label_words` (by language),
`labels`, `asking` (whose label asks), `voices` (whose words a paragraph holds), `turns`, `people`,
`places`, `country` (which one words are about), `interview` (the nouns of an archive), `locators`
(pages and times), `tongues` (the language of words), `spoken` (that of documents), `tongue_names`,
`account` (interviews whose turns are known) and `interchange` (what is written and read as JSON
Lines), `sentences`, `passages`, `embedder` (words to vectors), `compile` (a model to ONNX),
`export`, `probes` (what it is checked on), `compiled` (a compiled model), `cores` (to work on),
`open_files` (how many), `runtime` (onnxruntime), `embedders` (which of them), `pending` (what a
stopped run embedded),
`embed` (documents to rows), `taken` (what became of each), `filling` (rows to a segment on disk)
with what it writes: `bodies` (acronyms) and `entering` into the catalogue (SQLite), `columns`
(passages as numbers), `words`, `postings` (which rows have a word), `scripts` (what letters tell),
`stemming`, `stop_words`, `spellings`, `alike` (words spelt nearly the same), `matrix` (vectors) and
`dense` (FAISS); `merging` (which segments are written anew), `manifest` and `generations` (what
lies on disk),
`durable` (files whole or not there), `digest` (hashes), `checked` (which need not be taken again),
`carried` (hints that stay), `build` (the whole of it), `correcting` (a correction published),
`report` (what became of each document), `watch` (folders and an archive in step), `watching` (the
command), `ending` (how a command that goes on is ended) and `upload` (what a browser sent); then
what reads it: `catalogue`, `segment` (one opened), `lexical` (BM25), `questions` (of interviewers),
`holdings` (what is read when it is asked for), `facets` (what filters compare), `archive` (one
generation opened), `verify`, `parsed` (the JSON of `parse`), `terminal` (how things look in one),
`language` (in which words are said) and `errors`.
"""
