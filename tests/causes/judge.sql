-- What causes.sh asks of the labels and of what was told: run over a database that has
--   label(set, case_name, benchmark, mode, metric, old, new, cause, reference, why)      labels.tsv
--   quiet(kind, case_name, benchmark, mode, metric, old, new, why)                       quiet.tsv
--   told(case_name, benchmark, mode, metric, old, new, cause, epoch)                     what compare printed
CREATE TABLE judged AS
SELECT l.*, coalesce(nullif(t.cause, ''), 'unknown') AS named, t.case_name IS NOT NULL AS reported,
	substr(l.cause || '|', 1, instr(l.cause || '|', '|') - 1) AS best
FROM label l LEFT JOIN told t USING (case_name, benchmark, mode, metric, old, new);

CREATE VIEW counted AS
SELECT *, named <> 'unknown' AS is_named, named = best AS strict, instr('|' || cause || '|', '|' || named || '|') > 0 AS right
FROM judged WHERE cause <> 'unknown';

CREATE VIEW score AS
WITH part (n, name) AS (VALUES (1, 'tune'), (2, 'hold'), (3, 'all'))
SELECT n, name, count(*) AS labels, sum(is_named) AS named, sum(right) AS right, sum(strict) AS strict,
	coalesce(sum(right) * 1.0 / nullif(sum(is_named), 0), 0) AS precision, sum(right) * 1.0 / count(*) AS recall,
	coalesce(sum(strict) * 1.0 / nullif(sum(is_named), 0), 0) AS strict_precision,
	sum(strict) * 1.0 / count(*) AS strict_recall
FROM part JOIN counted c ON part.name IN (c."set", 'all') GROUP BY n;

CREATE VIEW scores_shown AS
SELECT printf('%-4s %3d labels, %3d named, %3d right: precision %.3f, recall %.3f (strict: %d right, %.3f, %.3f)', name, labels, named,
	right, precision, recall, strict, strict_precision, strict_recall) AS line FROM score ORDER BY n;

CREATE VIEW confusion AS
WITH part (name) AS (VALUES ('tune'), ('hold'), ('all'))
SELECT part.name AS name, best, count(*) AS labels, sum(named = 'escape') AS e, sum(named = 'inlining') AS i,
	sum(named = 'lowering') AS l, sum(named = 'growth') AS g, sum(named = 'library') AS b, sum(named = 'counters') AS c,
	sum(named = 'unknown') AS u, sum(NOT reported) AS gone
FROM part JOIN judged j ON part.name IN (j."set", 'all') GROUP BY part.name, best;

CREATE VIEW wrong AS
SELECT "set" || ' ' || old || '..' || new || ' ' || mode || ' ' || case_name || ' ' || benchmark || ' ' || metric || ': '
	|| iif(reported, named, 'not told as a change') || ', truly ' || cause || ': ' || why AS line, "set", is_named
FROM counted WHERE NOT right ORDER BY is_named DESC, "set" DESC, case_name, benchmark;

-- A kind of quiet and what compare may still say about it.
CREATE VIEW disturbed AS
SELECT q.kind, q.kind || ' ' || q.old || '..' || q.new || ' ' || q.mode || ' ' || q.case_name || ' ' || q.benchmark || ' ' || q.metric
	|| ': ' || count(*) || ' row(s) told, cause ' || coalesce(nullif(t.cause, ''), 'none') || ': ' || q.why AS line
FROM quiet q JOIN told t ON t.case_name = q.case_name AND t.mode = q.mode AND t.metric = q.metric AND t.old = q.old
	AND t.new = q.new AND (q.benchmark = '-' OR t.benchmark = q.benchmark)
WHERE CASE q.kind WHEN 'wording' THEN 1 WHEN 'epoch' THEN NOT t.epoch OR t.cause NOT IN ('', 'counters')
	ELSE t.cause NOT IN ('', 'unknown') END
GROUP BY q.rowid ORDER BY q.rowid;
