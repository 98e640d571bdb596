"""Trains the judge.

In the order that data passes through them:

- `lessons`: what the judge learns from
- `own`: our own interviews and questions, read
- `sources`: the public sets and our own questions, as lessons
- `first`: what the first search gives the sentences of a lesson
- `negatives`: passages that look right and are not
- `network`: the judge as a network
- `shipped`: the weights of the judge that is shipped
- `fit`: lessons to a trained network
- `asked`: what silence is calibrated on
- `calibrate`: when silence is right
- `hosts`: how those who ask speak, for transcripts that do not tell
- `ship`: all of it to the folder that is shipped
"""
