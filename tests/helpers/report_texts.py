"""Invented prose and invented defects for the run folders of ``report_runs``."""

from __future__ import annotations

from dataclasses import dataclass

STREET = ("harbour-ledger", "north-valley-post", "the-kestrel", "tidewater-daily")

PROSE = {
    "english": (
        "The council of Ostermoor voted on Tuesday to reopen the ferry line before the spring.",
        "“We have waited nine years for this,” said Ilse Varga, who runs the bakery on the quay.",
        "Engineers found that the second pier needs new piles, for about 4 million crowns.",
        "The vote was close: eleven members were in favour, ten against.",
        "A spokesman for the port declined to give a date for the first crossing.",
        "Fishermen fear that the wash of the larger ships will damage the oyster beds.",
        "The company that last ran the line went into administration in 2017.",
        "Ticket prices are to stay below those of the coach, the council promised.",
        "Two boats have been ordered from a yard in Lindholm, and a third is an option.",
        "The opposition calls the plan a gamble with the savings of a small town.",
    ),
    "arabic": (
        "صوّت مجلس البلدة يوم الثلاثاء على إعادة تشغيل خط العبّارات قبل الربيع.",
        "وقالت صاحبة المخبز على الرصيف إنها انتظرت هذا القرار تسع سنوات.",
        "ويخشى الصيادون أن تضر السفن الكبيرة بمزارع المحار في الخليج.",
        "ورفض المتحدث باسم الميناء تحديد موعد للرحلة الأولى.",
    ),
    "chinese": (
        "镇议会周二投票决定在春天之前重新开放渡轮航线。",
        "码头面包店的老板说，她为这一天等了九年。",
        "工程师发现第二座码头需要更换木桩，费用约四百万克朗。",
        "渔民担心大型船只的尾流会损坏牡蛎养殖场。",
    ),
    "hostile": (
        "<script>window.pwned = 1</script> was the headline.",
        '"><img src=x onerror="window.pwned = 2"> followed.',
        "</script><svg onload=window.pwned=3> closed it.",
        "${window.pwned = 4} {{ window.pwned }} `window.pwned`",
        "javascript:window.pwned=5 <a href='javascript:window.pwned=6'>here</a>",
        "Steering \u202etxet\u202c and \x1b[31m bells \x07 and a line\u2028break.",
        "&lt;b&gt; &amp;amp; \U0001f600 and a family \U0001f468\u200d\U0001f469\u200d\U0001f467.",
    ),
}


@dataclass(frozen=True)
class Defect:
    """A kind of defect: the words that are put into an article, and what a check says of them."""

    check: str
    name: str
    family: str
    severity: str
    summary: str
    words: str
    message: str
    suggestion: str | None = None

    @property
    def page(self) -> str:
        """The page of the check."""
        return (
            f"{self.summary}\n\nWhy it matters\n    A reader stumbles over it, and a model learns "
            f"it.\n\nFlagged\n    {self.words}\n\nClean\n    The ferry sails at nine.\n\n"
            "Limits\n    Invented for the tests of the report."
        )


# The order is that of frequency: a generated run has most of the first and least of the last.
DEFECTS = (
    Defect("CHR005", "share-bar", "chrome", "warning", "Share buttons left in the text.",
           "Share this article", "Share bar: “{}” is not part of the article.", ""),
    Defect("CHR008", "related-list", "chrome", "warning", "Lists of other articles.",
           "You may also like", "Heading of a list of other articles.", ""),
    Defect("TRN002", "detached-hyphen", "translation", "warning", "Compounds with a loose hyphen.",
           "the 30 -day truce", "Detached hyphen: “{}”.", "the 30-day truce"),
    Defect("CHR004", "cookie-banner", "chrome", "error", "Consent banners in the text.",
           "We use cookies to improve your experience", "Text of a consent banner.", ""),
    Defect("DAT001", "missing-date", "date", "note", "Articles without a date.",
           "", "The article has no date of publication."),
    Defect("ENC001", "mojibake", "encoding", "error", "Text decoded with the wrong charset.",
           "cafÃ©", "Mojibake: “{}” reads “café” when it is decoded as UTF-8.", "café"),
    Defect("CON003", "truncated", "content", "warning", "Texts that break off.",
           "officials said that the", "The text ends in the middle of a sentence."),
    Defect("TRN009", "engine-token", "translation", "error", "Tokens of a translation engine.",
           "<unk>", "Unknown-word token “{}” of a translation engine."),
    Defect("ENC005", "invisible-character", "encoding", "warning", "Characters that no one sees.",
           "pass\u200bword\u202e", "Invisible character inside a word.", "password"),
    Defect("CHR030", "repeated-line", "chrome", "note", "Lines that a site repeats.",
           "Sign up for the Kestrel morning letter", "The line stands in 41 articles.", ""),
    Defect("CON007", "assistant-leftover", "content", "error", "What a language model said.",
           "As an AI language model, I cannot", "Words of an assistant, not of the article."),
    Defect("DUP002", "near-duplicate", "duplicate", "warning", "Articles that are nearly the same.",
           "", "The article shares 83 % of its word sequences with another one."),
)  # fmt: skip
