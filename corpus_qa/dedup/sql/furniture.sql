-- Lines that a site repeats. Each statement is stored under its name; later ones read it.

-- known_lines and known_sites hold what an index knows of articles of the sites, reread those of our
-- own that are among them and must not count twice; they are empty without an index. An index knows
-- nothing of long lines.

-- :counted
SELECT d.doc, d.site, d.longest, d.second, d.look, h.article_id IS NOT NULL AS held
FROM docs d LEFT JOIN reread h ON d.article_id = h.article_id AND d.site = h.site
WHERE d.site IS NOT NULL

-- :common
SELECT hash
FROM (SELECT hash FROM lines UNION ALL SELECT hash FROM known_lines) AS all_lines
GROUP BY hash HAVING COUNT(*) >= $repeats

-- :repeated
-- Copies of one article repeat every line of its body. Copies share their longest line, so articles
-- are counted by their longest line (the second for the longest line itself), and once more by
-- title where there is one.
SELECT site, hash, COUNT(DISTINCT doc) + SUM(known) AS articles
FROM (
  SELECT d.site, l.hash, l.doc, l.words, d.look,
    CASE WHEN l.hash = d.longest THEN d.second ELSE d.longest END AS body, 0 AS known
  FROM lines l
  JOIN common c ON l.hash = c.hash
  JOIN counted d ON l.doc = d.doc
  WHERE l.words > $long_line OR NOT d.held
  UNION ALL
  SELECT k.site, k.hash, NULL, 0, k.look, k.body, k.articles
  FROM known_lines k JOIN common c ON k.hash = c.hash
) AS seen
GROUP BY site, hash
HAVING COUNT(DISTINCT body) >= CASE WHEN MAX(words) > $long_line THEN $long_repeats ELSE $repeats END
  AND COUNT(DISTINCT CASE WHEN look = 0 THEN body ELSE look END) >= $repeats

-- :sites
SELECT site, SUM(articles) AS articles
FROM (
  SELECT site, COUNT(*) AS articles FROM counted WHERE NOT held GROUP BY site
  UNION ALL
  SELECT site, articles FROM known_sites
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

-- :furniture
SELECT d.doc, d.site, l.line, l."start", l."end", l.known, r.articles, s.articles AS of_articles,
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
  FROM furniture f WHERE NOT known
) AS numbered
GROUP BY doc, site, island
HAVING MAX(articles) >= $many OR MAX(CASE WHEN at_edge THEN 1 ELSE 0 END) = 1
