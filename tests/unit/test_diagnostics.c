#include "testing.h"

#include "bench/diagnostics.h"

/* The whole result as text, one decision a line: "file:line:col function kind subject {detail}". */
static char *render(const struct decision_list *l)
{
	char *text = NULL;
	size_t size = 0;
	FILE *f = open_memstream(&text, &size);

	assert_non_null(f);
	for (size_t i = 0; i < l->len; i++) {
		const struct decision *d = &l->items[i];

		fprintf(f, "%s:%d:%d %s%s%s %s", d->file, d->line, d->col, d->function, *d->function ? " " : "",
		        decision_kind_name(d->kind), d->subject);
		if (*d->detail)
			fprintf(f, " {%s}", d->detail);
		fputc('\n', f);
	}
	fclose(f);
	return text;
}

static void assert_parses(const char *text, const char *wanted, size_t lines, size_t unknown)
{
	struct decision_list l = DECISION_LIST_INIT;
	char *got;

	diagnostics_parse(text, strlen(text), &l);
	got = render(&l);
	assert_string_equal(got, wanted);
	assert_int_equal(l.lines, lines);
	assert_int_equal(l.unknown, unknown);
	free(got);
	decision_list_release(&l);
}

static void test_go1_2(void **state)
{
	(void)state;
	assert_parses("cases/fmt/keep.go:24: dropLast a does not escape\n"
	              "cases/fmt/keep.go:38: leaking param: a\n"
	              "cases/fmt/keep.go:73: callDrop ... argument does not escape\n"
	              "cases/fmt/keep.go:80: ... argument escapes to heap\n"
	              "cases/fmt/keep.go:81: can inline callKeep\n"
	              "cases/fmt/keep.go:98: BenchmarkKept &keepPlace does not escape\n"
	              "cases/fmt/keep.go:99: leaking param: s to result ~anon1\n"
	              "cases/fmt/keep.go:100: (*scale).byPointer s does not escape\n"
	              "cases/fmt/keep.go:101: passDown func literal does not escape\n"
	              "cases/fmt/keep.go:102: main []int literal does not escape\n",
	              "keep.go:24:0 dropLast does_not_escape a\n"
	              "keep.go:38:0 leaking_param a\n"
	              "keep.go:73:0 callDrop does_not_escape ... argument\n"
	              "keep.go:80:0 escapes ... argument\n"
	              "keep.go:81:0 can_inline callKeep\n"
	              "keep.go:99:0 leaking_result s {to result ~anon1}\n"
	              "keep.go:100:0 (*scale).byPointer does_not_escape s\n"
	              "keep.go:101:0 passDown does_not_escape func literal\n"
	              "keep.go:102:0 main does_not_escape []int{...}\n",
	              10, 0);
}

static void test_go1_4_dump(void **state)
{
	(void)state;
	assert_parses("c.go:32: can inline @\"\".func\xc2\xb7"
	              "001 as: func() (? int) { return @\"\".p.@\"\".value }\n"
	              "c.go:39: inlining call to (*number).get method(@\"\".s\xc2\xb7"
	              "2 *@\"\".number) func() (? int) { return @\"\".s.@\"\".n }\n"
	              "c.go:32:[1] func\xc2\xb7"
	              "001 esc: return p.value\n"
	              "c.go:32:[1] reader escassign: func literal( l(32) f(1)) = &p( l(32) ld(1))\n"
	              "\n"
	              "escflood:1: dst ~r1 scope:reader[0]\n"
	              "escwalk: level:0 depth:0  func literal( l(32) f(1) esc(no) ld(1)) scope:reader[1]\n"
	              "c.go:32: func literal escapes to heap\n"
	              "c.go:29: moved to heap: p\n"
	              "c.go:33:.inlret000001:  non-looping label\n",
	              "c.go:29:0 moved_to_heap p\n"
	              "c.go:32:0 escapes func literal\n"
	              "c.go:32:0 can_inline func\xc2\xb7"
	              "001 {as: func() (? int) { return @\"\".p.@\"\".value }}\n"
	              "c.go:39:0 inlined_call (*number).get {method(@\"\".s\xc2\xb7"
	              "2 *@\"\".number) func() (? int) { return @\"\".s.@\"\".n }}\n",
	              10, 0);
}

