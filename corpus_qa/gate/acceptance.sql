-- :findings
SELECT $columns FROM settled
ORDER BY "row", "field" NULLS FIRST, "start" NULLS FIRST, "end", "check", "message"

-- :signals
-- Notes tell something, but are no defect: they count nowhere. What is waived counts nowhere either.
SELECT s.* EXCLUDE ("row"), $counts,
  coalesce(f.chrome_characters, 0) / greatest(s.characters, 1) AS chrome_share
FROM read_parquet('$signals') s
LEFT JOIN (
  SELECT article_id, $filters,
    sum("end" - "start") FILTER (family = 'chrome' AND "field" = 'text') AS chrome_characters
  FROM read_parquet('$run/findings.parquet')
  WHERE severity <> 'note' AND status <> 'waived' GROUP BY article_id
) f ON s.article_id = f.article_id
ORDER BY s."row"

-- :settled
-- Equal words in equal articles have one fingerprint: as many of them are known as were accepted.
-- A fingerprint goes by the URL, which a new article may have, too: what it has is never known.
CREATE TEMP VIEW settled AS
SELECT f.* EXCLUDE (copy, excused) REPLACE (
  CASE
    WHEN f.excused THEN 'waived'
    WHEN f.follows AND f.copy <= coalesce(a.times, 0) THEN 'known'
    ELSE 'new'
  END AS status
)
FROM (
  SELECT *, row_number() OVER (
    PARTITION BY fingerprint, excused, follows ORDER BY "row", "start"
  ) AS copy
  FROM (
    SELECT g.*, EXISTS (
      FROM excused e WHERE e.article_id = g.article_id AND starts_with(g."check", e."check")
    ) AS excused, ($everywhere OR g.article_id IN (SELECT article_id FROM follower)) AS follows
    FROM read_parquet('$findings') g
  )
) f
LEFT JOIN accepted a USING (fingerprint)

-- :excused
CREATE TEMP TABLE excused AS
SELECT w.number, w."check", s.article_id
FROM read_parquet('$signals') s JOIN waiver w ON
  coalesce(w.article = s.article_id, TRUE) AND
  (w.site IS NULL OR w.site = coalesce(s.site, '')) AND
  (w.path IS NULL OR regexp_matches(s.source, w.path))

-- :uses
SELECT e.number, count(*) FROM excused e
JOIN read_parquet('$findings') f
  ON e.article_id = f.article_id AND starts_with(f."check", e."check")
GROUP BY ALL

-- :fixed
SELECT coalesce(sum(greatest(a.times - coalesce(f.times, 0), 0)), 0)
FROM looked_for a LEFT JOIN (
  SELECT fingerprint, count(*) AS times FROM settled WHERE follows GROUP BY ALL
) f USING (fingerprint)

-- :statuses
SELECT status, count(*) FROM settled GROUP BY ALL
