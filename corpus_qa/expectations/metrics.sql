-- :repeats
-- An article repeats within a run if another copy of it is proposed to be kept, and the corpus if a
-- copy is an article of the index.
CREATE OR REPLACE TEMP TABLE repeats AS
SELECT mine AS article_id, bool_or(NOT known AND mine <> keep) AS within, bool_or(known) AS corpus
FROM (
  SELECT a AS mine, known, keep, kind FROM read_parquet('$run/duplicates.parquet')
  UNION ALL
  SELECT b, known, keep, kind FROM read_parquet('$run/duplicates.parquet') WHERE NOT known
)
WHERE kind <> 'overlap' GROUP BY mine

-- :site_pairs
-- Of two sites that share articles: how many articles of the smaller one stand on the other, too.
WITH total AS (
  SELECT site, count(*) AS articles FROM read_parquet('$run/signals.parquet')
  WHERE site IS NOT NULL GROUP BY site
),
across AS (
  SELECT d.a, d.b, x.site AS x, y.site AS y
  FROM read_parquet('$run/duplicates.parquet') d
  JOIN read_parquet('$run/signals.parquet') x ON x.article_id = d.a
  JOIN read_parquet('$run/signals.parquet') y ON y.article_id = d.b
  WHERE d.kind <> 'overlap' AND NOT d.known AND x.site <> y.site
),
both_ways AS (
  SELECT a AS article_id, x AS own, y AS other FROM across
  UNION ALL SELECT b, y, x FROM across
)
SELECT least(own, other) || ' + ' || greatest(own, other) AS key,
  count(DISTINCT article_id) AS shared, t.articles
FROM both_ways
JOIN total t ON t.site = own
JOIN total u ON u.site = other
WHERE (t.articles, own) < (u.articles, other)
GROUP BY ALL ORDER BY key

-- :articles
SELECT s.article_id, coalesce(s.site, '$no_site') AS site, s.published_at IS NULL AS undated,
  s.decode_errors > 0 AS undecoded, s.chrome_share, $families, $errors,
  coalesce(f.flagged, FALSE) AS flagged, coalesce(f.failed, FALSE) AS failed,
  coalesce(f.checks, []) AS checks, coalesce(f.copied AND r.within, FALSE) AS repeats_within,
  coalesce(f.copied AND r.corpus, FALSE) AS repeats_corpus
FROM read_parquet('$run/signals.parquet') s
LEFT JOIN (
  SELECT article_id, TRUE AS flagged, bool_or(severity = 'error') AS failed,
    bool_or("check" IN ($copies)) AS copied, list(DISTINCT "check") AS checks,
    $family_flags, $error_flags
  FROM read_parquet('$run/findings.parquet')
  WHERE severity <> 'note' AND status IN ($counted) GROUP BY article_id
) f USING (article_id)
LEFT JOIN repeats r USING (article_id)

-- :rates
SELECT $key AS key, count(*) AS articles, avg(chrome_share) AS chrome_share, $sums
FROM article GROUP BY ALL HAVING count(*) > 0 ORDER BY key

-- :checks
SELECT $key AS key, "check", count(*) AS articles
FROM (SELECT site, unnest(checks) AS "check" FROM article) GROUP BY ALL ORDER BY ALL
