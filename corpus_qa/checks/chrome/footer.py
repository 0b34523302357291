"""The foot of a page: copyright, legal links, contact, tips to the editors.

Why it matters
    The foot of a page repeats on every page of a site. Left in the corpus it makes unrelated
    articles look alike.

Flagged
    © 2024 Harbour Media Ltd. All rights reserved.
    All Rights Reserved
    Privacy Policy
    Got a tip? Write to tips@example.org.
    Alle Rechte vorbehalten

Clean
    She reserved all rights to the film in 1998.
    The privacy policy of the clinic was changed after the leak.
    Contact with the ship was lost at dawn.

Limits
    Addresses and telephone numbers of the people in a story are content.
"""

from __future__ import annotations

from corpus_qa.checks.chrome._examiner import examine
from corpus_qa.model import Check, Family, Pattern, Severity

CHECK = Check(
    id="CHR010",
    name="footer",
    family=Family.CHROME,
    severity=Severity.WARNING,
    summary="a footer with copyright, legal or contact links stands in the text",
    page=__doc__ or "",
    patterns=(
        Pattern(
            r"(?im)^[^\n]*\b(?:all rights reserved|may not be (?:published|reproduced|"
            r"copied)[^\n]{0,60}(?:broadcast|rewritten|redistributed|permission|consent)|"
            r"terms of (?:use|service) and privacy|privacy policy and terms)\b[^\n]*$",
            "A footer stands in the text.",
            suggestion="",
            literals=(
                "all rights reserved",
                "may not be published",
                "may not be reproduced",
                "may not be copied",
                "terms of use and",
                "terms of service and",
                "policy and terms",
            ),
        ),
        Pattern(
            r"(?im)^[^\n]{0,30}(?:©|\(c\)|copyright) ?(?:by |of |the |©|\(c\))? ?(?:19|"
            r"20)\d\d\b[^\n]{0,200}$",
            "A footer stands in the text.",
            suggestion="",
            literals=("©", "(c)", "copyright"),
        ),
        Pattern(
            r"(?im)^[^\n]*(?:alle rechte vorbehalten|todos los derechos reservados|"
            r"tous droits réservés|tutti i diritti riservati|riproduzione riservata|"
            r"todos os direitos reservados|alle rechten voorbehouden|"
            r"wszelkie prawa zastrzeżone|все права защищены|tüm hakları saklıdır|"
            r"無断転載)[^\n]*$",
            "A footer stands in the text.",
            suggestion="",
        ),
    ),
    examine=examine,
)