static void test_go1_6_levels(void **state)
{
	(void)state;
	assert_parses("# runtime\n"
	              "z.go:1: leaking param content: p\n"
	              "z.go:1: leaking param content: p level={1 1} dst.eld=-1 src.eld=1 dst=.sink\n"
	              "z.go:2: leaking param: z to result ~r2 level=1\n"
	              "z.go:2: leaking param: z to result ~r2 level={1 1}\n"
	              "z.go:3: &errors.errorString literal escapes to heap, level={0 0}, dst.eld=0, src.eld=1\n"
	              "z.go:3: &errors.errorString literal escapes to heap\n"
	              "z.go:4: make([]int, n) is too large for stack\n",
	              "z.go:1:0 leaking_content p {level=1}\n"
	              "z.go:2:0 leaking_result z {to result ~r2 level=1}\n"
	              "z.go:3:0 escapes &errors.errorString{...}\n"
	              "z.go:4:0 escapes make([]int, n) {too large for stack}\n",
	              8, 0);
}

static void test_go1_9(void **state)
{
	(void)state;
	assert_parses("cases/m.go:20:6: can inline (*number).get as: method(*number) func() int { return s.n }\n"
	              "cases/m.go:22:6: cannot inline f1: non-leaf op CALLINTER\n"
	              "cases/m.go:24:38: inlining call to (*number).get method(*number) func() int { return s.n }\n"
	              "cases/m.go:20:24: (*number).get s does not escape\n"
	              "cases/m.go:22:19: leaking param: s\n"
	              "cases/m.go:22:19: \tfrom s.get() (receiver in indirect call) at cases/m.go:22:37\n"
	              "cases/m.go:24:20: f2 s does not escape\n"
	              "cases/m.go:35:13: &s1 escapes to heap\n"
	              "cases/m.go:35:13: \tfrom &s1 (passed to call[argument escapes]) at /a b/cases/m.go:35:12\n"
	              "cases/m.go:35:13: &s1 escapes to heap\n"
	              "cases/m.go:35:13: \tfrom &s1 (interface-converted) at cases/m.go:35:13\n"
	              "cases/m.go:35:13: \tfrom &s1 (passed to call[argument escapes]) at cases/m.go:35:12\n"
	              "cases/m.go:32:26: moved to heap: s1\n"
	              "cases/m.go:36:5: <S> capturing by value: p (addr=false assign=false width=8)\n"
	              "cases/m.go:37:5: (*decoder).Read ignoring self-assignment to d.out\n"
	              "cases/m.go:38:5: passDown host + colon + port does not escape\n"
	              "cases/m.go:39:5: passDown.func1 &T literal does not escape\n"
	              "cases/m.go:40:5: glob..func1 x does not escape\n"
	              "cases/m.go:41:5: leaking closure reference check\n"
	              "<autogenerated>:1:0: leaking param: .this\n"
	              "<autogenerated>:1:0: \tfrom .this.get() (receiver in indirect call) at <autogenerated>:1:0\n",
	              "<autogenerated>:1:0 leaking_param .this {from .this.get() (receiver in indirect call) at "
	              "<autogenerated>:1:0}\n"
	              "m.go:20:6 can_inline (*number).get {as: method(*number) func() int { return s.n }}\n"
	              "m.go:20:24 (*number).get does_not_escape s\n"
	              "m.go:22:6 cannot_inline f1 {non-leaf op CALLINTER}\n"
	              "m.go:22:19 leaking_param s {from s.get() (receiver in indirect call) at m.go:22:37}\n"
	              "m.go:24:20 f2 does_not_escape s\n"
	              "m.go:24:38 inlined_call (*number).get {method(*number) func() int { return s.n }}\n"
	              "m.go:32:26 moved_to_heap s1 {from &s1 (interface-converted) at m.go:35:13\n"
	              "from &s1 (passed to call[argument escapes]) at m.go:35:12}\n"
	              "m.go:36:5 other capturing by value: p {(addr=false assign=false width=8)}\n"
	              "m.go:37:5 (*decoder).Read other ignoring self-assignment to d.out\n"
	              "m.go:38:5 passDown does_not_escape host + colon + port\n"
	              "m.go:39:5 passDown does_not_escape &T{...}\n"
	              "m.go:40:5 does_not_escape x\n"
	              "m.go:41:5 leaking_param check {closure reference}\n",
	              21, 0);
}

