"""Write three articles with the libraries that people use; run in an environment of its own.

A folder for each writer, below the folder that is named on the command line.
"""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

ARTICLES = [
    {
        "title": f"The {name} is opened again after the flood",
        "text": f"The {name} was opened again on Monday. Una Marl, who keeps it, was glad.\n"
        "Hundreds came to see it, and the band played until the rain began to fall at noon.",
        "date": f"2025-03-{day}",
        "url": f"https://news.example.org/{day}",
    }
    for day, name in ((10, "weir"), (11, "ferry"), (12, "lighthouse"))
]
TABLE = {name: [article[name] for article in ARTICLES] for name in ARTICLES[0]}


def page(article: dict[str, str]) -> str:
    """Return an article as a page of the web."""
    paragraphs = "".join(f"<p>{line}</p>" for line in article["text"].split("\n"))
    return (
        f'<!DOCTYPE html><html lang="en"><head><title>{article["title"]}</title>'
        f'<meta property="article:published_time" content="{article["date"]}T08:00:00+00:00">'
        f'<link rel="canonical" href="{article["url"]}"><meta name="author" content="Una Marl">'
        f"</head><body><article><h1>{article['title']}</h1>{paragraphs}</article></body></html>"
    )


def newspaper(out: Path) -> None:
    import newspaper

    with (out / "a.jsonl").open("w") as file:
        for one in ARTICLES:
            article = newspaper.Article(one["url"])
            article.download(input_html=page(one))
            article.parse()
            print(article.to_json(), file=file)


def trafilatura(out: Path) -> None:
    from trafilatura import extract

    suffixes = {"json": "json", "xml": "xml", "xmltei": "xml", "txt": "txt", "markdown": "md"}
    for form, suffix in {**suffixes, "html": "html"}.items():
        for number, one in enumerate(ARTICLES):
            text = extract(page(one), url=one["url"], output_format=form, with_metadata=True)
            folder = out / form
            folder.mkdir(exist_ok=True)
            (folder / f"{number}.{suffix}").write_text(text)


def trafilatura_csv(out: Path) -> None:
    from trafilatura import extract

    rows = [extract(page(one), output_format="csv", with_metadata=True) for one in ARTICLES]
    (out / "a.csv").write_text("\n".join(rows))


def fundus(out: Path) -> None:
    from fundus.parser.data import ArticleBody, ArticleSection, TextSequence
    from fundus.scraping.article import Article
    from fundus.scraping.html import HTML, SourceInfo

    found = []
    for one in ARTICLES:
        first, *others = one["text"].split("\n")
        section = ArticleSection(TextSequence([]), TextSequence(others))
        html = HTML(one["url"], one["url"], page(one), datetime.now(UTC), SourceInfo("News"))
        article = Article(
            html=html,
            title=one["title"],
            body=ArticleBody(TextSequence([first]), [section]),
            authors=["Una Marl"],
            publishing_date=datetime.fromisoformat(f"{one['date']}T08:00:00+00:00"),
            topics=[],
        )
        found.append(article.to_json())
    (out / "a.json").write_text(json.dumps(found, default=str))


def news_please(out: Path) -> None:
    from newsplease import NewsPlease

    for number, one in enumerate(ARTICLES):
        article = NewsPlease.from_html(page(one), url=one["url"])
        plain = article.get_serializable_dict()
        (out / f"{number}.json").write_text(json.dumps(plain, default=str))


def datasets(out: Path) -> None:
    from datasets import Dataset, DatasetDict

    made = Dataset.from_list(ARTICLES)
    made.save_to_disk(out / "one")
    DatasetDict({"train": made}).save_to_disk(out / "several")
    made.to_json(out / "lines.jsonl")
    made.to_parquet(out / "table.parquet")
    made.to_csv(out / "table.csv")


def pandas(out: Path) -> None:
    import pandas as pd

    frame = pd.DataFrame(TABLE)
    for orient in ("split", "records", "index", "columns", "values", "table"):
        if orient != "values":  # which says nothing of the names
            frame.to_json(out / f"{orient}.json", orient=orient)
    frame.to_json(out / "lines.jsonl", orient="records", lines=True)
    frame.to_csv(out / "a.csv")
    frame.to_csv(out / "tabs.tsv", sep="\t", index=False)
    frame.to_parquet(out / "a.parquet")
    frame.to_feather(out / "a.feather")
    frame.to_xml(out / "a.xml", parser="lxml")


def polars(out: Path) -> None:
    import polars as pl

    frame = pl.DataFrame(TABLE)
    frame.write_ndjson(out / "a.ndjson")
    frame.write_json(out / "a.json")
    frame.write_csv(out / "a.csv")
    frame.write_parquet(out / "a.parquet")
    frame.write_ipc(out / "a.arrow")
    frame.write_ipc_stream(out / "stream.arrow")


def pyarrow(out: Path) -> None:
    import pyarrow as pa
    import pyarrow.dataset as ds
    import pyarrow.parquet as pq

    table = pa.table({**TABLE, "site": ["a.example", "b.example", "a.example"]})
    pq.write_to_dataset(table, out / "parquet", partition_cols=["site"])
    parts = ds.partitioning(pa.schema([("site", pa.string())]), flavor="hive")
    ds.write_dataset(table, out / "arrow", format="arrow", partitioning=parts)


def warcio(out: Path) -> None:
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    with (out / "a.warc.gz").open("wb") as file:
        writer = WARCWriter(file, gzip=True)
        for one in ARTICLES:
            head = StatusAndHeaders("200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.1")
            body = io.BytesIO(page(one).encode())
            record = writer.create_warc_record(
                one["url"], "response", payload=body, http_headers=head
            )
            writer.write_record(record)


def feedparser(out: Path) -> None:
    import feedparser

    items = "".join(
        f"<item><title>{one['title']}</title><link>{one['url']}</link>"
        f"<pubDate>Mon, {one['date'][-2:]} Mar 2025 08:00:00 GMT</pubDate><content:encoded>"
        f"<![CDATA[<p>{one['text']}</p>]]></content:encoded></item>"
        for one in ARTICLES
    )
    space = "http://purl.org/rss/1.0/modules/content/"
    feed = f'<rss version="2.0" xmlns:content="{space}"><channel>{items}</channel></rss>'
    (out / "feed.json").write_text(json.dumps(feedparser.parse(feed), default=str))
    (out / "feed.xml").write_text(feed)


WRITERS: list[Callable[[Path], Any]] = [
    newspaper, trafilatura, trafilatura_csv, fundus, news_please, datasets, pandas, polars, pyarrow,
    warcio, feedparser,
]  # fmt: skip

if __name__ == "__main__":
    for writer in WRITERS:
        folder = Path(sys.argv[1]) / writer.__name__
        folder.mkdir(parents=True)
        writer(folder)
