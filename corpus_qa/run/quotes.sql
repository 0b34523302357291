-- :wanted
-- First both sides of duplicates, then the worst findings of every check, then the other findings.
WITH pair AS (SELECT * FROM read_parquet('$run/duplicates.parquet') LIMIT $pairs),
ranked AS (
  SELECT article_id, "check",
    min(CASE severity WHEN 'error' THEN 1 WHEN 'warning' THEN 2 ELSE 3 END) AS level
  FROM read_parquet('$run/findings.parquet') GROUP BY ALL
),
numbered AS (
  SELECT article_id, level,
    row_number() OVER (PARTITION BY "check" ORDER BY level, article_id) AS place
  FROM ranked
),
wanted AS (
  SELECT a AS article_id, 0 AS turn, 0 AS level FROM pair
  UNION ALL SELECT b, 0, 0 FROM pair
  UNION ALL SELECT article_id, CASE WHEN place <= $per_check THEN 1 ELSE 2 END, level FROM numbered
)
SELECT article_id FROM wanted GROUP BY article_id
ORDER BY min(turn), min(level), article_id LIMIT $articles
