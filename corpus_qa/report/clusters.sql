-- :clusters
-- The largest clusters of copies of one text. A pair with the index is a cluster of its own.
WITH pairs AS (
    SELECT *, CASE WHEN known THEN 'i' || b ELSE 'c' || cluster END AS name
    FROM duplicates WHERE kind <> 'overlap' AND (known OR cluster IS NOT NULL)
),
sides AS (
    SELECT name, a AS article_id, FALSE AS known, b_in_a AS held, kind, keep FROM pairs
    UNION ALL SELECT name, b, known, a_in_b, kind, keep FROM pairs
),
members AS (
    SELECT name, article_id, known, max(held) AS held,
        arg_max(kind, held) AS kind, any_value(keep) AS keep
    FROM sides GROUP BY ALL
),
why AS (
    SELECT article_id, any_value(nullif(regexp_extract(message, 'Keep [^:]*: (it .*)[.]$', 1), ''))
        AS reason
    FROM findings WHERE family = 'duplicate' GROUP BY article_id
),
sized AS (
    SELECT name, count(*) AS size FROM members GROUP BY name ORDER BY size DESC, name LIMIT $most
)
SELECT m.name, size, reason, concat_ws(chr(10), q.byline, left(q.text, 400)) AS notice,
    m.article_id, if(m.known, k.source, s.source) AS source, if(m.known, k.site, s.site) AS site,
    strftime(make_timestamp(epoch_us(if(m.known, k.published_at, s.published_at))), '%Y-%m-%d')
        AS date,
    if(m.known, k.title, q.title) AS title, if(m.known, k.url, q.url) AS url,
    m.held, m.kind, m.known OR m.article_id = m.keep AS kept, m.known
FROM members m JOIN sized USING (name)
LEFT JOIN why USING (article_id)
LEFT JOIN signals s ON NOT m.known AND s.article_id = m.article_id
LEFT JOIN known k ON m.known AND k.article_id = m.article_id
LEFT JOIN quotes q ON NOT m.known AND q.article_id = m.article_id
QUALIFY row_number() OVER (
    PARTITION BY m.name ORDER BY kept DESC, date NULLS LAST, m.article_id
) <= $copies
ORDER BY size DESC, m.name, date NULLS LAST, kept DESC, m.article_id

-- :totals
SELECT count(*) FILTER (kind <> 'overlap'), count(*) FILTER (kind = 'overlap') FROM duplicates