static void test_go1_17(void **state)
{
	(void)state;
	assert_parses("c.go:32:9: can inline reader.func1 with cost 3 as: func() int { return p.value }\n"
	              "c.go:78:6: cannot inline BenchmarkX: function too complex: cost 133 exceeds budget 80\n"
	              "c.go:32:9: func literal escapes to heap:\n"
	              "c.go:32:9:   flow: ~r1 = &{storage for func literal}:\n"
	              "c.go:32:9:     from func literal (spill) at /a/c.go:32:9\n"
	              "c.go:36:13: parameter p leaks to {storage for func literal} with derefs=0:\n"
	              "c.go:36:13:   flow: {storage for func literal} = &p:\n"
	              "c.go:36:13: p escapes to heap:\n"
	              "c.go:36:13:   flow: {storage for func literal} = &p:\n"
	              "c.go:36:13: moved to heap: p\n"
	              "c.go:32:9: func literal escapes to heap\n"
	              "c.go:41:13: []interface {}{...} does not escape\n"
	              "c.go:42:13: host + colon + port does not escape\n"
	              "c.go:43:13: ring literal does not escape\n"
	              "c.go:44:13: func literal does not escape\n"
	              "c.go:45:13: []int{} does not escape\n"
	              "c.go:46:22: devirtualizing Type(~R0).Elem to *rtype\n"
	              "c.go:47:30: assuming a1 is unsafe uintptr\n"
	              "c.go:48:30: marking a1 as escaping ...uintptr\n"
	              "c.go:49:20: index bounds check elided\n"
	              "c.go:50:7: parameter q leaks to ~r1 with derefs=1:\n"
	              "c.go:50:7:   flow: ~r1 = *q:\n"
	              "c.go:50:7: leaking param: q to result ~r1 level=1\n"
	              "c.go:50:7: leaking param: q to result ~r2 level=0\n",
	              "c.go:32:9 escapes func literal {flow: ~r1 = &{storage for func literal}:\n"
	              "from func literal (spill) at c.go:32:9}\n"
	              "c.go:32:9 can_inline reader.func1 {with cost 3 as: func() int { return p.value }}\n"
	              "c.go:36:13 moved_to_heap p {flow: {storage for func literal} = &p:\n"
	              "leaks to {storage for func literal} with derefs=0:}\n"
	              "c.go:41:13 does_not_escape []interface {}{...}\n"
	              "c.go:42:13 does_not_escape host + colon + port\n"
	              "c.go:43:13 does_not_escape ring{...}\n"
	              "c.go:44:13 does_not_escape func literal\n"
	              "c.go:45:13 does_not_escape []int{...}\n"
	              "c.go:46:22 devirtualized Type(~R0).Elem {to *rtype}\n"
	              "c.go:47:30 other assuming a1 is unsafe uintptr\n"
	              "c.go:49:20 other index bounds check elided\n"
	              "c.go:50:7 leaking_result q {to result ~r1 level=1\n"
	              "to result ~r2 level=0\n"
	              "leaks to ~r1 with derefs=1:\n"
	              "flow: ~r1 = *q:}\n"
	              "c.go:78:6 cannot_inline BenchmarkX {function too complex: cost 133 exceeds budget 80}\n",
	              24, 0);
}

