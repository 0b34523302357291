"""The run folder as a Croissant dataset: its tables, their columns, and what was measured."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from corpus_qa.config import documentation
from corpus_qa.report.load import Run
from corpus_qa.report.wording import headline

CONTEXT = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "citeAs": "cr:citeAs",
    "column": "cr:column",
    "conformsTo": "dct:conformsTo",
    "cr": "http://mlcommons.org/croissant/",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "dct": "http://purl.org/dc/terms/",
    "equivalentProperty": "cr:equivalentProperty",
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "extract": "cr:extract",
    "field": "cr:field",
    "fileObject": "cr:fileObject",
    "fileProperty": "cr:fileProperty",
    "fileSet": "cr:fileSet",
    "format": "cr:format",
    "includes": "cr:includes",
    "isLiveDataset": "cr:isLiveDataset",
    "jsonPath": "cr:jsonPath",
    "key": "cr:key",
    "md5": "cr:md5",
    "parentField": "cr:parentField",
    "path": "cr:path",
    "recordSet": "cr:recordSet",
    "references": "cr:references",
    "regex": "cr:regex",
    "repeated": "cr:repeated",
    "replace": "cr:replace",
    "samplingRate": "cr:samplingRate",
    "sc": "https://schema.org/",
    "separator": "cr:separator",
    "source": "cr:source",
    "subField": "cr:subField",
    "transform": "cr:transform",
}

TABLES = ("findings", "duplicates", "metrics", "signals", "known")


def render(run: Run) -> str:
    """Return the description of the run folder in JSON-LD."""
    document = run.document
    tables = [path for name in TABLES if (path := run.folder / f"{name}.parquet").exists()]
    described = {
        "@context": CONTEXT,
        "@type": "sc:Dataset",
        "conformsTo": "http://mlcommons.org/croissant/1.1",
        "name": f"corpus-qa-{document.command}",
        "description": f"What corpus-qa found in {', '.join(document.input.paths)}. "
        f"{headline(document)}",
        "datePublished": document.started_at,
        "version": document.tool.version,
        "url": documentation("") or "urn:corpus-qa",
        "variableMeasured": list(_measured(run)),
        "distribution": [_file(path) for path in tables],
        "recordSet": [_records(path) for path in tables],
    }
    return json.dumps(described, ensure_ascii=False, indent=1) + "\n"


def _measured(run: Run) -> Iterator[dict[str, Any]]:
    """Yield the numbers of the dataset, each rate with its interval."""
    for one in run.metrics:
        if one.scope == "dataset":
            bounds = {"minValue": one.low, "maxValue": one.high} if one.low is not None else {}
            yield {"@type": "PropertyValue", "name": one.metric, "value": one.value, **bounds}


def _file(path: Path) -> dict[str, Any]:
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return {
        "@type": "cr:FileObject",
        "@id": path.name,
        "name": path.name,
        "contentUrl": path.name,
        "contentSize": f"{path.stat().st_size} B",
        "encodingFormat": "application/x-parquet",
        "sha256": digest,
    }


def _records(path: Path) -> dict[str, Any]:
    fields = pq.read_schema(path)
    return {
        "@type": "cr:RecordSet",
        "@id": path.stem,
        "name": path.stem,
        "field": [
            {
                "@type": "cr:Field",
                "@id": f"{path.stem}/{field.name}",
                "name": f"{path.stem}/{field.name}",
                "dataType": _type(field.type),
                "source": {
                    "fileObject": {"@id": path.name},
                    "extract": {"column": field.name},
                },
            }
            for field in fields
        ],
    }


def _type(kind: pa.DataType) -> str:
    if pa.types.is_boolean(kind):
        return "sc:Boolean"
    if pa.types.is_integer(kind):
        return "sc:Integer"
    if pa.types.is_floating(kind):
        return "sc:Float"
    return "sc:DateTime" if pa.types.is_timestamp(kind) else "sc:Text"
