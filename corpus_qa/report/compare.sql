-- :findings
-- By check: how many findings only the later run has, only the earlier one, and both. The same words
-- of the same article have one fingerprint, wherever they stand.
WITH later AS (
    SELECT "check", any_value(name) AS name, fingerprint, count(*) AS n
    FROM findings WHERE list_contains($checks, "check") GROUP BY "check", fingerprint
),
earlier AS (
    SELECT "check", any_value(name) AS name, fingerprint, count(*) AS n
    FROM earlier_findings WHERE list_contains($checks, "check") GROUP BY "check", fingerprint
)
SELECT "check", any_value(coalesce(l.name, e.name)),
    sum(greatest(coalesce(l.n, 0) - coalesce(e.n, 0), 0))::BIGINT AS new,
    sum(greatest(coalesce(e.n, 0) - coalesce(l.n, 0), 0))::BIGINT AS gone,
    sum(least(coalesce(l.n, 0), coalesce(e.n, 0)))::BIGINT AS persisting
FROM later l FULL JOIN earlier e USING ("check", fingerprint)
GROUP BY "check" ORDER BY new DESC, gone DESC, "check"

-- :articles
SELECT count(*) FILTER (e.article_id IS NULL), count(*) FILTER (s.article_id IS NULL)
FROM signals s FULL JOIN earlier_signals e USING (article_id)

-- :rates
-- The rates of families in both runs, of all articles and of the sites that both have.
SELECT l.scope, l.key, l.metric, e.numerator, e.denominator, l.numerator, l.denominator
FROM metrics l JOIN earlier_metrics e USING (scope, key, metric)
WHERE list_contains($metrics, metric) AND (scope = 'dataset' OR scope = 'site')
    AND l.denominator > 0 AND e.denominator > 0
ORDER BY l.scope, l.key, l.metric

-- :last_dates
-- The last date of articles of a site.
SELECT site, strftime(max(make_timestamp(epoch_us(published_at))), '%Y-%m-%d')
FROM signals WHERE published_at IS NOT NULL AND list_contains($sites, site) GROUP BY site

-- :site_months
SELECT f.family, s.site, strftime(make_timestamp(epoch_us(s.published_at)), '%Y-%m') AS month,
    count(DISTINCT c.article_id), count(DISTINCT s.article_id)
FROM signals s CROSS JOIN (SELECT unnest($families) AS family) f
LEFT JOIN counted c ON c.article_id = s.article_id AND c.family = f.family
WHERE s.published_at IS NOT NULL AND list_contains($sites, s.site)
GROUP BY ALL ORDER BY ALL
