-- What is read from the stored tables.

-- :compared_rows
SELECT doc FROM compared ORDER BY doc

-- :left_out
-- The spans that comparisons leave out, in the order of the dataset.
SELECT s.doc, s."start", s."end"
FROM (
  SELECT doc, "start", "end" FROM chrome UNION ALL SELECT doc, "start", "end" FROM furniture
) AS s
JOIN compared c ON s.doc = c.doc
ORDER BY s.doc, s."start", s."end"

-- :candidate_pairs
SELECT a, b, same_title, other_page, a_words, b_words FROM candidates ORDER BY a, b

-- :equal_pairs
SELECT a, b, a_words, b_words FROM equal

-- :twin_pairs
SELECT e.a, e.b FROM equal e JOIN sole s ON e.a = s.doc JOIN twins t ON t.doc = e.a
WHERE t.size <= $listed_twins

-- :told
-- What is told of the articles in pairs.
SELECT d.doc, d.article_id, d.source, d.site, d.url, d.title, d.published_at, d.words,
  d.chrome_words
FROM docs d JOIN wanted w ON d.doc = w.doc

-- :hot
SELECT COUNT(*) AS passages, MAX(docs) AS articles FROM buckets WHERE docs > $hot

-- :evidence
SELECT "row", "check", message, "field", "start", "end", suggestion, severity FROM said
UNION ALL
SELECT doc, 'CHR030',
  'This stands in ' || articles || ' of ' || of_articles || ' articles of ' || site || '.',
  'text', "start", "end", '', NULL
FROM blocks
UNION ALL
SELECT n.doc, n."check",
  f.article_id || ' (' || f.source || ') has the same ' || n.what || ' and another text.',
  NULL, NULL, NULL, NULL, NULL
FROM namesakes n
JOIN docs f ON n.first = f.doc
LEFT JOIN copies c ON n.doc = c.doc AND n.first = c.other
WHERE c.doc IS NULL
ORDER BY 1, 5, 2
