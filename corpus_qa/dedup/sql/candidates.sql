-- Pairs of articles that may be copies. Each statement is stored under its name; later ones read
-- it. What depends on the order of articles depends on place, their rank by id, so that batches may
-- be cut anywhere and come in any order.

-- :ranked
SELECT doc, article_id, site, url, LOWER(TRIM(title)) AS title, words,
  words + chrome_words AS all_words, short, body,
  CASE WHEN title_hash = 0 THEN longest ELSE title_hash END AS title_hash,
  ROW_NUMBER() OVER (ORDER BY article_id) AS place
FROM docs

-- :twins
-- Equal texts, in groups that are named by their first article.
SELECT r.doc, r.place, r.all_words, g.root, g.size
FROM ranked r
JOIN (
  SELECT body, MIN(place) AS root, COUNT(*) AS size FROM ranked
  WHERE words >= $fewest_words GROUP BY body HAVING COUNT(*) > 1
) AS g ON r.body = g.body

-- :sole
-- Of equal texts only the first goes on to be compared.
SELECT r.doc, r.place, r.site, r.title, r.title_hash, r.all_words, r.short
FROM ranked r LEFT JOIN twins t ON r.doc = t.doc
WHERE t.doc IS NULL OR t.place = t.root

-- :buckets
SELECT b.k, COUNT(*) AS docs, MIN(s.place) AS root
FROM bands b JOIN sole s ON b.doc = s.doc
GROUP BY b.k HAVING COUNT(*) > 1

-- :found
SELECT s.place, s.site, s.title_hash, b.k, b.anchor, g.docs, g.root
FROM bands b
JOIN buckets g ON b.k = g.k
JOIN sole s ON b.doc = s.doc

-- :site_anchors
-- Anchors in the boilerplate of a site would bring all its articles together.
SELECT f.site, f.k
FROM found f JOIN sites s ON f.site = s.site
WHERE f.anchor AND s.articles >= $learned_from
GROUP BY f.site, f.k
HAVING COUNT(DISTINCT f.title_hash) >= $repeats AND COUNT(*) >= $share * MAX(s.articles)

-- :members
SELECT f.place, f.k, f.anchor, f.docs, f.root
FROM found f LEFT JOIN site_anchors a ON f.site = a.site AND f.k = a.k
WHERE a.k IS NULL

-- :meetings
-- In a small bucket all meet all; in a hot one all meet the first, so that n articles cost n pairs.
SELECT a, b, SUM(CASE WHEN anchor THEN 0 ELSE 1 END) AS bands,
  SUM(CASE WHEN anchor THEN 1 ELSE 0 END) AS anchors
FROM (
  SELECT x.place AS a, y.place AS b, x.anchor
  FROM members x JOIN members y ON x.k = y.k AND x.place < y.place
  WHERE x.docs <= $hot
  UNION ALL
  SELECT root AS a, place AS b, anchor FROM members WHERE docs > $hot AND place > root
) AS met
GROUP BY a, b

-- :candidates
-- One anchor in common is a phrase; two are a passage, unless a text is short.
SELECT x.doc AS a, y.doc AS b, x.all_words AS a_words, y.all_words AS b_words,
  COALESCE(x.title = y.title, FALSE) AS same_title,
  COALESCE(x.site = y.site AND x.title <> y.title, FALSE) AS other_page
FROM meetings m
JOIN sole x ON m.a = x.place
JOIN sole y ON m.b = y.place
WHERE m.bands > 0 OR m.anchors > 1 OR x.short OR y.short

-- :compared
SELECT a AS doc FROM candidates UNION SELECT b AS doc FROM candidates

-- :equal
-- All pairs of a small group of equal texts, each text with the first in a large one.
SELECT x.doc AS a, y.doc AS b, x.all_words AS a_words, y.all_words AS b_words
FROM twins x JOIN twins y ON x.root = y.root AND x.place < y.place
WHERE x.size <= $listed_twins OR x.place = x.root

-- :namesakes
-- Articles that have a URL, or a site and a title, in common and say different things: each with
-- the first of them.
SELECT d.doc, o.doc AS first, 'DUP005' AS "check", 'URL' AS what
FROM ranked d
JOIN ranked o ON d.url = o.url
JOIN (
  SELECT url, MIN(place) AS first FROM ranked GROUP BY url HAVING COUNT(DISTINCT body) > 1
) AS u ON o.url = u.url AND o.place = u.first
WHERE d.body <> o.body
UNION ALL
SELECT d.doc, o.doc AS first, 'DUP006' AS "check", 'title' AS what
FROM ranked d
JOIN ranked o ON d.site = o.site AND d.title = o.title
JOIN (
  SELECT site, title, MIN(place) AS first FROM ranked
  GROUP BY site, title HAVING COUNT(DISTINCT body) > 1
) AS t ON o.site = t.site AND o.title = t.title AND o.place = t.first
WHERE d.body <> o.body
