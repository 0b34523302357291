-- Lines that a site repeats. Each statement is stored under its name; later ones read it.

-- indexed_lines and indexed_sites hold what an index knows of articles of the sites, own_indexed the
-- articles of the dataset that it holds, which must not count twice; they are empty without an index.
-- An index knows nothing of long lines.

-- :counted
SELECT d.doc, d.site, d.longest, d.second, d.title_hash, h.article_id IS NOT NULL AS indexed
FROM docs d LEFT JOIN own_indexed h ON d.article_id = h.article_id AND d.site = h.site
WHERE d.site IS NOT NULL

-- :common
SELECT hash
FROM (SELECT hash FROM lines UNION ALL SELECT hash FROM indexed_lines) AS all_lines
GROUP BY hash HAVING COUNT(*) >= $repeats

-- :repeated
-- Copies of one article repeat every line of its body. Copies share their longest line, so articles
-- are counted by their longest line (the second for the longest line itself), and once more by
-- title where there is one.
SELECT site, hash, COUNT(DISTINCT doc) + SUM(indexed) AS articles
FROM (
  SELECT d.site, l.hash, l.doc, l.words, d.title_hash,
    CASE WHEN l.hash = d.longest THEN d.second ELSE d.longest END AS body, 0 AS indexed
  FROM lines l
  JOIN common c ON l.hash = c.hash
  JOIN counted d ON l.doc = d.doc
  WHERE l.words > $long_line OR NOT d.indexed
  UNION ALL
  SELECT i.site, i.hash, NULL, 0, i.look, i.body, i.articles
  FROM indexed_lines i JOIN common c ON i.hash = c.hash
) AS seen
GROUP BY site, hash
HAVING COUNT(DISTINCT body) >= CASE WHEN MAX(words) > $long_line THEN $long_repeats ELSE $repeats END
  AND COUNT(DISTINCT CASE WHEN title_hash = 0 THEN body ELSE title_hash END) >= $repeats

-- :sites
SELECT site, SUM(articles) AS articles
FROM (
  SELECT site, COUNT(*) AS articles FROM counted WHERE NOT indexed GROUP BY site
  UNION ALL
  SELECT site, articles FROM indexed_sites
) AS counted
GROUP BY site

-- :edges
-- In how many of the articles at hand a line stands near the beginning or the end.
SELECT d.site, l.hash, COUNT(DISTINCT l.doc) AS docs,
  COUNT(DISTINCT CASE
    WHEN l.line < $near_edge OR l.line >= last.line - $near_edge THEN l.doc END) AS at_edge
FROM repeated r
JOIN docs d ON d.site = r.site
JOIN lines l ON l.doc = d.doc AND l.hash = r.hash
JOIN (SELECT doc, MAX(line) AS line FROM lines GROUP BY doc) AS last ON last.doc = l.doc
GROUP BY d.site, l.hash

-- :boilerplate
SELECT d.doc, d.site, l.line, l."start", l."end", l.is_chrome, r.articles, s.articles AS of_articles,
  2 * e.at_edge > e.docs AS at_edge
FROM repeated r
JOIN sites s ON r.site = s.site
JOIN docs d ON d.site = r.site
JOIN lines l ON l.doc = d.doc AND l.hash = r.hash
JOIN edges e ON e.site = r.site AND e.hash = r.hash
WHERE r.articles >= $share * s.articles
  OR (r.articles >= $many AND r.articles >= $many_share * s.articles)

-- :blocks
-- Lines in a row make one block: the number of a line less its rank stays equal along a run.
-- Few articles that have a line in common may use the same heading: then its place must tell.
SELECT doc, site, MIN("start") AS "start", MAX("end") AS "end",
  MAX(articles) AS articles, MAX(of_articles) AS of_articles
FROM (
  SELECT f.*, line - ROW_NUMBER() OVER (PARTITION BY doc ORDER BY line) AS island
  FROM boilerplate f WHERE NOT is_chrome
) AS numbered
GROUP BY doc, site, island
HAVING MAX(articles) >= $many OR MAX(CASE WHEN at_edge THEN 1 ELSE 0 END) = 1

-- :titled
-- An article of each title of each site: one of the dataset, if there is one.
SELECT site, title_hash, doc, article_id, source, line, here
FROM (
  SELECT *, ROW_NUMBER() OVER (PARTITION BY site, title_hash ORDER BY here DESC, doc, article_id) AS place
  FROM (
    SELECT site, title_hash, doc, article_id, source, line, TRUE AS here
    FROM docs WHERE title_hash <> 0 AND site IS NOT NULL
    UNION ALL
    SELECT site, title_hash, NULL, article_id, source, NULL, FALSE FROM indexed_titles
  ) AS titles
) AS placed
WHERE place = 1

-- :title_lines
-- Lines that are the title of another article of the site, in articles with a title of their own.
-- What is known to be chrome already, or repeated, is left out.
SELECT l.doc, d.site, l.hash, l."start", l."end"
FROM lines l
JOIN docs d ON l.doc = d.doc
JOIN titled t ON t.site = d.site AND t.title_hash = l.hash
LEFT JOIN blocks b ON b.doc = l.doc AND b."start" <= l."start" AND b."end" >= l."end"
WHERE l.words BETWEEN $title_words AND $long_line AND NOT l.is_chrome
  AND d.title_hash NOT IN (0, l.hash) AND b.doc IS NULL

-- :own_titles
-- The title of the article itself as a line, further down than a headline stands.
SELECT l.doc, l."start", l."end"
FROM lines l
JOIN docs d ON l.doc = d.doc AND l.hash = d.title_hash
WHERE l.words >= $title_words AND l.line > $headline AND NOT l.is_chrome
