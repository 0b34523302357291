-- What the dates of all articles of a site tell together; each statement gives evidence. Of a site
-- with one day, which may be a day's harvest, only the first article is named.

-- :DAT010
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
SELECT d."row", 'DAT010' AS "check",
  CASE WHEN m.articles >= $one_moment_share * s.articles
    THEN m.articles || ' of ' || s.articles || ' dated articles of ' || d.site
      || ' carry this very moment, ' || strftime(make_timestamp(d.moment), '%Y-%m-%d %H:%M:%S') || '.'
    ELSE 'All ' || s.articles || ' dated articles of ' || d.site || ' carry this day, '
      || strftime(make_timestamp(d.moment), '%Y-%m-%d') || '.'
  END AS message,
  NULL AS "field", NULL AS "start", NULL AS "end", NULL AS suggestion,
  CASE WHEN m.articles >= $one_moment_share * s.articles THEN NULL ELSE 'note' END AS severity
FROM dated d
JOIN sites s ON d.site = s.site
LEFT JOIN moments m ON d.site = m.site AND d.moment = m.moment AND m.articles >= $one_moment
WHERE m.articles >= $one_moment_share * s.articles
  OR (s.days = 1 AND s.articles >= $one_day AND d."row" = s.first)

-- :DAT011
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
SELECT d."row", 'DAT011' AS "check",
  'The date was read with the month first, but ' || o.day_first || ' dates of ' || d.site
    || ' have the day first.' AS message,
  NULL AS "field", NULL AS "start", NULL AS "end",
  strftime(make_date(year(read_as), day(read_as), month(read_as)), '%Y-%m-%d') AS suggestion,
  NULL AS severity
FROM doubtful d
JOIN orders o ON d.site = o.site
WHERE day(read_as) <= 12
  AND o.day_first >= $order_proofs AND o.month_first <= $order_doubts * o.day_first
