"""The same date on many articles of a site: the time of a crawl, an import or a template.

Why it matters
    When a site is migrated or collected in one go, its content system or the collector often stamps
    every article with that moment. Each date looks fine on its own; only together are they absurd.

Flagged
    Five or more articles of a site, and at least half of those that have a date, have the same
    time to the second.
    All articles of a site, twenty or more, have the same date (a note at the first of them, since
    a batch of one day's news looks like that).

Clean
    Two articles of one minute. A day on which a site published much. Four articles in all.

Limits
    Articles without a site are not judged. A site whose dates have no time of day is judged by the
    second, weaker rule.
"""

from __future__ import annotations

from corpus_qa.model import ALL_LANGUAGES, Check, CorpusQuery, Family, Severity

# Of a site with one day, which may be a day's harvest, only the first article is named.
QUERY = CorpusQuery(
    """
WITH dated AS (
  SELECT "row", site, epoch_us(published_at) AS moment
  FROM signals WHERE site IS NOT NULL AND published_at IS NOT NULL
),
sites AS (
  SELECT site, COUNT(*) AS articles, COUNT(DISTINCT moment // 86400000000) AS days,
    MIN("row") AS first
  FROM dated GROUP BY site
),
moments AS (
  SELECT site, moment, COUNT(*) AS articles
  FROM dated WHERE moment % 86400000000 <> 0 GROUP BY site, moment
)
SELECT d."row",
  CASE WHEN m.articles >= $one_moment_share * s.articles
    THEN m.articles || ' of ' || s.articles || ' dated articles of ' || d.site
      || ' have this exact time, '
      || strftime(make_timestamp(d.moment), '%Y-%m-%d %H:%M:%S') || '.'
    ELSE 'All ' || s.articles || ' dated articles of ' || d.site || ' have this date, '
      || strftime(make_timestamp(d.moment), '%Y-%m-%d') || '.'
  END AS message,
  CASE WHEN m.articles >= $one_moment_share * s.articles THEN NULL ELSE 'note' END AS severity
FROM dated d
JOIN sites s ON d.site = s.site
LEFT JOIN moments m ON d.site = m.site AND d.moment = m.moment AND m.articles >= $one_moment
WHERE m.articles >= $one_moment_share * s.articles
  OR (s.days = 1 AND s.articles >= $one_day AND d."row" = s.first)
""",
    limits={
        # So many articles of a site with one moment, and so large a share of its dated articles,
        # were stamped by a machine.
        "one_moment": 5,
        "one_moment_share": 0.5,
        # So many articles of a site, all of one day, deserve a look.
        "one_day": 20,
    },
)

CHECK = Check(
    id="DAT010",
    name="one-date-for-a-site",
    family=Family.DATE,
    severity=Severity.WARNING,
    languages=ALL_LANGUAGES,
    summary="most articles of the site have the same date",
    page=__doc__ or "",
    corpus=QUERY,
)
