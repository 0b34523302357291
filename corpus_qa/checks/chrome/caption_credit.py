"""Captions and credits without their picture: ``Photo: Ada Lind / Harbour Post``.

Why it matters
    A caption between two paragraphs belongs to neither. It describes what the reader of the corpus
    cannot see.

Flagged
    Photo: Ada Lind / Harbour Post
    (Photo by Ada Lind/Getty Images)
    FILE PHOTO: A ferry leaves the harbour, 12 March 2021. REUTERS/Ada Lind
    Foto: Ada Lind

Clean
    Photo shops are closing one by one.
    Getty bought the archive for an undisclosed sum.
    The photo by his bed showed a boat.

Limits
    Captions without a credit read like sentences and are found only beside other site chrome. In an
    article without other site chrome, a credit is a note.

Repair
    Unsafe: the words may belong to the article.
"""

from __future__ import annotations

from corpus_qa.checks.chrome._examiner import examine
from corpus_qa.checks.chrome._kinds import Kind
from corpus_qa.checks.chrome._tables import languages_of
from corpus_qa.model import Check, Family, Pattern, Severity

CHECK = Check(
    id="CHR014",
    name="caption-credit",
    family=Family.CHROME,
    severity=Severity.NOTE,
    languages=languages_of("caption-credit"),
    summary="a picture credit or caption in the text",
    page=__doc__ or "",
    patterns=(
        Pattern(
            r"(?im)^(?:image copyright|image caption|image source|media caption|file photo)"
            r"\b[^\n]*$"
        ),
        Pattern(r"(?im)^[^\n]*\b(?:enlarge this image|hide caption|toggle caption)\b[^\n]*$"),
        Pattern(
            r"(?im)\b(?:Getty Images|AP Photo|AFP via Getty|Shutterstock|iStock(?:photo)?|Alamy)"
            r"\b[^\n]{0,40}$",
            literals=(
                "getty images",
                "ap photo",
                "afp via getty",
                "shutterstock",
                "istock",
                "alamy",
            ),
        ),
        Pattern(
            r"(?m)\b(?:REUTERS|AFP|EPA|AP)/[A-Z][^\n]{0,40}$",
            literals=("reuters/", "afp/", "epa/", "ap/"),
        ),
        Pattern(
            r"(?im)[(\[](?:photo|image|picture|credit|foto|bild|fot\.|фото|courtesy)"
            r"\b[^\n]{0,80}[)\]][^\n]{0,10}$",
            literals=(
                "(photo",
                "(image",
                "(picture",
                "(credit",
                "(foto",
                "(bild",
                "(fot.",
                "(фото",
                "(courtesy",
                "[photo",
                "[image",
                "[picture",
                "[credit",
                "[foto",
                "[bild",
                "[fot.",
                "[фото",
                "[courtesy",
            ),
        ),
    ),
    examine_batch=examine,
)
KIND = Kind(CHECK, "Picture credit in the text.", about=True)