static void test_go1_27(void **state)
{
	(void)state;
	assert_parses(
		"/a/c.go:18:6: can inline ramp with cost 18 as: func(int) []int { s := make([]int, n); return s }\n"
		"/a/c.go:21:6: cannot inline (*stack[go.shape.struct { x.width int; x.height int }]).push: marked "
		"go:noinline\n"
		"/a/c.go:22:6: inlining call to cmp.Less[go.shape.int]\n"
		"/a/c.go:46:13: append(c, v) escapes to heap in (*stack[int]).push.func1:\n"
		"/a/c.go:46:13:   flow: c \xe2\x86\x90 &{storage for append(c, v)}:\n"
		"/a/c.go:46:13:     from append(c, v) (spill) at /a/c.go:46:13\n"
		"/a/c.go:46:13: append escapes to heap\n"
		"/a/c.go:38:30: parameter a leaks to {heap} for keepLast with derefs=0:\n"
		"/a/c.go:38:30:   flow: {heap} \xe2\x86\x90 a:\n"
		"/a/c.go:38:30: leaking param: a\n"
		"/a/c.go:39:2: func literal escapes to heap in start:\n"
		"/a/c.go:39:2:   flow: {heap} \xe2\x86\x90 &{storage for func literal}:\n"
		"/a/c.go:47:9: append does not escape\n"
		"/a/c.go:48:27: zero-copy string->[]byte conversion\n"
		"/a/c.go:13:19: make([]int, 50) escapes to heap in init:\n"
		"/a/c.go:13:19: make([]int, 50) escapes to heap\n"
		"<autogenerated>:1: parameter q leaks to {heap} for (*T).M with derefs=1:\n"
		"ParseCookie capturing by ref: #next (addr=false assign=true width=8)\n"
		"<unknown line number>: #next escapes to heap in hasIota:\n"
		"<unknown line number>:   flow: {storage for func literal} \xe2\x86\x90 &#next:\n"
		"moved to heap: #next\n",
		":0:0 moved_to_heap #next\n"
		":0:0 ParseCookie other capturing by ref: #next {(addr=false assign=true width=8)}\n"
		"<unknown line number>:0:0 hasIota escapes #next {flow: {storage for func literal} = &#next:}\n"
		"c.go:13:19 escapes make([]int, 50)\n"
		"c.go:18:6 can_inline ramp {with cost 18 as: func(int) []int { s := make([]int, n); return s }}\n"
		"c.go:21:6 cannot_inline (*stack[struct { x.width int; x.height int }]).push {marked go:noinline}\n"
		"c.go:22:6 inlined_call cmp.Less[int]\n"
		"c.go:38:30 keepLast leaking_param a {leaks to {heap} for keepLast with derefs=0:\n"
		"flow: {heap} = a:}\n"
		"c.go:39:2 start escapes func literal {flow: {heap} = &{storage for func literal}:}\n"
		"c.go:46:13 (*stack).push escapes append {flow: c = &{storage for append(c, v)}:\n"
		"from append(c, v) (spill) at c.go:46:13}\n"
		"c.go:47:9 does_not_escape append\n"
		"c.go:48:27 other zero-copy string->[]byte conversion\n",
		21, 0);
}

static void test_sizes_are_values(void **state)
{
	(void)state;
	assert_parses("a.go:1:1: make([]byte, 1, 1 << 16 - 1) escapes to heap\n"
	              "a.go:2:1: make([]byte, 65536 - 1, (2 + 3) * 4) escapes to heap\n"
	              "a.go:3:1: make([]T, n * 2, 10 << 20) escapes to heap\n"
	              "a.go:4:1: make(chan int, 0) escapes to heap\n"
	              "a.go:5:1: make(map[[1 << 2]int]int, 0) escapes to heap\n"
	              "a.go:6:1: make([]int, 0) escapes to heap\n"
	              "a.go:7:1: make([]int, 1 / 0, 1 << 99, 999999999999 * 999999999999) escapes to heap\n"
	              "a.go:8:1: make([]int, len(s), f(1, 2)) escapes to heap\n"
	              "a.go:9:1: make(chan int, 8 >> 1) escapes to heap\n"
	              "a.go:9:2: make([]int, 1 << 2 escapes to heap\n"
	              "a.go:9:3: x(1 << 2) escapes to heap\n",
	              "a.go:1:1 escapes make([]byte, 1, 65535)\n"
	              "a.go:2:1 escapes make([]byte, 65535, 20)\n"
	              "a.go:3:1 escapes make([]T, n * 2, 10485760)\n"
	              "a.go:5:1 escapes make(map[[1 << 2]int]int)\n"
	              "a.go:6:1 escapes make([]int, 0)\n"
	              "a.go:7:1 escapes make([]int, 1 / 0, 1 << 99, 999999999999 * 999999999999)\n"
	              "a.go:8:1 escapes make([]int, len(s), f(1, 2))\n"
	              "a.go:9:2 escapes make([]int, 1 << 2\n"
	              "a.go:9:3 escapes x(1 << 2)\n",
	              11, 0);
}

