"""The pages and the API: what a reader sees of an archive, in the order that a request passes.

- `serve`: a desk behind a port of this machine
- `app`: `create_app(desk)`: guards, routes and error handlers put together
- `guard`: what every request passes first: host, origin, size; and the headers that go out
- `problems`: errors as problem documents (RFC 9457) or as pages, each with its request id
- `metrics`: what is counted and timed, for Prometheus; never a question
- `shapes`: requests and responses of the API, as pydantic models
- `api`: the JSON routes
- `pages`: the HTML routes
- `comparing`: the routes of comparisons, as a page, as files and as JSON
- `verifying`: the routes that check a draft
- `seeing`: the routes of an archive's picture
- `tiles`: countries as tiles on a map
- `timeline`: interviews by date
- `dots`: who speaks about what
- `drawn`: what is drawn, each mark also in words
- `listing`: which interviews a list shows
- `citing`: the routes of a quote's reference
- `forms`: the question form: what was sent, and what a page shows of it again
- `starters`: questions to begin with, from the interviewers' own
- `views`: what each template is given: one frozen type a page
- `replies`: a reply as the view of its page
- `grid`: a comparison as the view of its page
- `reading`: an interview as a page to read, with the cited words marked
- `reference`: the API's own description as a page
- `templating`: a view rendered by its template
- `verbs`: what the command `serve` does
- `screenshots`: every page and state as a picture, by a Chromium that is installed
"""
