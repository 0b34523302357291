"""Times datatrove's Gopher quality filter; runs in an environment of its own.

Reads JSON lines from the file that is named, prints the megabytes of text per second.
"""

import json
import sys
import time
from pathlib import Path

from datatrove.data import Document
from datatrove.pipeline.filters import GopherQualityFilter

articles = [json.loads(line) for line in Path(sys.argv[1]).read_text("utf-8").splitlines()]
rule = GopherQualityFilter()
rule.filter(Document(text=articles[0]["text"], id="warm"))  # loads the tokenizer
began = time.perf_counter()
for article in articles:
    rule.filter(Document(text=article["text"], id=article["id"]))
seconds = time.perf_counter() - began
print(sum(len(article["text"].encode()) for article in articles) / 1e6 / seconds)
