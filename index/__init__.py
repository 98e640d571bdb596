"""The write side: documents in, an archive of verified generations out.

In the order that data passes through them: `verbs` (index, parse, export, verify), `settings`
(ONRECORD_ variables), `gather` (paths to documents), `readers` (files to documents, by suffix),
`paragraphs`, `repair` (glued words), `openings` (headings and header fields), `footer`, `labels`,
`asking` (whose label asks), `voices` (whose words a paragraph holds), `turns`,
`people`, `places`, `interview` (the nouns of an archive), `locators` (pages and times), `account`
(interviews whose turns are known) and `interchange` (what is written and read as JSON Lines),
`sentences`, `passages`, `embedder` (words to vectors), `compile` (a model to ONNX), `export`,
`probes` (what it is checked on), `compiled` (a compiled model), `runtime` (onnxruntime),
`embedders` (which of them), `pending` (what a stopped run embedded), `embed` (documents to
rows), `lexical` (BM25), `stop_words`,
`dense` (FAISS), `catalogue` (SQLite), `manifest` and `generations` (what lies on disk), `digest`
(hashes), `build` (the whole of it), `archive` (one generation opened), `verify`, `parsed` (the
JSON of `parse`), `terminal` (how things look in one) and `errors`.
"""
