#include <string.h>

#include "bench/go_source.h"

void go_lexer_init(struct go_lexer *l, const char *text, size_t n)
{
	*l = (struct go_lexer){ .text = text, .n = n, .at = 0, .line = 1 };
	if (n >= 3 && !memcmp(text, "\xef\xbb\xbf", 3)) /* a byte order mark is allowed at the start */
		l->at = 3;
}

static int peek(const struct go_lexer *l, size_t ahead)
{
	return l->at + ahead < l->n ? (unsigned char)l->text[l->at + ahead] : -1;
}

static void step(struct go_lexer *l)
{
	if (l->text[l->at] == '\n')
		l->line++;
	l->at++;
}

/* Letters, digits, '_' and every byte of a character beyond ASCII. */
static bool is_word(int c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c >= 0x80;
}

static void skip_line_comment(struct go_lexer *l)
{
	while (l->at < l->n && l->text[l->at] != '\n')
		step(l);
}

static void skip_block_comment(struct go_lexer *l)
{
	step(l);
	step(l);
	while (l->at < l->n) {
		if (peek(l, 0) == '*' && peek(l, 1) == '/') {
			step(l);
			step(l);
			return;
		}
		step(l);
	}
}

/* From the opening quote to after the closing one; a string or rune that is not closed ends with its line. */
static void skip_quoted(struct go_lexer *l, char quote)
{
	step(l);
	while (l->at < l->n) {
		char c = l->text[l->at];

		if (c == quote) {
			step(l);
			return;
		}
		if (quote != '`') {
			if (c == '\n')
				return;
			if (c == '\\' && l->at + 1 < l->n && l->text[l->at + 1] != '\n')
				step(l);
		}
		step(l);
	}
}

struct go_token go_lexer_next(struct go_lexer *l)
{
	for (;;) {
		struct go_token t = { .kind = GO_END, .text = l->text + l->at, .n = 0, .line = l->line };
		int c = peek(l, 0);

		if (c < 0)
			return t;
		if (c == ' ' || c == '\t' || c == '\r' || c == '\n') {
			step(l);
			continue;
		}
		if (c == '/' && peek(l, 1) == '/') {
			skip_line_comment(l);
			continue;
		}
		if (c == '/' && peek(l, 1) == '*') {
			skip_block_comment(l);
			continue;
		}
		if (c == '"' || c == '`' || c == '\'') {
			t.kind = GO_LITERAL;
			skip_quoted(l, (char)c);
		} else if (is_word(c)) {
			t.kind = c >= '0' && c <= '9' ? GO_LITERAL : GO_WORD;
			while (l->at < l->n && is_word((unsigned char)l->text[l->at]))
				step(l);
		} else {
			t.kind = GO_MARK;
			step(l);
		}
		t.n = (size_t)(l->text + l->at - t.text);
		return t;
	}
}

bool go_token_is(const struct go_token *t, const char *text)
{
	return t->kind != GO_END && strlen(text) == t->n && !memcmp(t->text, text, t->n);
}
