"""A site whose articles all name equally many tides.

Why it matters
    Tide tables differ from day to day. Where they do not, one table was pasted into every article.

Flagged
    Four articles of a site, each with two tides.

Clean
    Three articles, or four with different numbers of tides.

Limits
    Articles without a tide, and those that name no site, are left out.
"""

from corpus_qa import Check, CorpusQuery, Family, Severity

CHECK = Check(
    id="HARBOUR004",
    name="same-tides",
    family=Family.CONTENT,
    severity=Severity.NOTE,
    summary="all articles of the site name equally many tides",
    page=__doc__ or "",
    corpus=CorpusQuery(
        """
SELECT s."row",
  'All ' || a.articles || ' articles of ' || s.site || ' name ' || CAST(s.tides AS INT) || ' tides.'
    AS message
FROM signals s
JOIN (
  SELECT site, COUNT(*) AS articles FROM signals
  WHERE tides > 0 GROUP BY site HAVING MIN(tides) = MAX(tides)
) a ON s.site = a.site
WHERE s.tides > 0 AND a.articles >= $least
""",
        needs=("tides",),
        limits={"least": 4},
    ),
)