static void test_words_of_one_form(void **state)
{
	(void)state;
	assert_parses("a.go:1:1: &T literal escapes to heap\n"
	              "a.go:2:1: &T{...} escapes to heap\n"
	              "a.go:3:1: struct {}{} escapes to heap\n"
	              "a.go:4:1: append([]*T(nil), &T literal) escapes to heap\n"
	              "a.go:5:1: \" literal\" escapes to heap\n"
	              "a.go:6:1: bytes.b\xc2\xb7"
	              "1.buf escapes to heap\n"
	              "a.go:7:1: @\"\".x.@\"a/unsafe\".Pointer escapes to heap\n"
	              "a.go:8:1: new(interface {}) escapes to heap\n"
	              "a.go:9:1: can inline glob..func1\n"
	              "a.go:9:2: can inline init.func1\n"
	              "a.go:9:3: chan struct {} escapes to heap\n",
	              "a.go:1:1 escapes &T{...}\n"
	              "a.go:2:1 escapes &T{...}\n"
	              "a.go:3:1 escapes struct {}{...}\n"
	              "a.go:4:1 escapes append([]*T(nil), &T{...})\n"
	              "a.go:5:1 escapes \" literal\"\n"
	              "a.go:6:1 escapes bytes.b.buf\n"
	              "a.go:7:1 escapes x.unsafe.Pointer\n"
	              "a.go:8:1 escapes new(interface {})\n"
	              "a.go:9:1 can_inline init.func1\n"
	              "a.go:9:2 can_inline init.func1\n"
	              "a.go:9:3 escapes chan struct {}\n",
	              11, 0);
}

/* One line alone must tell whether its era puts the function first. */
static void test_function_or_operand(void **state)
{
	(void)state;
	assert_parses("a.go:1:1: host + colon does not escape\n", "a.go:1:1 does_not_escape host + colon\n", 1, 0);
	assert_parses("a.go:1:1: ring literal does not escape\n", "a.go:1:1 does_not_escape ring{...}\n", 1, 0);
	assert_parses("a.go:1:1: func literal does not escape\n", "a.go:1:1 does_not_escape func literal\n", 1, 0);
	assert_parses("a.go:1:1: ... argument does not escape\n", "a.go:1:1 does_not_escape ... argument\n", 1, 0);
	assert_parses("a.go:1:1: string(b) + s does not escape\n", "a.go:1:1 does_not_escape string(b) + s\n", 1, 0);
	assert_parses("a.go:1:1: f -x does not escape\n", "a.go:1:1 f does_not_escape -x\n", 1, 0);
	/* One line that reads otherwise does not turn the others. */
	assert_parses("a.go:1:1: f x does not escape\na.go:2:1: f ... argument does not escape\n"
	              "a.go:3:1: (*struct { sync.Once; n int }).Do sync.f does not escape\n"
	              "a.go:4:1: (*T).a/b.m s does not escape\na.go:5:1: ?x does not escape\n",
	              "a.go:1:1 f does_not_escape x\na.go:2:1 f does_not_escape ... argument\n"
	              "a.go:3:1 (*struct { sync.Once; n int }).Do does_not_escape sync.f\n"
	              "a.go:4:1 (*T).a/b.m does_not_escape s\na.go:5:1 does_not_escape ?x\n",
	              5, 0);
	assert_parses("a.go:1:1: f x does not escape\na.go:2:1: x does not escape\n",
	              "a.go:1:1 does_not_escape f x\na.go:2:1 does_not_escape x\n", 2, 0);
}

