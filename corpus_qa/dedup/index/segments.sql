-- :fresh
CREATE TABLE fresh AS
SELECT d."row", ROW_NUMBER() OVER (ORDER BY d.article_id, d.body) - 1 AS number
FROM (
  SELECT article_id, body, MIN("row") AS "row" FROM new_docs GROUP BY article_id, body
) AS d
LEFT JOIN held h ON d.article_id = h.article_id AND d.body = h.body
WHERE h.article_id IS NULL

-- :docs
SELECT d.article_id, d.source, d.site, d.url, d.title, d.published_at, d.words, d.all_words, d.body
FROM new_docs d JOIN fresh f ON d."row" = f."row" ORDER BY f.number

-- :keys
SELECT n.k >> 16 AS k, CAST(f.number AS INTEGER) AS doc, n.kind
FROM new_keys n JOIN fresh f ON n."row" = f."row" ORDER BY 1, 2, 3

-- :lines
-- Six bodies are enough to know that a line is boilerplate.
SELECT site, hash, body, look, CASE WHEN place = 1 THEN articles ELSE 0 END AS articles FROM (
  SELECT site, hash, body, look, SUM(articles) OVER (PARTITION BY site, hash) AS articles,
    ROW_NUMBER() OVER (PARTITION BY site, hash ORDER BY body) AS place
  FROM (
    SELECT site, hash, body, MIN(look) AS look, SUM(articles) AS articles
    FROM new_lines GROUP BY site, hash, body
  ) AS bodies
) AS placed WHERE place <= 6 ORDER BY site, hash, body

-- :words
SELECT d.codes FROM new_docs d JOIN fresh f ON d."row" = f."row" ORDER BY f.number
