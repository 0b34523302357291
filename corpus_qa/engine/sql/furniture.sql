-- Lines that a site repeats. Each statement is stored under its name; later ones read it.

-- :common
SELECT hash FROM lines GROUP BY hash HAVING COUNT(*) >= $repeats

-- :repeated
-- Copies of one article repeat every line of its body. Copies share their longest line, so articles
-- are counted by their longest line (the second for the longest line itself), and once more by
-- title where there is one.
SELECT site, hash, COUNT(DISTINCT doc) AS articles
FROM (
  SELECT d.site, l.hash, l.doc, l.words, d.title,
    CASE WHEN l.hash = d.longest THEN d.second ELSE d.longest END AS body
  FROM lines l
  JOIN common c ON l.hash = c.hash
  JOIN docs d ON l.doc = d.doc
  WHERE d.site IS NOT NULL
) AS seen
GROUP BY site, hash
HAVING COUNT(DISTINCT body) >= CASE WHEN MAX(words) > $long_line THEN $long_repeats ELSE $repeats END
  AND COUNT(DISTINCT COALESCE(title, CAST(body AS VARCHAR))) >= $repeats

-- :sites
SELECT site, COUNT(*) AS articles FROM docs WHERE site IS NOT NULL GROUP BY site

-- :furniture
SELECT d.doc, d.site, l.line, l."start", l."end", l.known, r.articles, s.articles AS of_articles
FROM repeated r
JOIN sites s ON r.site = s.site
JOIN docs d ON d.site = r.site
JOIN lines l ON l.doc = d.doc AND l.hash = r.hash
WHERE r.articles >= $share * s.articles
  OR (r.articles >= $many AND r.articles >= $many_share * s.articles)

-- :blocks
-- Lines in a row make one block: the number of a line less its rank stays equal along a run.
SELECT doc, site, MIN("start") AS "start", MAX("end") AS "end",
  MAX(articles) AS articles, MAX(of_articles) AS of_articles
FROM (
  SELECT f.*, line - ROW_NUMBER() OVER (PARTITION BY doc ORDER BY line) AS island
  FROM furniture f WHERE NOT known
) AS numbered
GROUP BY doc, site, island
