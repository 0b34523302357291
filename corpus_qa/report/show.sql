-- :findings
SELECT f.article_id, f."check", f.name, f.family, f.severity, f.field, f.start, f."end", f.line,
    f.excerpt, f.message, f.suggestion, f.fingerprint, f.status, s.source, s.site, f."column",
    f.end_line, f.end_column, f.other_id, f.other_source, f.other_line, f.other_here,
    f.applicability, NULL AS fresh
FROM findings f LEFT JOIN signals s USING (article_id)
WHERE ($article IS NULL OR f.article_id = $article)
    AND ($check IS NULL OR starts_with(f."check", upper($check)) OR f.name = lower($check))
    AND ($site IS NULL OR s.site = $site)
ORDER BY f.status <> 'new' AND $article IS NULL,
    CASE WHEN $article IS NULL
        THEN list_position(['error', 'warning', 'note'], f.severity) ELSE 0 END,
    CASE WHEN $article IS NULL THEN f."check" END, f.file_row_number
LIMIT $limit

-- :total
SELECT count(*), count(DISTINCT article_id) FROM findings f LEFT JOIN signals s USING (article_id)
WHERE ($check IS NULL OR starts_with(f."check", upper($check)) OR f.name = lower($check))
    AND ($site IS NULL OR s.site = $site)

-- :article
-- The article that is meant: its id, its source, the end of its source, or its title.
SELECT s.article_id, s.source, s.site, s.language,
    strftime(make_timestamp(epoch_us(s.published_at)), '%Y-%m-%d'), q.title, q.byline, q.url, q.text
FROM signals s LEFT JOIN quotes q USING (article_id)
WHERE s.article_id = $article OR s.source = $article OR ends_with(s.source, '/' || $article)
    OR q.title = $article
ORDER BY s.article_id <> $article, s.source <> $article, s.article_id LIMIT 6
