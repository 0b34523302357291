-- :choose_findings
-- First one finding of every check and severity, then one of every site, then in turn from every
-- group of check, severity and site: five errors for two warnings for one note. Findings whose
-- article can be quoted go before others.
-- The smallest keys of each group are collected in one pass, so that memory is bounded whatever the
-- number of findings.
WITH groups AS (
    SELECT f."check", f.severity, s.site,
        CASE f.severity WHEN 'error' THEN 2 WHEN 'warning' THEN 5 ELSE 10 END AS weight,
        min(f.file_row_number + if(q.article_id IS NULL, $unquoted, 0), $wanted) AS keys
    FROM findings f
    LEFT JOIN signals s USING (article_id)
    LEFT JOIN quotes q USING (article_id)
    GROUP BY ALL
),
firsts AS (
    SELECT *,
        row_number() OVER (PARTITION BY "check", severity ORDER BY keys[1]) = 1 AS of_check,
        row_number() OVER (PARTITION BY site ORDER BY weight, keys[1]) = 1 AS of_site
    FROM groups
),
placed AS (
    SELECT of_check, of_site, weight, unnest(keys) AS key, generate_subscripts(keys, 1) AS place
    FROM firsts
)
SELECT key % $unquoted AS row, row_number() OVER (
    ORDER BY NOT (place = 1 AND of_check), NOT (place = 1 AND of_site), place * weight, key
) AS rank
FROM placed
ORDER BY rank LIMIT $wanted

-- :fill_findings
-- An article is best shown with all its findings: the room that is left goes first to the further
-- findings of the articles that were chosen.
INSERT INTO chosen
SELECT f.file_row_number, NULL
FROM findings f
LEFT JOIN (
    SELECT article_id, min(rank) AS rank
    FROM chosen c JOIN findings f ON f.file_row_number = c.row GROUP BY article_id
) a USING (article_id)
WHERE f.file_row_number NOT IN (SELECT row FROM chosen)
ORDER BY a.rank NULLS LAST, f.file_row_number LIMIT ?

-- :read_totals
SELECT article_id, count(*) FROM findings
WHERE article_id IN (
    SELECT article_id FROM chosen c JOIN findings f ON f.file_row_number = c.row
)
GROUP BY article_id

-- :read_fixable
SELECT count(*) FILTER (applicability = 'safe'), count(*) FROM findings
WHERE applicability IS NOT NULL AND start IS NOT NULL AND family <> 'date' AND status <> 'waived'

-- :read_findings
-- The worst first; within a check first one finding of every article, the sites in turn, so that the
-- first findings that a reader sees differ.
WITH shown AS (
    SELECT f.*, s.source, s.site, c.row,
        list_position(['error', 'warning', 'note'], f.severity) AS level,
        list_position(['new', 'known', 'waived'], f.status) AS age,
        row_number() OVER (PARTITION BY f."check", f.article_id ORDER BY c.row) AS again
    FROM chosen c
    JOIN findings f ON f.file_row_number = c.row
    LEFT JOIN signals s USING (article_id)
)
SELECT article_id, "check", name, family, severity, field, start, "end", line, excerpt, message,
    suggestion, fingerprint, status, source, site, "column", end_line, end_column,
    other_id, other_source, other_line, other_here, applicability,
    CASE WHEN (SELECT count(*) FROM compared) > 0
        THEN fingerprint NOT IN (SELECT fingerprint FROM compared) END
FROM shown
ORDER BY level, "check", age, again,
    row_number() OVER (PARTITION BY "check", level, age, again, site ORDER BY row), site, row

-- :read_pairs
-- The kinds in turn, the closest first, one pair of every cluster before a second of any.
WITH placed AS (
    SELECT *, list_position(['exact', 'contained', 'near', 'overlap'], kind) AS level,
        row_number() OVER (
            PARTITION BY kind, cluster, if(known, a, NULL) ORDER BY jaccard DESC, a, b
        ) AS again
    FROM duplicates
),
turns AS (
    SELECT *,
        row_number() OVER (
            PARTITION BY kind ORDER BY again, jaccard DESC, a_in_b + b_in_a DESC, a, b
        ) AS turn
    FROM placed
),
shown AS (SELECT * FROM turns ORDER BY turn, level LIMIT ?)
SELECT d.a, d.b, d.kind, d.jaccard, d.a_in_b, d.b_in_a, d.cluster,
    a.source, if(d.known, k.source, b.source), d.known, k.title, k.url,
    strftime(make_timestamp(epoch_us(k.published_at)), '%Y-%m-%d')
FROM shown d
LEFT JOIN signals a ON a.article_id = d.a
LEFT JOIN signals b ON b.article_id = d.b
LEFT JOIN known k ON d.known AND k.article_id = d.b
ORDER BY d.turn, d.level

-- :read_metrics
-- All numbers of the dataset and of the additions; of the sites and of the pairs of sites those with
-- the highest rates, by the lower ends of the intervals, so that a site of three articles does not
-- come first by chance.
WITH worst AS (
    SELECT key FROM metrics WHERE scope = 'site' AND list_contains($families, metric)
    GROUP BY key ORDER BY max(low) DESC NULLS LAST, key
    LIMIT $sites
),
pairs AS (
    SELECT key FROM metrics WHERE scope = 'site-pair' ORDER BY low DESC NULLS LAST, key LIMIT $sites
)
SELECT scope, key, metric, value, numerator, denominator, low, high
FROM metrics
WHERE scope NOT IN ('site', 'site-pair')
    OR (scope = 'site' AND key IN (FROM worst))
    OR (scope = 'site-pair' AND key IN (FROM pairs))
ORDER BY scope, key, metric

-- :read_articles
SELECT q.article_id, q.source, q.title, q.byline, q.text, q.url,
    strftime(make_timestamp(epoch_us(s.published_at)), '%Y-%m-%d'), s.language, s.site
FROM quotes q JOIN wanted w USING (article_id) LEFT JOIN signals s USING (article_id)
ORDER BY w.place
