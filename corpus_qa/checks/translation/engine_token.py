"""Internal tokens of translation engines: ``<unk>``, ``@-@``, ``▁``.

Why it matters
    Translation engines split texts into pieces and join them again. Leftover tokens for unknown
    words, joins and spaces show that the last step failed, and that words are missing.

Flagged
    The <unk> of the town opened the new school.
    A long @-@ term plan was ap@@ proved by the board.
    The miller didn &apos;t say &#91; ... &#93; who had asked.

Clean
    Write to desk@paper.example or call 555-0101.
    The tag <unknown> and the key @ are explained in chapter 2.

Limits
    Texts about language models that quote these tokens are flagged too.
"""

from __future__ import annotations

from corpus_qa.checks.translation._reading import Part
from corpus_qa.checks.translation.machine_translation_evidence import examine
from corpus_qa.model import ALL_LANGUAGES, Check, Family, Pattern, Severity

MESSAGE = "“{}” is an internal token of a translation engine."

CHECK = Check(
    id="TRN014",
    name="engine-token",
    family=Family.TRANSLATION,
    severity=Severity.ERROR,
    languages=ALL_LANGUAGES,
    summary="an internal token of a translation engine",
    page=__doc__ or "",
    patterns=(
        Pattern(
            r"(?i)(?:< ?/?(?:unk|pad|eos|bos|mask|extra_id_\d+|2[a-z]{2}|0x[0-9a-f]{2}) ?>\s?)+"
        ),
        Pattern(r"(?:\[(?:UNK|MASK|SEP|CLS|PAD)\]\s?)+"),
        Pattern(r"</?s>\s?</?s>|</s>$"),
        Pattern(r"@[-,.–/:]@"),
        Pattern(r"\b\pL{1,12}@@ ", literals=("@@ ",)),
        Pattern(r"▁\pL*"),
        Pattern(r"⁇"),
        Pattern(r"(?i)\b__(?:unk|eou|eot)__\b"),
        Pattern(r" &apos;(?:s|t|re|ve|ll|d|m)\b"),
        Pattern(r"&#(?:91|93|124);"),
        Pattern(r"｟[^｠]*｠|￭"),
        # What stands for names and tags while an engine translates around them.
        Pattern(r"⟦[^⟧\n]{0,12}⟧"),
        Pattern(r"\b__[A-Z]{2,12}_?\d{1,4}__\b", literals=("__",)),
        Pattern(r"""(?i)</?(?:x|g|bx|ex|bpt|ept|ph)(?: id=["'][^"'\n]{1,12}["'])+ ?/?>"""),
    ),
    examine=examine,
)
PART = Part(CHECK, message=MESSAGE, weight=3.0)
