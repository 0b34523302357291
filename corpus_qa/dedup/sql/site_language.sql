-- What the language of all articles of a site tells of some of them; each statement gives evidence.
-- Articles that name no site are compared with each other.

-- :TRN018
WITH sites AS (
  SELECT COALESCE(site, '') AS place, COUNT(*) AS articles,
    COUNT(*) FILTER (WHERE latin_share < $latin_text) AS others
  FROM signals GROUP BY place
)
SELECT s."row", 'TRN018' AS "check",
  'The text is in other letters than ' || (p.articles - p.others) || ' of '
    || p.articles || ' articles ' || COALESCE('of ' || s.site, 'without a site')
    || ', which are in Latin ones: it seems not to be translated.' AS message,
  NULL AS "field", NULL AS "start", NULL AS "end", NULL AS suggestion, NULL AS severity
FROM signals s
JOIN sites p ON COALESCE(s.site, '') = p.place
WHERE s.latin_share < $latin_text
  AND p.articles >= $latin_site AND p.others <= $latin_site_others * p.articles

-- :TRN016
WITH sites AS (
  SELECT COALESCE(site, '') AS place, COUNT(foreign_words) AS articles,
    COUNT(*) FILTER (WHERE foreign_words > 0) AS others
  FROM signals GROUP BY place
)
SELECT s."row", 'TRN016' AS "check",
  p.others || ' of ' || p.articles || ' short articles '
    || COALESCE('of ' || s.site, 'without a site')
    || ' hold words that are no English, as this one does: they seem to be left untranslated.'
    AS message,
  NULL AS "field", NULL AS "start", NULL AS "end", NULL AS suggestion, NULL AS severity
FROM signals s
JOIN sites p ON COALESCE(s.site, '') = p.place
WHERE s.foreign_words > 0
  AND p.articles >= $foreign_site AND p.others >= $foreign_site_share * p.articles
