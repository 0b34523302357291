-- :totals
SELECT count(*), coalesce(sum(characters), 0), count(DISTINCT site)
FROM read_parquet('$run/signals.parquet')

-- :languages
SELECT coalesce(language, 'unknown') AS code, count(*) AS articles
FROM read_parquet('$run/signals.parquet') GROUP BY ALL ORDER BY articles DESC, code LIMIT 50

-- :findings
SELECT count(*), count(DISTINCT article_id) FROM read_parquet('$run/findings.parquet')

-- :families
SELECT family, count(*), count(DISTINCT article_id),
  count(*) FILTER (severity = 'error'), count(*) FILTER (severity = 'warning'),
  count(*) FILTER (severity = 'note')
FROM read_parquet('$run/findings.parquet') GROUP BY ALL

-- :checks
SELECT "check", count(*), count(DISTINCT article_id)
FROM read_parquet('$run/findings.parquet') GROUP BY ALL

-- :pairs
SELECT count(*), count(DISTINCT cluster) FROM read_parquet('$run/duplicates.parquet')

-- :kinds
SELECT kind, count(*) FROM read_parquet('$run/duplicates.parquet') GROUP BY ALL ORDER BY ALL