/* -m and -m -m of one file, in one text or in two calls, with and without columns. */
static void test_duplicates_merge(void **state)
{
	static const char m[] = "a.go:3:5: x escapes to heap\na.go:3: y escapes to heap\n";
	static const char mm[] =
		"a.go:3: x escapes to heap\na.go:3:9: y escapes to heap\na.go:3:7: x escapes to heap:\n"
		"a.go:3:5: x escapes to heap:\na.go:3:5:   flow: {heap} = x:\na.go:3:5: x escapes to heap\n";
	static const char wanted[] = "a.go:3:5 escapes x {flow: {heap} = x:}\na.go:3:7 escapes x\na.go:3:9 escapes y\n";
	struct decision_list l = DECISION_LIST_INIT;
	char both[sizeof m + sizeof mm], *got;

	(void)state;
	snprintf(both, sizeof both, "%s%s", m, mm);
	assert_parses(both, wanted, 8, 0);
	diagnostics_parse(m, sizeof m - 1, &l);
	diagnostics_parse(mm, sizeof mm - 1, &l);
	diagnostics_parse(mm, sizeof mm - 1, &l);
	got = render(&l);
	assert_string_equal(got, wanted);
	assert_int_equal(l.lines, 14);
	free(got);
	decision_list_release(&l);
}

/* What 1.3 and 1.4 alone say in these words is today's "leaking param: s to result ~r0 level=1". */
static void test_leaks_of_content_to_a_result(void **state)
{
	(void)state;
	assert_parses("a.go:1: (*T).String leaking param t content to result ~r0\n"
	              "a.go:2: f.func1 leaking param x.y content to result r\n"
	              "a.go:3: f content to result x leaking param y\n",
	              "a.go:1:0 (*T).String leaking_result t {to result ~r0 level=1}\n"
	              "a.go:2:0 f leaking_result x.y {to result r level=1}\n"
	              "a.go:3:0 f content to result x leaking_result y {to result  level=1}\n",
	              3, 0);
}

/* The function that 1.25 on names in the reason; before, " for " may only be in "{storage for x}". */
static void test_function_of_a_leak(void **state)
{
	(void)state;
	assert_parses("a.go:1:1: parameter a leaks to {heap} for (*T[int]).keep.func1 with derefs=0:\n"
	              "a.go:1:1: leaking param: a\n"
	              "a.go:2:1: parameter b leaks to {storage for x} with derefs=0:\na.go:2:1: leaking param: b\n"
	              "a.go:3:1: parameter c leaks to {storage for x} for f with derefs=0:\n"
	              "a.go:3:1: leaking param: c\n",
	              "a.go:1:1 (*T).keep leaking_param a {leaks to {heap} for (*T[int]).keep.func1 with derefs=0:}\n"
	              "a.go:2:1 leaking_param b {leaks to {storage for x} with derefs=0:}\n"
	              "a.go:3:1 f leaking_param c {leaks to {storage for x} for f with derefs=0:}\n",
	              6, 0);
}

static void test_every_line_is_counted(void **state)
{
	static const char nul[] = "a.go:1:1: x\0y escapes to heap\nb\0\n\0";
	struct decision_list l = DECISION_LIST_INIT;

	(void)state;
	assert_parses("", "", 0, 0);
	assert_parses("\n\r\n", "", 2, 0);
	assert_parses("words\n# pkg\n\nmore words: 1, 2:3", "", 4, 2);
	assert_parses("a.go:7:2: syntax error: unexpected [\r\n", "a.go:7:2 other syntax error: unexpected [\n", 1, 1);
	assert_parses("a.go:7:2:   flow: nowhere\n", "", 1, 0);
	assert_parses("a.go:99999999999:2: x escapes to heap\n", "a.go:99999999999:2:0 escapes x\n", 1, 0);
	assert_parses("a.go:1:1: \xff\x01 escapes to heap\na.go:1:2:  escapes to heap\na.go:1:3:",
	              "a.go:1:1 escapes ??\na.go:1:3 other \n", 3, 1);
	diagnostics_parse(nul, sizeof nul - 1, &l);
	assert_int_equal(l.lines, 3);
	assert_int_equal(l.len, 1);
	assert_string_equal(l.items[0].subject, "x?y");
	assert_int_equal(l.classes[LINE_DECISION].bytes + l.classes[LINE_UNKNOWN].bytes, sizeof nul - 1);
	decision_list_release(&l);
}

