/*
 * Inside the parser of -S: the lines of a listing. Pieces point into the text and own nothing.
 */
#ifndef GOALLOC_BENCH_ASSEMBLY_TEXT_H
#define GOALLOC_BENCH_ASSEMBLY_TEXT_H

#include <stdbool.h>

#include "bench/diagnostics_text.h"

struct instruction {
	struct piece file;
	int line;
	struct piece opcode, operands;
};
/*
 * "0026 (x.go:12) CALL    ,runtime.new+0(SB)" in 1.2, "\t0x0026 00038 (x.go:12)\tCALL\truntime.newobject(SB)" since.
 * False for the other lines: headings, hex dumps, relocations (which name the same calls again).
 */
bool assembly_instruction(struct piece line, struct instruction *out);
/* The symbol in an operand ",runtime.new+0(SB)" or "runtime.f<ABIInternal>(SB)"; empty if it is a register. */
struct piece assembly_symbol(struct piece operand);
/* Is this what a call is called, in any architecture? */
bool assembly_is_call(struct piece opcode);
/* The package path with its dot before a symbol, "a/b.v2.F" -> "a/b.": up to the first dot after the last slash. */
struct piece assembly_package(struct piece symbol);

#endif
