-- The public views: stable. Columns keep their names and places; new ones are appended. Dropped and made again by
-- every migration (migrate.c), so that here is always their only definition.

CREATE VIEW toolchains AS
SELECT go, goos, goarch, source, digest, go_version_output, installed_at, version_order, local, trust
FROM toolchain;

CREATE VIEW sessions AS
SELECT id AS session, started_at, finished_at, command_line, tool_version, seed, machine, kernel, cpu, governor, load,
	conditions
FROM session;

CREATE VIEW cases AS
SELECT case_name, family, file, kind, title, question, why, answer, sha256, source FROM case_file;

CREATE VIEW cells AS
SELECT t.go, t.goos, c.goarch, c.mode, c.case_name, c.status, c.reason, c.binary_sha256, c.build_ms,
	c.key, rtrim(iif(c.stages & 1, 'escape,', '') || iif(c.stages & 2, 'allocs,', '')
		|| iif(c.stages & 4, 'time,', ''), ',') AS stages,
	c.flags, c.environment, f.sha256 AS case_sha256, c.session_id AS session,
	iif(EXISTS (SELECT 1 FROM imported_log i WHERE i.cell_id = c.id), 'imported', 'measured') AS origin
FROM cell c JOIN toolchain t ON t.id = c.toolchain_id LEFT JOIN case_file f ON f.id = c.case_file_id;

CREATE VIEW decisions AS
SELECT t.go, t.goos, c.goarch, c.mode, c.case_name,
	(SELECT text FROM text WHERE id = d.file) AS file, d.line, d.col,
	(SELECT text FROM text WHERE id = d.function) AS function,
	(SELECT text FROM text WHERE id = d.kind) AS kind,
	(SELECT text FROM text WHERE id = d.subject) AS subject,
	(SELECT text FROM text WHERE id = d.detail) AS detail
FROM decision d JOIN cell c ON c.id = d.cell_id JOIN toolchain t ON t.id = c.toolchain_id;

CREATE VIEW runtime_calls AS
SELECT t.go, t.goos, c.goarch, c.mode, c.case_name,
	(SELECT text FROM text WHERE id = r.file) AS file, r.line,
	(SELECT text FROM text WHERE id = r.function) AS function,
	(SELECT text FROM text WHERE id = r.callee) AS callee, r.calls
FROM runtime_call r JOIN cell c ON c.id = r.cell_id JOIN toolchain t ON t.id = c.toolchain_id;

-- The machine code of the case's functions: equal digests are equal instructions that refer to the same names. bytes 0: not
-- known (1.2).
CREATE VIEW function_codes AS
SELECT t.go, t.goos, c.goarch, c.mode, c.case_name,
	(SELECT text FROM text WHERE id = f.function) AS function,
	(SELECT text FROM text WHERE id = f.digest) AS digest, f.bytes
FROM function_code f JOIN cell c ON c.id = f.cell_id JOIN toolchain t ON t.id = c.toolchain_id;

-- callee: what the case called at that line, when the allocation was made within it; '' when it is the line's own
CREATE VIEW alloc_sites AS
SELECT t.go, t.goos, c.goarch, c.mode, c.case_name,
	(SELECT text FROM text WHERE id = a.benchmark) AS benchmark,
	(SELECT text FROM text WHERE id = a.function) AS function,
	(SELECT text FROM text WHERE id = a.file) AS file, a.line, a.objects_per_op, a.bytes_per_op,
	(SELECT text FROM text WHERE id = a.callee) AS callee
FROM alloc_site a JOIN cell c ON c.id = a.cell_id JOIN toolchain t ON t.id = c.toolchain_id;

-- allocs_per_op and bytes_per_op are whole numbers, rounded down, as `go test -benchmem` prints them
CREATE VIEW samples AS
SELECT s.session_id AS session, t.go, t.goos, c.goarch, c.mode, c.case_name,
	(SELECT text FROM text WHERE id = s.benchmark) AS benchmark, s.block, s.position, s.n, s.elapsed_ns, s.mallocs,
	s.bytes, s.gc_count, s.gc_pause_ns, s.elapsed_ns * 1.0 / s.n AS ns_per_op, s.mallocs / s.n AS allocs_per_op,
	s.bytes / s.n AS bytes_per_op, iif(s.purpose = 0, 'allocs', iif(s.purpose = 1, 'time', 'confirm')) AS purpose
FROM sample s JOIN cell c ON c.id = s.cell_id JOIN toolchain t ON t.id = c.toolchain_id;

CREATE VIEW outputs AS
SELECT t.go, t.goos, c.goarch, c.mode, c.case_name,
	(SELECT bytes FROM content WHERE id = o.stdout) AS stdout,
	(SELECT bytes FROM content WHERE id = o.stderr) AS stderr, o.exit_status
FROM output o JOIN cell c ON c.id = o.cell_id JOIN toolchain t ON t.id = c.toolchain_id;

CREATE VIEW compiler_output AS
SELECT t.go, t.goos, c.goarch, c.mode, c.case_name, r.level,
	(SELECT bytes FROM content WHERE id = r.content) AS text
FROM raw_output r JOIN cell c ON c.id = r.cell_id JOIN toolchain t ON t.id = c.toolchain_id;

-- How far alarms can be trusted: what goalloc selftest found, by kind of comparison. low and high are the exact 95 % interval
-- of found / comparisons.
CREATE VIEW calibrations AS
SELECT c.id AS calibration, c.measured_at, c.go, r.metric, r.truth, r.what, r.effect, r.comparisons, r.found,
	r.suspected, r.open, iif(r.comparisons, r.found * 1.0 / r.comparisons, NULL) AS rate, r.low, r.high, c.verdict,
	c.loaded, c.machine, c.kernel, c.cpu, c.governor, c.load, c.conditions, c.tool_version, c.seed, c.settings, c.wall_ms
FROM calibration c JOIN calibration_row r ON r.calibration_id = c.id;

-- What the nightly runs measured and said. ratio: of ns/op to the baseline's in the same session.
CREATE VIEW nights AS
SELECT date AS night, started_at, finished_at, state, verdict, exit_code, baseline, machine, kernel, cpu, governor,
	conditions, session_id AS session
FROM night;

CREATE VIEW night_points AS
SELECT n.date AS night, s.go, t.digest, s.goarch, s.mode, s.case_name, s.case_sha256, s.benchmark, p.status, n.baseline,
	p.pairs, p.ratio, p.ratio_low, p.ratio_high, p.ns AS ns_per_op, p.baseline_ns AS baseline_ns_per_op,
	p.allocs AS allocs_per_op, p.bytes AS bytes_per_op
FROM night_point p JOIN night n ON n.id = p.night_id JOIN night_series s ON s.id = p.series_id
	LEFT JOIN night_toolchain t ON t.night_id = n.id AND t.go = s.go;

CREATE VIEW night_reports AS
SELECT n.date AS night, w.kind, w.state, w.metric, w.go, w.old_go, w.goarch, w.mode, w.case_name, w.benchmark, w.old_text,
	w.new_text, w.relative, w.low, w.high, w.p, w.since, w.worse, w.accepted, w.why
FROM night_news w JOIN night n ON n.id = w.night_id;

-- The logs that imported cells were read from.
CREATE VIEW imported_logs AS
SELECT t.go, t.goos, c.goarch, c.mode, c.case_name, i.session_id AS session, i.file, i.sha256, i.holds
FROM imported_log i JOIN cell c ON c.id = i.cell_id JOIN toolchain t ON t.id = c.toolchain_id;
