/* Rows of numbers from tests/vectors, as make.py wrote them. */
#ifndef GOALLOC_TESTS_VECTOR_FILE_H
#define GOALLOC_TESTS_VECTOR_FILE_H

#include "testing.h"

#include "base/str.h"

struct vector_file {
	FILE *file;
	char *line;
	size_t size;
	char *rest;  /* of the line: fields not taken yet */
	size_t rows; /* read so far */
};

static inline void vector_open(struct vector_file *v, const char *name)
{
	const char *tests = getenv("TESTS");
	char path[4096];

	*v = (struct vector_file){ .file = NULL };
	snprintf(path, sizeof path, "%s/vectors/%s", tests ? tests : "tests", name);
	v->file = fopen(path, "r");
	assert_non_null(v->file);
}

/* The next row that is no comment; false at the end, which closes the file. */
static inline int vector_row(struct vector_file *v)
{
	ssize_t n;

	while ((n = getline(&v->line, &v->size, v->file)) > 0) {
		if (v->line[0] == '#')
			continue;
		if (v->line[n - 1] == '\n')
			v->line[n - 1] = 0;
		v->rest = v->line;
		v->rows++;
		return 1;
	}
	free(v->line);
	fclose(v->file);
	return 0;
}

static inline char *vector_text(struct vector_file *v)
{
	char *field = strsep(&v->rest, "\t");

	assert_non_null(field);
	return field;
}

static inline double vector_number(struct vector_file *v)
{
	char *field = vector_text(v), *end;
	double x = strtod(field, &end);

	assert_true(end > field && !*end);
	return x;
}

/* Comma-separated ones, "-" for none; returns how many. */
static inline size_t vector_numbers(struct vector_file *v, double *x, size_t room)
{
	char *field = vector_text(v), *end;
	size_t n = 0;

	if (!strcmp(field, "-"))
		return 0;
	for (char *one = field;; one = end + 1) {
		assert_true(n < room);
		x[n++] = strtod(one, &end);
		assert_true(end > one && (*end == ',' || !*end));
		if (!*end)
			return n;
	}
}

#endif
