"""Times datatrove's Gopher quality filter and FineWeb chain; runs in an environment of its own.

Reads JSON lines from the file that is named, prints the megabytes of text per second of both.
"""

import json
import sys
import time
from pathlib import Path

from datatrove.data import Document
from datatrove.pipeline.filters import (
    C4QualityFilter,
    FineWebQualityFilter,
    GopherQualityFilter,
    GopherRepetitionFilter,
)

articles = [json.loads(line) for line in Path(sys.argv[1]).read_text("utf-8").splitlines()]
size = sum(len(article["text"].encode()) for article in articles) / 1e6
gopher = GopherQualityFilter()
chain = (
    GopherRepetitionFilter(),
    gopher,
    C4QualityFilter(filter_no_terminal_punct=False),
    FineWebQualityFilter(),
)
for rules in ((gopher,), chain):
    for rule in rules:
        rule.filter(Document(text=articles[0]["text"], id="warm"))  # loads the tokenizer
    began = time.process_time()
    for article in articles:
        for rule in rules:
            rule.filter(Document(text=article["text"], id=article["id"]))
    print(size / (time.process_time() - began))
