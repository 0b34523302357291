-- :months
-- Articles by month of publication, and those with an error or warning; NULL: without a date.
SELECT strftime(make_timestamp(epoch_us(s.published_at)), '%Y-%m') AS month, count(*), count(c.article_id)
FROM signals s LEFT JOIN (SELECT DISTINCT article_id FROM counted) c USING (article_id)
GROUP BY ALL ORDER BY month

-- :days
-- The commonest dates, and how many dated articles there are.
SELECT strftime(make_timestamp(epoch_us(published_at)), '%Y-%m-%d') AS day, count(*) AS articles
FROM signals WHERE published_at IS NOT NULL GROUP BY ALL ORDER BY articles DESC, day LIMIT 3

-- :lengths
WITH edges AS (SELECT unnest($edges) AS low, generate_subscripts($edges, 1) - 1 AS bin),
ranges AS (SELECT bin, low, coalesce(lead(low) OVER (ORDER BY low), 9000000000000000000) AS high FROM edges)
SELECT bin, count(*), count(c.article_id)
FROM signals s JOIN ranges r ON s.characters >= r.low AND s.characters < r.high
LEFT JOIN (SELECT DISTINCT article_id FROM counted) c USING (article_id)
GROUP BY bin ORDER BY bin

-- :languages
SELECT coalesce(s.language, 'unknown') AS language, count(*) AS articles, count(c.article_id)
FROM signals s LEFT JOIN (SELECT DISTINCT article_id FROM counted) c USING (article_id)
GROUP BY ALL ORDER BY articles DESC, language

-- :site_months
-- The largest sites by month, for small drawings beside each other.
WITH large AS (
    SELECT site FROM signals WHERE site IS NOT NULL
    GROUP BY site HAVING count(published_at) >= $fewest ORDER BY count(*) DESC, site LIMIT $sites
)
SELECT s.site, strftime(make_timestamp(epoch_us(s.published_at)), '%Y-%m') AS month, count(*), count(c.article_id)
FROM signals s JOIN large USING (site)
LEFT JOIN (SELECT DISTINCT article_id FROM counted) c USING (article_id)
WHERE s.published_at IS NOT NULL GROUP BY ALL ORDER BY ALL
