"""Day and month of a date field that are swapped, as the site's other dates prove.

Why it matters
    ``03/04/2025`` alone is ambiguous. But a site writes all its dates in the same way, and
    ``25/04/2025`` on the same site shows which way that is.

Flagged
    ``03/04/2025``, read as March 4, on a site with ``25/04/2025``, ``17/03/2025``, ``30/01/2025``
    and nothing to the contrary; the suggestion is 2025-04-03.

Clean
    The same date on a site that writes ``04/25/2025``, or whose other dates do not show the order.

Limits
    At least three dates with a day beyond the twelfth must prove the order, and at most one in ten
    may contradict it. Articles without a site are not judged.

Repair
    Unsafe: a date is offered, for a person to decide; `fix` does not write it.
"""

from __future__ import annotations

from corpus_qa.model import ALL_LANGUAGES, Check, CorpusQuery, Family, Severity

QUERY = CorpusQuery(
    """
WITH orders AS (
  SELECT site,
    COUNT(*) FILTER (WHERE day_order = 1) AS day_first,
    COUNT(*) FILTER (WHERE day_order = 0) AS month_first
  FROM signals WHERE site IS NOT NULL GROUP BY site
),
doubtful AS (
  SELECT "row", site, make_timestamp(epoch_us(published_at)) AS read_as
  FROM signals WHERE day_order = 0.5 AND published_at IS NOT NULL
)
SELECT d."row",
  'The date was read with the month first, but ' || o.day_first || ' dates of ' || d.site
    || ' have the day first.' AS message,
  strftime(make_date(year(read_as), day(read_as), month(read_as)), '%Y-%m-%d') AS suggestion
FROM doubtful d
JOIN orders o ON d.site = o.site
WHERE day(read_as) <= 12
  AND o.day_first >= $order_proofs AND o.month_first <= $order_doubts * o.day_first
""",
    needs=("day_order",),
    limits={
        # So many dates prove the order of day and month on a site, if at most this share
        # contradicts.
        "order_proofs": 3,
        "order_doubts": 0.1,
    },
)

CHECK = Check(
    id="DAT011",
    name="exchanged-date",
    family=Family.DATE,
    severity=Severity.WARNING,
    languages=ALL_LANGUAGES,
    summary="day and month are swapped, as the site's other dates show",
    page=__doc__ or "",
    corpus=QUERY,
)