static void test_classes(void **state)
{
	static const struct {
		const char *line;
		enum line_class class;
	} lines[] = {
		{ "a.go:1:1: x escapes to heap", LINE_DECISION },
		{ "a.go:1:1: x escapes to heap:", LINE_EXPLANATION },
		{ "a.go:1:1: f &x escapes to heap", LINE_EXPLANATION }, /* why "moved to heap: x" */
		{ "a.go:1:1: f &x does not escape", LINE_NOTE },
		{ "a.go:1:1: make(chan int, n) escapes to heap", LINE_NOTE },
		{ "a.go:1:1: f &T{...} does not escape", LINE_DECISION },
		{ "a.go:1:1: marking x as escaping uintptr", LINE_NOTE },
		{ "a.go:1:1:   flow: {heap} = x:", LINE_REASON },
		{ "a.go:1:[1] f esc: x", LINE_DUMP },
		{ "# p\r", LINE_PACKAGE },
		{ "\r", LINE_BLANK },
		{ "a.go:1:1: x wanders off to the heap", LINE_UNKNOWN },
	};

	(void)state;
	for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
		if (diagnostics_class(lines[i].line, strlen(lines[i].line)) != lines[i].class)
			fail_msg("\"%s\" is not %s", lines[i].line, line_class_name(lines[i].class));
}

static void test_functions_from_the_source(void **state)
{
	static const char source[] = "package p\n"               /* 1 */
				     "\n"                        /* 2 */
				     "var f = func() { g() }\n"  /* 3 */
				     "\n"                        /* 4 */
				     "func (t *T) M(x int) {\n"  /* 5 */
				     "\tfmt.Println(x)\n"        /* 6 */
				     "\ty := []interface{}{x}\n" /* 7 */
				     "}\n";                      /* 8 */
	static const char text[] = "p.go:5:15: x escapes to heap\n"
				   "p.go:6:13: x escapes to heap\n"
				   "p.go:6:13: []interface {} literal does not escape\n"
				   "p.go:7:22: []interface {} literal does not escape\n"
				   "p.go:3:9: glob..func1 z does not escape\n"
				   "p.go:9:1: other.F z does not escape\n"
				   "type.go:6:7: leaking param: x\n"
				   "<autogenerated>:1: leaking param: .this\n";
	struct decision_list l = DECISION_LIST_INIT;
	char *got;

	(void)state;
	diagnostics_parse(text, sizeof text - 1, &l);
	diagnostics_functions(&l, source, sizeof source - 1);
	got = render(&l);
	assert_string_equal(got, "<autogenerated>:1:0 <autogenerated> leaking_param .this\n"
	                         "p.go:3:9 init does_not_escape glob..func1 z\n"
	                         "p.go:5:15 (*T).M escapes x\n"
	                         "p.go:6:13 (*T).M escapes x\n"
	                         "p.go:6:13 (*T).M does_not_escape ... argument\n"
	                         "p.go:7:22 (*T).M does_not_escape []interface {}{...}\n"
	                         "p.go:9:1 init does_not_escape other.F z\n"
	                         "type.go:6:7 leaking_param x\n");
	free(got);
	decision_list_release(&l);
}

static void test_kind_names(void **state)
{
	(void)state;
	for (int k = 0; k < DECISION_KINDS; k++)
		assert_int_equal(decision_kind_parse(decision_kind_name((enum decision_kind)k)), k);
	assert_int_equal(decision_kind_parse("moved_to_heap"), DECISION_MOVED_TO_HEAP);
	assert_int_equal(decision_kind_parse("leaking_result"), DECISION_LEAKING_RESULT);
	assert_int_equal(decision_kind_parse("escape"), -1);
}

static const struct CMUnitTest tests[] = {
	cmocka_unit_test(test_go1_2),
	cmocka_unit_test(test_go1_4_dump),
	cmocka_unit_test(test_go1_6_levels),
	cmocka_unit_test(test_go1_9),
	cmocka_unit_test(test_go1_17),
	cmocka_unit_test(test_go1_27),
	cmocka_unit_test(test_sizes_are_values),
	cmocka_unit_test(test_words_of_one_form),
	cmocka_unit_test(test_function_or_operand),
	cmocka_unit_test(test_duplicates_merge),
	cmocka_unit_test(test_leaks_of_content_to_a_result),
	cmocka_unit_test(test_function_of_a_leak),
	cmocka_unit_test(test_every_line_is_counted),
	cmocka_unit_test(test_classes),
	cmocka_unit_test(test_functions_from_the_source),
	cmocka_unit_test(test_kind_names),
};

TEST_MAIN(tests)
