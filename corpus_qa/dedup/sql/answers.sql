-- What is read from the stored tables.

-- :new_lines
-- The short lines of the articles that are new to an index, counted.
SELECT site, hash, body, MIN(CASE WHEN title_hash = 0 THEN body ELSE title_hash END) AS look,
  COUNT(DISTINCT doc) AS articles
FROM (
  SELECT d.site, l.hash, l.doc, d.title_hash,
    CASE WHEN l.hash = d.longest THEN d.second ELSE d.longest END AS body
  FROM lines l JOIN docs d ON l.doc = d.doc JOIN fresh f ON d.doc = f."row"
  WHERE d.site IS NOT NULL AND l.words <= $long_line
) AS seen
GROUP BY site, hash, body

-- :own_sites
SELECT article_id, site FROM docs WHERE site IS NOT NULL ORDER BY site

-- :may_be_titles
SELECT DISTINCT hash FROM lines
WHERE words BETWEEN $title_words AND $long_line AND NOT is_chrome

-- :all_rows
SELECT doc FROM docs ORDER BY doc

-- :to_index
-- What an index stores of all articles, in the order of the dataset.
SELECT doc, article_id, source, site, url, title, published_at FROM docs ORDER BY doc

-- :compared_rows
SELECT doc FROM compared ORDER BY doc

-- :left_out
-- The spans that comparisons leave out, in the order of the dataset.
SELECT doc, "start", "end"
FROM (
  SELECT doc, "start", "end" FROM chrome UNION ALL SELECT doc, "start", "end" FROM boilerplate
) AS spans
ORDER BY doc, "start", "end"

-- :candidate_pairs
SELECT a, b, same_title, other_page, a_words, b_words FROM candidates ORDER BY a, b

-- :equal_pairs
SELECT a, b, a_words, b_words FROM equal

-- :twin_pairs
SELECT e.a, e.b FROM equal e JOIN sole s ON e.a = s.doc JOIN twins t ON t.doc = e.a
WHERE t.size <= $listed_twins

-- :paired_articles
-- What decisions and messages need to know of the articles in pairs.
SELECT d.doc, d.article_id, d.source, d.site, d.url, d.title, d.published_at, d.words,
  d.chrome_words, d.line
FROM docs d JOIN wanted w ON d.doc = w.doc

-- :hot
SELECT COUNT(*) AS passages, MAX(docs) AS articles FROM buckets WHERE docs > $hot

-- :evidence
SELECT "row", "check", message, "field", "start", "end", suggestion, severity,
  other_id, other_source, other_line, other_here
FROM said
UNION ALL
SELECT doc, 'CHR030',
  'This appears in ' || articles || ' of ' || of_articles || ' articles of ' || site || '.',
  'text', "start", "end", '', NULL, NULL, NULL, NULL, NULL
FROM blocks
UNION ALL
SELECT l.doc, 'CHR031',
  'This is the title of ' || t.article_id || ' (' || t.source || ').',
  'text', l."start", l."end", '', NULL, t.article_id, t.source, t.line, t.here
FROM title_lines l JOIN titled t ON t.site = l.site AND t.title_hash = l.hash
LEFT JOIN copies c ON l.doc = c.doc AND t.doc = c.other
WHERE c.doc IS NULL
UNION ALL
SELECT l.doc, 'CHR031', 'This is the title of the article itself, repeated.',
  'text', l."start", l."end", '', 'note', NULL, NULL, NULL, NULL
FROM own_titles l
UNION ALL
SELECT n.doc, n."check",
  f.article_id || ' (' || f.source || ') has the same ' || n.what || ' but a different text.',
  NULL, NULL, NULL, NULL, NULL, f.article_id, f.source, f.line, TRUE
FROM namesakes n
JOIN docs f ON n.first = f.doc
LEFT JOIN copies c ON n.doc = c.doc AND n.first = c.other
WHERE c.doc IS NULL
ORDER BY 1, 5, 2
