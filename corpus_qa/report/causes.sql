-- :counted
-- What the rates count: errors and warnings that nothing waives, of a change only the new ones.
CREATE OR REPLACE TEMP TABLE counted AS
SELECT article_id, "check", name, family, severity,
    suggestion IS NOT NULL AND applicability = 'safe' AS mendable
FROM findings WHERE severity <> 'note' AND list_contains($statuses, status)

-- :parts
SELECT family, "check", name, count(*) AS findings, count(DISTINCT article_id) AS articles,
    count(*) FILTER (mendable) AS mendable
FROM counted GROUP BY ALL ORDER BY articles DESC, findings DESC, "check"

-- :sites
-- The sites where each check finds most, and on how many it finds anything.
WITH placed AS (
    SELECT "check", site, count(*) AS findings,
        count(*) OVER (PARTITION BY "check") AS sites,
        row_number() OVER (PARTITION BY "check" ORDER BY count(*) DESC, site) AS place
    FROM counted LEFT JOIN signals USING (article_id) GROUP BY "check", site
)
SELECT "check", site, findings, sites FROM placed WHERE place <= $most ORDER BY "check", place

-- :months
-- Dated articles by month, and those that each family flags.
WITH dated AS (
    SELECT article_id, strftime(make_timestamp(epoch_us(published_at)), '%Y-%m') AS month
    FROM signals WHERE published_at IS NOT NULL
),
struck AS (
    SELECT family, month, count(*) AS flagged
    FROM (SELECT DISTINCT article_id, family FROM counted) JOIN dated USING (article_id)
    GROUP BY ALL
),
total AS (SELECT month, count(*) AS articles FROM dated GROUP BY ALL)
SELECT family, month, coalesce(flagged, 0), articles
FROM (SELECT DISTINCT family FROM struck) CROSS JOIN total LEFT JOIN struck USING (family, month)
ORDER BY family, month

-- :repairs
-- Whether the run says which repairs are safe: then fix and split can read it.
SELECT count(applicability) > 0 FROM findings
