"""Page footers: copyright, legal links, contact, calls for tips.

Why it matters
    A footer is repeated on every page of a site. Left in the corpus, it makes unrelated articles
    look alike.

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
    Addresses and telephone numbers of people in the story are content.

Repair
    Safe if every line of the finding is known by its words and almost certainly site chrome (its
    score is at least 0.9); else unsafe. A removed line takes a blank line along.
"""

from __future__ import annotations

from corpus_qa.checks.chrome._examiner import examine
from corpus_qa.checks.chrome._kinds import Kind
from corpus_qa.checks.chrome._tables import languages_of
from corpus_qa.model import Check, Family, Pattern, Severity

# What the links at the bottom of a page are called. Two of them in a row with bars between them are
# such links.
LINKS = (
    "privacy", "terms", "advertise", "contact us", "sitemap", "impressum", "datenschutz", "agb",
    "mentions légales", "confidentialité", "aviso legal", "privacidad", "privacidade",
    "note legali", "privacybeleid", "regulamin", "cookies",
)  # fmt: skip

CHECK = Check(
    id="CHR010",
    name="footer",
    family=Family.CHROME,
    severity=Severity.WARNING,
    languages=languages_of("footer"),
    summary="a page footer (copyright, legal or contact links) in the text",
    page=__doc__ or "",
    patterns=(
        Pattern(
            r"(?im)^[^\n]{0,80}\b(?:"
            + "|".join(LINKS)
            + r")[^\n|]{0,30} [|•·] [^\n]{0,80}\b(?:"
            + "|".join((*LINKS, "contact", "kontakt", "contacto"))
            + r")[^\n]{0,80}$",
            literals=LINKS,
        ),
        Pattern(
            r"(?im)^[^\n]{0,80}\b(?:enable javascript|javascript (?:is )?(?:disabled|"
            r"required|must be enabled)|aktivieren sie (?:bitte )?javascript|"
            r"skip (?:directly )?to "
            r"(?:main |the )?(?:content|navigation)|best viewed in)\b[^\n]{0,120}$",
            literals=("javascript", "skip to", "skip directly to", "best viewed in"),
        ),
        Pattern(
            r"(?i)\ball rights reserved\b|\bmay not be (?:published|reproduced|copied)"
            r"[^\n]{0,60}(?:broadcast|rewritten|redistributed|permission|consent)|"
            r"\bterms of (?:use|service) and privacy\b|\bprivacy policy and terms\b",
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
            r"(?im)^[^\n]{0,30}(?:©|\(c\)|copyright) ?(?:by |of |the |©|\(c\))? ?(?:19|20)\d\d\b",
            literals=("©", "(c)", "copyright"),
        ),
        Pattern(
            r"(?i)alle rechte vorbehalten|todos los derechos reservados|tous droits réservés|"
            r"tutti i diritti riservati|riproduzione riservata|todos os direitos reservados|"
            r"alle rechten voorbehouden|wszelkie prawa zastrzeżone|все права защищены|"
            r"tüm hakları saklıdır|無断転載|무단 ?전재|版权所有|版權所有|未经[^\n]{0,6}不得转载|"
            r"усі права захищен|всі права захищен|всички права запазени|všechna práva vyhrazena|"
            r"všetky práva vyhradené|sva prava pridržana|sva prava zadržana|minden jog fenntartva|"
            r"toate drepturile rezervate|alla rättigheter förbehåll|alle rettigheter forbehold|"
            r"kaikki oikeudet pidätet|hak cipta dilindungi|جميع الحقوق محفوظة|"
            r"כל הזכויות שמורות|सर्वाधिकार सुरक्षित|সর্বস্বত্ব|สงวนลิขสิทธิ์|όλα τα δικαιώματα",
            literals=(
                "rechte vorbehalten",
                "derechos reservados",
                "droits r",
                "diritti riservati",
                "riproduzione riservata",
                "direitos reservados",
                "rechten voorbehouden",
                "prawa zastrze",
                "прав",
                "tüm hak",
                "無断転載",
                "무단",
                "版权所有",
                "版權所有",
                "不得转载",
                "права зап",
                "práva vy",
                "sva prava",
                "jog fenntartva",
                "drepturile rezervate",
                "rättigheter",
                "rettigheter",
                "oikeudet pid",
                "hak cipta",
                "الحقوق محفوظة",
                "הזכויות",
                "सर्वाधिकार",
                "সর্বস্বত্ব",
                "สงวนลิขสิทธิ์",
                "δικαιώματα",
            ),
        ),
        Pattern(
            r"(?i)\b(?:opinions|views) expressed (?:in this [a-z]+ |by [a-z ]{3,40} |here )"
            r"?are (?:those of|their own|his own|her own|solely|the author|not necessarily)",
            literals=("expressed",),
        ),
        Pattern(
            r"(?i)\b(?:contact|email|e-mail|write to|reach) (?:us|the (?:editor|editors|newsroom|"
            r"author|writer|reporter)|me) (?:at|via|on|with)\b",
            literals=(
                "contact us",
                "email us",
                "e-mail us",
                "reach us",
                "reach me",
                "email me",
                "contact me",
                "write to us",
                "write to me",
                "the editor",
                "the newsroom",
                "the author",
                "the writer",
                "the reporter",
            ),
        ),
        Pattern(
            r"(?i)\b(?:transcripts are created on|this (?:text|"
            r"transcript) may not be in its final form)\b"
        ),
    ),
    examine_batch=examine,
)
KIND = Kind(CHECK, "Page footer in the text.")
