/* Machine code of listings: what makes two functions the same, and what does not. The listings of eras are real ones. */
#include "testing.h"

#include "base/alloc.h"
#include "base/str.h"
#include "bench/assembly.h"

static const char go1_3[] = "\"\".helper t=1 size=80 value=0 args=0x10 locals=0x10\n"
			    "\t000000 00000 (x.go:11)\tTEXT\t\"\".helper+0(SB),$16-16\n"
			    "\t0x000e 00014 (x.go:11)\tCALL\t,runtime.morestack16_noctxt(SB)\n"
			    "\t0x0019 00025 (x.go:11)\tFUNCDATA\t$2,gclocals\xc2\xb7"
			    "9308e7ef08d2cc2f72ae1228688dacf9+0(SB)\n"
			    "\t0x0019 00025 (x.go:11)\tFUNCDATA\t$3,gclocals\xc2\xb7"
			    "3280bececceccd33cb74587feedb1f9f+0(SB)\n"
			    "\t0x0021 00033 (x.go:11)\tPCDATA\t$0,$16\n"
			    "\t0x0021 00033 (x.go:11)\tPCDATA\t$1,$0\n"
			    "\t0x0021 00033 (x.go:11)\tCALL\t,runtime.new(SB)\n"
			    "\t0x0026 00038 (x.go:11)\tPCDATA\t$0,$-1\n"
			    "\t000000 64 48 8b 0c 25 00 00 00 00 48 3b 21 77 07 e8 00  dH..%....H;!w...\n"
			    "\t0x0010 00 00 00 eb eb 48 83 ec 10 48 c7 04 24 00 00 00  .....H...H..$...\n"
			    "\t0x0020 00 e8 00 00 00 00 48 8b 44 24 08 48 8b 6c 24 18  ......H.D$.H.l$.\n"
			    "\t0x0030 48 89 28 48 c7 40 08 02 00 00 00 48 89 44 24 20  H.(H.@.....H.D$ \n"
			    "\t0x0040 48 83 c4 10 c3                                   H....\n"
			    "\trel 5+4 t=9 +0\n"
			    "\trel 15+4 t=3 runtime.morestack16_noctxt+0\n"
			    "\trel 29+4 t=1 type.\"\".T+0\n"
			    "\trel 34+4 t=3 runtime.new+0\n"
			    "\"\".helper\xc2\xb7"
			    "f t=7 dupok size=8 value=0\n"
			    "\t000000 00 00 00 00 00 00 00 00                          ........\n"
			    "\trel 0+8 t=1 \"\".helper+0\n";

static const char go1_8[] = "\"\".helper t=1 size=88 args=0x10 locals=0x18\n"
			    "\t0x0000 00000 (x.go:11)\tTEXT\t\"\".helper(SB), $24-16\n"
			    "\t0x0018 00024 (x.go:11)\tLEAQ\t16(SP), BP\n"
			    "\t0x001d 00029 (x.go:11)\tFUNCDATA\t$0, gclocals\xc2\xb7"
			    "f207267fbf96a0178e8758c6e3e0ce28(SB)\n"
			    "\t0x001d 00029 (x.go:11)\tFUNCDATA\t$1, gclocals\xc2\xb7"
			    "33cdeccccebe80329f1fdbee7f5874cb(SB)\n"
			    "\t0x001d 00029 (x.go:11)\tLEAQ\ttype.\"\".T(SB), AX\n"
			    "\t0x0028 00040 (x.go:11)\tPCDATA\t$0, $0\n"
			    "\t0x0028 00040 (x.go:11)\tCALL\truntime.newobject(SB)\n"
			    "\t0x0051 00081 (x.go:11)\tPCDATA\t$0, $-1\n"
			    "\t0x0051 00081 (x.go:11)\tCALL\truntime.morestack_noctxt(SB)\n"
			    "\t0x0000 64 48 8b 0c 25 00 00 00 00 48 3b 61 10 76 42 48  dH..%....H;a.vBH\n"
			    "\t0x0010 83 ec 18 48 89 6c 24 10 48 8d 6c 24 10 48 8d 05  ...H.l$.H.l$.H..\n"
			    "\t0x0020 00 00 00 00 48 89 04 24 e8 00 00 00 00 48 8b 44  ....H..$.....H.D\n"
			    "\t0x0030 24 08 48 8b 4c 24 20 48 89 08 48 c7 40 08 02 00  $.H.L$ H..H.@...\n"
			    "\t0x0040 00 00 48 89 44 24 28 48 8b 6c 24 10 48 83 c4 18  ..H.D$(H.l$.H...\n"
			    "\t0x0050 c3 e8 00 00 00 00 eb a8                          ........\n"
			    "\trel 5+4 t=16 TLS+0\n"
			    "\trel 32+4 t=15 type.\"\".T+0\n"
			    "\trel 41+4 t=8 runtime.newobject+0\n"
			    "\trel 82+4 t=8 runtime.morestack_noctxt+0\n";

static const char go1_12[] = "\"\".helper STEXT size=88 args=0x10 locals=0x18\n"
			     "\t0x0000 00000 (x.go:11)\tTEXT\t\"\".helper(SB), ABIInternal, $24-16\n"
			     "\t0x0018 00024 (x.go:11)\tLEAQ\t16(SP), BP\n"
			     "\t0x001d 00029 (x.go:11)\tFUNCDATA\t$0, gclocals\xc2\xb7"
			     "568470801006e5c0dc3947ea998fe279(SB)\n"
			     "\t0x001d 00029 (x.go:11)\tFUNCDATA\t$1, gclocals\xc2\xb7"
			     "69c1753bd5f81501d95132d08af04464(SB)\n"
			     "\t0x001d 00029 (x.go:11)\tFUNCDATA\t$3, gclocals\xc2\xb7"
			     "9fb7f0986f647f17cb53dda1484e0f7a(SB)\n"
			     "\t0x001d 00029 (x.go:11)\tPCDATA\t$2, $1\n"
			     "\t0x001d 00029 (x.go:11)\tPCDATA\t$0, $0\n"
			     "\t0x001d 00029 (x.go:11)\tLEAQ\ttype.\"\".T(SB), AX\n"
			     "\t0x0024 00036 (x.go:11)\tPCDATA\t$2, $0\n"
			     "\t0x0028 00040 (x.go:11)\tCALL\truntime.newobject(SB)\n"
			     "\t0x002d 00045 (x.go:11)\tPCDATA\t$2, $1\n"
			     "\t0x0042 00066 (x.go:11)\tPCDATA\t$2, $0\n"
			     "\t0x0042 00066 (x.go:11)\tPCDATA\t$0, $1\n"
			     "\t0x0051 00081 (x.go:11)\tPCDATA\t$0, $-1\n"
			     "\t0x0051 00081 (x.go:11)\tPCDATA\t$2, $-1\n"
			     "\t0x0051 00081 (x.go:11)\tCALL\truntime.morestack_noctxt(SB)\n"
			     "\t0x0000 64 48 8b 0c 25 00 00 00 00 48 3b 61 10 76 42 48  dH..%....H;a.vBH\n"
			     "\t0x0010 83 ec 18 48 89 6c 24 10 48 8d 6c 24 10 48 8d 05  ...H.l$.H.l$.H..\n"
			     "\t0x0020 00 00 00 00 48 89 04 24 e8 00 00 00 00 48 8b 44  ....H..$.....H.D\n"
			     "\t0x0030 24 08 48 8b 4c 24 20 48 89 08 48 c7 40 08 02 00  $.H.L$ H..H.@...\n"
			     "\t0x0040 00 00 48 89 44 24 28 48 8b 6c 24 10 48 83 c4 18  ..H.D$(H.l$.H...\n"
			     "\t0x0050 c3 e8 00 00 00 00 eb a8                          ........\n"
			     "\trel 5+4 t=16 TLS+0\n"
			     "\trel 32+4 t=15 type.\"\".T+0\n"
			     "\trel 41+4 t=8 runtime.newobject+0\n"
			     "\trel 82+4 t=8 runtime.morestack_noctxt+0\n";

static const char go1_18[] = "\"\".helper STEXT size=80 args=0x8 locals=0x18 funcid=0x0 align=0x0\n"
			     "\t0x0000 00000 (x.go:11)\tTEXT\t\"\".helper(SB), ABIInternal, $24-8\n"
			     "\t0x0004 00004 (x.go:11)\tPCDATA\t$0, $-2\n"
			     "\t0x0006 00006 (x.go:11)\tPCDATA\t$0, $-1\n"
			     "\t0x000f 00015 (x.go:11)\tLEAQ\t16(SP), BP\n"
			     "\t0x0014 00020 (x.go:11)\tFUNCDATA\t$0, gclocals\xc2\xb7"
			     "33cdeccccebe80329f1fdbee7f5874cb(SB)\n"
			     "\t0x0014 00020 (x.go:11)\tFUNCDATA\t$1, gclocals\xc2\xb7"
			     "33cdeccccebe80329f1fdbee7f5874cb(SB)\n"
			     "\t0x0014 00020 (x.go:11)\tFUNCDATA\t$5, \"\".helper.arginfo1(SB)\n"
			     "\t0x0014 00020 (x.go:11)\tFUNCDATA\t$6, \"\".helper.argliveinfo(SB)\n"
			     "\t0x0014 00020 (x.go:11)\tPCDATA\t$3, $1\n"
			     "\t0x0019 00025 (x.go:11)\tPCDATA\t$3, $-1\n"
			     "\t0x0019 00025 (x.go:11)\tLEAQ\ttype.\"\".T(SB), AX\n"
			     "\t0x0020 00032 (x.go:11)\tPCDATA\t$1, $0\n"
			     "\t0x0020 00032 (x.go:11)\tCALL\truntime.newobject(SB)\n"
			     "\t0x003f 00063 (x.go:11)\tPCDATA\t$1, $-1\n"
			     "\t0x003f 00063 (x.go:11)\tPCDATA\t$0, $-2\n"
			     "\t0x0044 00068 (x.go:11)\tCALL\truntime.morestack_noctxt(SB)\n"
			     "\t0x004e 00078 (x.go:11)\tPCDATA\t$0, $-1\n"
			     "\t0x0000 49 3b 66 10 76 39 48 83 ec 18 48 89 6c 24 10 48  I;f.v9H...H.l$.H\n"
			     "\t0x0010 8d 6c 24 10 48 89 44 24 20 48 8d 05 00 00 00 00  .l$.H.D$ H......\n"
			     "\t0x0020 e8 00 00 00 00 48 8b 4c 24 20 48 89 08 48 c7 40  .....H.L$ H..H.@\n"
			     "\t0x0030 08 02 00 00 00 48 8b 6c 24 10 48 83 c4 18 c3 48  .....H.l$.H....H\n"
			     "\t0x0040 89 44 24 08 e8 00 00 00 00 48 8b 44 24 08 eb b0  .D$......H.D$...\n"
			     "\trel 28+4 t=14 type.\"\".T+0\n"
			     "\trel 33+4 t=7 runtime.newobject+0\n"
			     "\trel 69+4 t=7 runtime.morestack_noctxt+0\n"
			     "\"\".helper.arginfo1 SRODATA static dupok size=3\n"
			     "\t0x0000 00 08 ff                                         ...\n"
			     "\"\".helper.argliveinfo SRODATA static dupok size=2\n"
			     "\t0x0000 00 00                                            ..\n";

static const char go1_20[] = "goalloc/x.helper STEXT size=80 args=0x8 locals=0x18 funcid=0x0 align=0x0\n"
			     "\t0x0000 00000 (/t/x.go:11)\tTEXT\tgoalloc/x.helper(SB), ABIInternal, $24-8\n"
			     "\t0x0004 00004 (/t/x.go:11)\tPCDATA\t$0, $-2\n"
			     "\t0x0006 00006 (/t/x.go:11)\tPCDATA\t$0, $-1\n"
			     "\t0x000f 00015 (/t/x.go:11)\tLEAQ\t16(SP), BP\n"
			     "\t0x0014 00020 (/t/x.go:11)\tFUNCDATA\t$0, gclocals\xc2\xb7"
			     "g2BeySu+wFnoycgXfElmcg==(SB)\n"
			     "\t0x0014 00020 (/t/x.go:11)\tFUNCDATA\t$1, gclocals\xc2\xb7"
			     "g2BeySu+wFnoycgXfElmcg==(SB)\n"
			     "\t0x0014 00020 (/t/x.go:11)\tFUNCDATA\t$5, goalloc/x.helper.arginfo1(SB)\n"
			     "\t0x0014 00020 (/t/x.go:11)\tFUNCDATA\t$6, goalloc/x.helper.argliveinfo(SB)\n"
			     "\t0x0014 00020 (/t/x.go:11)\tPCDATA\t$3, $1\n"
			     "\t0x0019 00025 (/t/x.go:11)\tPCDATA\t$3, $-1\n"
			     "\t0x0019 00025 (/t/x.go:11)\tLEAQ\ttype:goalloc/x.T(SB), AX\n"
			     "\t0x0020 00032 (/t/x.go:11)\tPCDATA\t$1, $0\n"
			     "\t0x0020 00032 (/t/x.go:11)\tCALL\truntime.newobject(SB)\n"
			     "\t0x003f 00063 (/t/x.go:11)\tPCDATA\t$1, $-1\n"
			     "\t0x003f 00063 (/t/x.go:11)\tPCDATA\t$0, $-2\n"
			     "\t0x0044 00068 (/t/x.go:11)\tCALL\truntime.morestack_noctxt(SB)\n"
			     "\t0x004e 00078 (/t/x.go:11)\tPCDATA\t$0, $-1\n"
			     "\t0x0000 49 3b 66 10 76 39 48 83 ec 18 48 89 6c 24 10 48  I;f.v9H...H.l$.H\n"
			     "\t0x0010 8d 6c 24 10 48 89 44 24 20 48 8d 05 00 00 00 00  .l$.H.D$ H......\n"
			     "\t0x0020 e8 00 00 00 00 48 8b 4c 24 20 48 89 08 48 c7 40  .....H.L$ H..H.@\n"
			     "\t0x0030 08 02 00 00 00 48 8b 6c 24 10 48 83 c4 18 c3 48  .....H.l$.H....H\n"
			     "\t0x0040 89 44 24 08 e8 00 00 00 00 48 8b 44 24 08 eb b0  .D$......H.D$...\n"
			     "\trel 28+4 t=14 type:goalloc/x.T+0\n"
			     "\trel 33+4 t=7 runtime.newobject+0\n"
			     "\trel 69+4 t=7 runtime.morestack_noctxt+0\n"
			     "goalloc/x.helper.arginfo1 SRODATA static dupok size=3\n"
			     "\t0x0000 00 08 ff                                         ...\n"
			     "goalloc/x.helper.argliveinfo SRODATA static dupok size=2\n"
			     "\t0x0000 00 00                                            ..\n";

static const char go1_21[] = "goalloc/x.helper STEXT size=70 args=0x8 locals=0x18 funcid=0x0 align=0x0\n"
			     "\t0x0000 00000 (/t/x.go:11)\tTEXT\tgoalloc/x.helper(SB), ABIInternal, $24-8\n"
			     "\t0x0004 00004 (/t/x.go:11)\tPCDATA\t$0, $-2\n"
			     "\t0x0006 00006 (/t/x.go:11)\tPCDATA\t$0, $-1\n"
			     "\t0x000e 00014 (/t/x.go:11)\tFUNCDATA\t$0, gclocals\xc2\xb7"
			     "g2BeySu+wFnoycgXfElmcg==(SB)\n"
			     "\t0x000e 00014 (/t/x.go:11)\tFUNCDATA\t$1, gclocals\xc2\xb7"
			     "g2BeySu+wFnoycgXfElmcg==(SB)\n"
			     "\t0x000e 00014 (/t/x.go:11)\tFUNCDATA\t$5, goalloc/x.helper.arginfo1(SB)\n"
			     "\t0x000e 00014 (/t/x.go:11)\tFUNCDATA\t$6, goalloc/x.helper.argliveinfo(SB)\n"
			     "\t0x000e 00014 (/t/x.go:11)\tPCDATA\t$3, $1\n"
			     "\t0x0013 00019 (/t/x.go:11)\tPCDATA\t$3, $-1\n"
			     "\t0x0013 00019 (/t/x.go:11)\tLEAQ\ttype:goalloc/x.T(SB), AX\n"
			     "\t0x001a 00026 (/t/x.go:11)\tPCDATA\t$1, $0\n"
			     "\t0x001a 00026 (/t/x.go:11)\tCALL\truntime.newobject(SB)\n"
			     "\t0x0035 00053 (/t/x.go:11)\tPCDATA\t$1, $-1\n"
			     "\t0x0035 00053 (/t/x.go:11)\tPCDATA\t$0, $-2\n"
			     "\t0x003a 00058 (/t/x.go:11)\tCALL\truntime.morestack_noctxt(SB)\n"
			     "\t0x0044 00068 (/t/x.go:11)\tPCDATA\t$0, $-1\n"
			     "\t0x0000 49 3b 66 10 76 2f 55 48 89 e5 48 83 ec 10 48 89  I;f.v/UH..H...H.\n"
			     "\t0x0010 44 24 20 48 8d 05 00 00 00 00 e8 00 00 00 00 48  D$ H...........H\n"
			     "\t0x0020 8b 4c 24 20 48 89 08 48 c7 40 08 02 00 00 00 48  .L$ H..H.@.....H\n"
			     "\t0x0030 83 c4 10 5d c3 48 89 44 24 08 e8 00 00 00 00 48  ...].H.D$......H\n"
			     "\t0x0040 8b 44 24 08 eb ba                                .D$...\n"
			     "\trel 22+4 t=14 type:goalloc/x.T+0\n"
			     "\trel 27+4 t=7 runtime.newobject+0\n"
			     "\trel 59+4 t=7 runtime.morestack_noctxt+0\n"
			     "goalloc/x.helper.arginfo1 SRODATA static dupok size=3\n"
			     "\t0x0000 00 08 ff                                         ...\n"
			     "goalloc/x.helper.argliveinfo SRODATA static dupok size=2\n"
			     "\t0x0000 00 00                                            ..\n";

static const char go1_26[] = "goalloc/x.helper STEXT size=70 args=0x8 locals=0x18 funcid=0x0 align=0x0\n"
			     "\t0x0000 00000 (/t/x.go:11)\tTEXT\tgoalloc/x.helper(SB), ABIInternal, $24-8\n"
			     "\t0x0004 00004 (/t/x.go:11)\tPCDATA\t$0, $-2\n"
			     "\t0x0006 00006 (/t/x.go:11)\tPCDATA\t$0, $-1\n"
			     "\t0x000e 00014 (/t/x.go:11)\tFUNCDATA\t$0, gclocals\xc2\xb7"
			     "g5+hNtRBP6YXNjfog7aZjQ==(SB)\n"
			     "\t0x000e 00014 (/t/x.go:11)\tFUNCDATA\t$1, gclocals\xc2\xb7"
			     "g5+hNtRBP6YXNjfog7aZjQ==(SB)\n"
			     "\t0x000e 00014 (/t/x.go:11)\tFUNCDATA\t$5, goalloc/x.helper.arginfo1(SB)\n"
			     "\t0x000e 00014 (/t/x.go:11)\tFUNCDATA\t$6, goalloc/x.helper.argliveinfo(SB)\n"
			     "\t0x000e 00014 (/t/x.go:11)\tPCDATA\t$3, $1\n"
			     "\t0x0013 00019 (/t/x.go:11)\tPCDATA\t$3, $-1\n"
			     "\t0x0013 00019 (/t/x.go:11)\tLEAQ\ttype:goalloc/x.T(SB), AX\n"
			     "\t0x001a 00026 (/t/x.go:11)\tPCDATA\t$1, $0\n"
			     "\t0x001a 00026 (/t/x.go:11)\tCALL\truntime.newobject(SB)\n"
			     "\t0x0035 00053 (/t/x.go:11)\tPCDATA\t$1, $-1\n"
			     "\t0x0035 00053 (/t/x.go:11)\tPCDATA\t$0, $-2\n"
			     "\t0x003a 00058 (/t/x.go:11)\tCALL\truntime.morestack_noctxt(SB)\n"
			     "\t0x003f 00063 (/t/x.go:11)\tPCDATA\t$0, $-1\n"
			     "\t0x0000 49 3b 66 10 76 2f 55 48 89 e5 48 83 ec 10 48 89  I;f.v/UH..H...H.\n"
			     "\t0x0010 44 24 20 48 8d 05 00 00 00 00 e8 00 00 00 00 48  D$ H...........H\n"
			     "\t0x0020 8b 4c 24 20 48 89 08 48 c7 40 08 02 00 00 00 48  .L$ H..H.@.....H\n"
			     "\t0x0030 83 c4 10 5d c3 48 89 44 24 08 e8 00 00 00 00 48  ...].H.D$......H\n"
			     "\t0x0040 8b 44 24 08 eb ba                                .D$...\n"
			     "\trel 22+4 t=R_PCREL type:goalloc/x.T+0\n"
			     "\trel 27+4 t=R_CALL runtime.newobject+0\n"
			     "\trel 59+4 t=R_CALL runtime.morestack_noctxt+0\n"
			     "goalloc/x.helper.arginfo1 SRODATA static dupok size=3\n"
			     "\t0x0000 00 08 ff                                         ...\n"
			     "goalloc/x.helper.argliveinfo SRODATA static dupok size=2\n"
			     "\t0x0000 00 00                                            ..\n";

/* The code of the function; it must be there once. */
static struct code code_of(const char *text, const char *function)
{
	struct code_list l = CODE_LIST_INIT;
	struct code found = { .function = NULL };

	assembly_codes(text, strlen(text), &l);
	for (size_t i = 0; i < l.len; i++)
		if (!strcmp(l.items[i].function, function)) {
			assert_null(found.function);
			found = l.items[i];
			found.function = xstrdup(found.function);
			found.refers = xstrdup(found.refers);
		}
	if (!found.function)
		fail_msg("no function %s", function);
	code_list_release(&l);
	assert_null(l.items);
	return found;
}

static void code_release(struct code *c)
{
	free(c->function);
	free(c->refers);
}

static bool same(const char *a, const char *b, const char *function)
{
	struct code x = code_of(a, function), y = code_of(b, function);
	bool equal = !strcmp(x.digest, y.digest) && x.bytes == y.bytes;

	assert_int_equal(strlen(x.digest), 64);
	code_release(&x);
	code_release(&y);
	return equal;
}

static void assert_refers(const char *text, const char *function, const char *names)
{
	struct code c = code_of(text, function);

	assert_string_equal(c.refers, names);
	code_release(&c);
}

/* `text` with the first `from` replaced. */
static char *with(const char *text, const char *from, const char *to)
{
	const char *at = strstr(text, from);

	if (!at)
		fail_msg("no %s", from);
	return xasprintf("%.*s%s%s", (int)(at - text), text, to, at + strlen(from));
}

static void test_eras(void **state)
{
	static const struct {
		const char *text;
		long bytes;
	} all[] = { { go1_3, 69 },  { go1_8, 88 },  { go1_12, 88 }, { go1_18, 80 },
		    { go1_20, 80 }, { go1_21, 70 }, { go1_26, 70 } };
	/* borders that change the listing but not this function: symbols' kinds; the package's name; relocations' names */
	static const bool as_before[] = { false, false, true, false, true, false, true };

	(void)state;
	for (size_t i = 0; i < (sizeof all / sizeof *all); i++) {
		struct code c = code_of(all[i].text, "helper");

		assert_int_equal(c.bytes, all[i].bytes);
		assert_string_equal(c.refers, "");
		code_release(&c);
		if (i)
			assert_int_equal(same(all[i - 1].text, all[i].text, "helper"), as_before[i]);
	}
}

/* What is no instruction does not count, the order of relocations included. */
static void test_what_does_not_count(void **state)
{
	static const struct {
		const char *from, *to;
	} changes[] = {
		{ "x.go:11)\tCALL", "x.go:12)\tCALL" },
		{ "(/t/x.go:11)\tTEXT", "(<autogenerated>:1)\tTEXT" },
		{ "STEXT size=70 args=0x8", "STEXT nosplit size=70 align=0x20 args=0x18" },
		{ "\tFUNCDATA\t$", "\tFUNCDATA\t$1" },
		{ "gclocals", "gcother" },
		{ "t=R_PCREL", "t=RelocType(-3)" },
		{ "t=R_CALL runtime.newobject+0", "t=7 runtime.newobject<ABIInternal>+0" },
		{ "\trel 22+4", "\trel 0+0 t=R_USEIFACE type:int+0\n\trel 22+4" },
		{ "\trel 22+4 t=R_PCREL type:goalloc/x.T+0\n\trel 27+4 t=R_CALL runtime.newobject+0\n",
		  "\trel 27+4 t=R_CALL runtime.newobject+0\n\trel 22+4 t=R_PCREL type:goalloc/x.T+0\n" },
		{ "type:goalloc/x.T", "type.\"\".T" },
	};

	(void)state;
	for (size_t i = 0; i < (sizeof changes / sizeof *changes); i++) {
		char *changed = with(go1_26, changes[i].from, changes[i].to);

		if (!same(go1_26, changed, "helper"))
			fail_msg("%s -> %s counts", changes[i].from, changes[i].to);
		free(changed);
	}
}

static void test_what_counts(void **state)
{
	static const struct {
		const char *from, *to;
	} changes[] = {
		{ "76 2f 55", "76 2e 55" },                         /* a jump's distance */
		{ "49 3b", "48 3b" },                               /* the first byte */
		{ "eb ba ", "eb bb " },                             /* the last */
		{ "eb ba ", "eb ba 90" },                           /* padding */
		{ "rel 27+4", "rel 26+4" },                         /* the place of an address */
		{ "rel 27+4", "rel 27+8" },                         /* its size */
		{ "runtime.newobject+0", "runtime.mallocgc+0" },    /* another callee */
		{ "runtime.newobject+0", "goalloc/x.newobject+0" }, /* of another package */
		{ "type:goalloc/x.T+0", "type:goalloc/x.T+8" },     /* another part of it */
		{ "type:goalloc/x.T+0", "type:goalloc/x.U+0" },     /* another thing */
		{ "type:goalloc/x.T+0", "type:a/goalloc/x.T+0" },   /* of another package whose path ends so */
		{ "\trel 59+4 t=R_CALL runtime.morestack_noctxt+0\n", "" },
	};

	(void)state;
	for (size_t i = 0; i < (sizeof changes / sizeof *changes); i++) {
		char *changed = with(go1_26, changes[i].from, changes[i].to);

		if (same(go1_26, changed, "helper"))
			fail_msg("%s -> %s does not count", changes[i].from, changes[i].to);
		free(changed);
	}
	assert_true(same(go1_26, go1_26, "helper"));
}

#define HEAD "a/b.f STEXT size=5\n\t0x0000 e8 00 00 00 00   .....\n"

/* A text is what it says, also when it says the package's name. */
static void test_texts_keep_their_words(void **state)
{
	static const char *const texts[] = { HEAD "\trel 1+4 t=1 go:string.\"see a/b.f\"+0\n",
		                             HEAD "\trel 1+4 t=1 go:string.\"see f\"+0\n",
		                             HEAD "\trel 1+4 t=1 go:string.\"see \"\".f\"+0\n",
		                             HEAD "\trel 1+4 t=1 string.\"see f\"+0\n" };

	(void)state;
	for (size_t i = 0; i < (sizeof texts / sizeof *texts); i++)
		for (size_t k = 0; k < i; k++)
			assert_false(same(texts[i], texts[k], "f"));
	assert_true(same(texts[0], HEAD "\trel 1+4 t=14 go.string.\"see a/b.f\"+0\n", "f"));
	assert_false(
		same(HEAD "\trel 1+4 t=1 go:itab.*a/b.T,a/b.I+0\n", HEAD "\trel 1+4 t=1 go:itab.*T,a/c.I+0\n", "f"));
	assert_true(same(HEAD "\trel 1+4 t=1 go:itab.*a/b.T,a/b.I+0\n", HEAD "\trel 1+4 t=1 go.itab.*\"\".T,\"\".I+0\n",
	                 "f"));
	assert_false(same(HEAD "\trel 1+4 t=1 type:*ca/b.T+0\n", HEAD "\trel 1+4 t=1 type:*cT+0\n", "f"));
	assert_true(same(HEAD "\trel 5+4 t=16 TLS+0\n", HEAD "\trel 5+4 t=9 +0\n", "f"));
}

/* What it calls, what it takes the address of, and what stands behind data; not itself, not what others have. */
static void test_what_a_function_refers_to(void **state)
{
	static const char text[] =
		"a/b.f STEXT size=10\n\t0x0000 e8 00 00 00 00   .....\n\trel 1+4 t=R_CALL a/b.g+0\n"
		"\trel 5+4 t=R_PCREL a/b.f.func1·f+0\n\trel 9+4 t=R_CALL a/b.f+0\n\trel 9+4 t=R_CALL "
		"runtime.newobject+0\n"
		"\trel 9+4 t=R_CALL a/b.g+0\n"
		"a/b.g STEXT size=1\n\t0x0000 c3   .\n\trel 9+4 t=R_PCREL go:itab.*a/b.T,a/b.I+0\n"
		"a/b.h STEXT size=1\n\t0x0000 c3   .\n"
		"a/b.f.func1 STEXT dupok size=1\n\t0x0000 c3   .\n"
		"a/b.(*T).M STEXT dupok size=1\n\t0x0000 c3   .\n"
		"slices.sort[go.shape.int] STEXT dupok size=1\n\t0x0000 c3   .\n\trel 0+4 t=R_CALL a/b.h+0\n"
		"a/b.f.func1·f SRODATA dupok size=8\n\t0x0000 00   .\n\trel 0+8 t=R_ADDR a/b.f.func1+0\n"
		"go:itab.*a/b.T,a/b.I SRODATA dupok size=8\n\trel 0+8 t=R_ADDR type:*a/b.T+0\n"
		"type:*a/b.T SRODATA size=8\n\trel 0+4 t=R_METHODOFF a/b.(*T).M+0\n"
		"\trel 0+4 t=R_ADDR go:itab.*a/b.T,a/b.I+0\n\trel 0+4 t=R_CALL slices.sort[go.shape.int]<1>+0\n";

	(void)state;
	assert_refers(text, "f", "f.func1\ng\n");
	assert_refers(text, "g", "(*T).M\nslices.sort[go.shape.int]\n");
	assert_refers(text, "h", "");
	assert_refers(text, "slices.sort[go.shape.int]", "h\n");
}

/* 1.27 lists closures of the library's functions first, as if they were nobody's: what the debugger is told counts. */
static void test_the_own_package(void **state)
{
	static const char text[] = "slices.Sorted[int].func1#a/b= STEXT size=1\n"
				   "a/b.f STEXT size=1\n\trel 0+4 t=1 a/b.g+0\n\trel 4+4 t=1 a/bc.g+0\n"
				   "a/b.g STEXT size=1\n"
				   "a/bc.g STEXT dupok size=1\n"
				   "go:cuinfo.producer.a/b SDWARFCUINFO dupok size=0\n";

	(void)state;
	assert_refers(text, "f", "a/bc.g\ng\n");
	assert_refers(text, "slices.Sorted[int].func1#a/b=", "");
}

/* Constants, what runs when something fails and what is told once stay within the case; all else does not. */
static void test_what_leaves_the_listing(void **state)
{
	static const struct {
		const char *name;
		bool leaves;
	} table[] = {
		{ "a/b.g", false },
		{ "a/b.sink", false }, /* a variable, which no listing has to describe */
		{ "go:string.\"runtime.x\"", false },
		{ "type:int", false },
		{ "type:strings.Builder", false },
		{ "runtime.panicIndex", false },
		{ "runtime.morestack_noctxt", false },
		{ "runtime.gcWriteBarrier2", false },
		{ "runtime.writeBarrier", false },
		{ "testing.(*B).ResetTimer", false },
		{ "$f64.3ff0000000000000", false },
		{ "TLS", false },
		{ "runtime.newobject", true },
		{ "runtime.memmove", true },
		{ "runtime.duffcopy", true },
		{ "strings.Index", true },
		{ "testing.(*B).StopTimer", true },
		{ "unicode.White_Space", true },
		{ "a/bc.g", true },
	};
	struct code c;

	(void)state;
	for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
		char *text = xasprintf("a/b.f STEXT size=1\n\t0x0000 c3   .\n\trel 0+4 t=R_CALL %s+0\n"
		                       "a/b.g STEXT size=1\n\t0x0000 c3   .\n\trel 0+4 t=R_CALL strings.Index+0\n",
		                       table[i].name);

		c = code_of(text, "f");
		if (c.leaves != table[i].leaves)
			fail_msg("%s: %d", table[i].name, c.leaves);
		code_release(&c);
		free(text);
	}
	c = code_of("a/b.f STEXT size=1\n\t0x0000 00000 (x.go:1)\tCALL\tAX\n\t0x0000 ff d0   ..\n", "f");
	assert_true(c.leaves); /* to wherever */
	code_release(&c);
}

/* There may be two of one name; what is nobody's own may come first. */
static void test_names_that_are_there_twice(void **state)
{
	static const char text[] = "slices.sort[int] STEXT dupok size=1\n\trel 0+4 t=1 a/b.g+0\n"
				   "a/b.f<0> STEXT size=1\n\trel 0+4 t=1 a/b.f+0\n\trel 4+4 t=1 a/b.g+0\n"
				   "a/b.f STEXT size=1\n\trel 0+4 t=1 slices.sort[int]+0\n\trel 4+4 t=1 a/b.f+0\n"
				   "a/b.g STEXT size=1\na/b.g STEXT size=1\n\t0x0000 c3   .\n";
	struct code_list l = CODE_LIST_INIT;

	(void)state;
	assembly_codes(text, strlen(text), &l);
	assert_int_equal(l.len, 5);
	for (size_t i = 0; i < 4; i++)
		assert_string_equal(l.items[i].function, i < 2 ? "f" : "g");
	/* of the same name: by digest, so that the order does not depend on the listing's */
	assert_true(strcmp(l.items[0].digest, l.items[1].digest) < 0);
	assert_true(strcmp(l.items[2].digest, l.items[3].digest) < 0);
	for (size_t i = 0; i < 2; i++)
		assert_true(!strcmp(l.items[i].refers, "g\n") || !strcmp(l.items[i].refers, "slices.sort[int]\n"));
	assert_string_equal(l.items[4].function, "slices.sort[int]");
	assert_string_equal(l.items[4].refers, "g\n");
	code_list_release(&l);
}

/* A benchmark as 1.24 and 1.25 list it: `at` is where b.N is, `bytes` how the instruction says so. */
#define BENCHMARK(name, at, bytes)                                                                                     \
	"a/b." name " STEXT size=16 args=0x8\n"                                                                        \
	"\t0x0000 00000 (a_test.go:79)\tMOVQ\tAX, a/b.b+448(SP)\n"                                                     \
	"\t0x0004 00004 (a_test.go:79)\tMOVQ\t16(R14), CX\n"                                                           \
	"\t0x0004 00004 (a_test.go:79)\tNOP\n"                                                                         \
	"\t0x0008 00008 (a_test.go:79)\tCMPQ\t" at "(AX), CX\n"                                                        \
	"\t0x000f 00015 (a_test.go:82)\tRET\n"                                                                         \
	"\t0x0000 c0 01 00 00 49 8b 4e 10 48 39 88 " bytes " c3  ....I.N.H9......\n"
#define OLD(name) BENCHMARK(name, "448", "c0 01 00 00")
#define NEW(name) BENCHMARK(name, "456", "c8 01 00 00")

/* Where the library keeps b.N is no code of the benchmark. */
static void test_the_place_of_n(void **state)
{
#define MORE(name, far, byte)                                                                                          \
	"a/b." name " STEXT size=16 args=0x8\n"                                                                        \
	"\t0x0000 00000 (a_test.go:79)\tCMPQ\t" far "(AX), CX\n"                                                       \
	"\t0x0007 00007 (a_test.go:79)\tMOVQ\t512(AX), CX\n"                                                           \
	"\t0x000e 00014 (a_test.go:82)\tRET\n"                                                                         \
	"\t0x0000 48 39 88 " byte " 01 00 00 48 39 88 00 02 00 00 c3  H9.....H9......\n"
#define FAR(far, byte)                                                                                                 \
	"a/b.BenchmarkA STEXT size=15\n\t0x0000 00000 (a:1)\tMOVQ\t512(AX), CX\n"                                      \
	"\t0x0007 00007 (a:1)\tCMPQ\t" far "(AX), CX\n\t0x000e 00014 (a:1)\tRET\n"                                     \
	"\t0x0000 48 39 88 00 02 00 00 48 39 88 " byte " 01 00 00 c3  H9.....H9......\n"
#define STACK(far, byte)                                                                                               \
	"a/b.BenchmarkB STEXT size=8\n\t0x0000 00000 (a:1)\tCMPQ\t" far "(SP), CX\n"                                   \
	"\t0x0000 48 39 8c 24 " byte " 01 00 00   H9......\n"
	static const struct {
		const char *what, *old, *new, *function;
		bool same;
	} tries[] = {
		{ "moved", OLD("BenchmarkA"), NEW("BenchmarkA"), "BenchmarkA", true },
		{ "in two", OLD("BenchmarkA") OLD("BenchmarkB"), NEW("BenchmarkA") NEW("BenchmarkB"), "BenchmarkB",
		  true },
		{ "in a closure", OLD("BenchmarkA") OLD("BenchmarkA.func1"), NEW("BenchmarkA") NEW("BenchmarkA.func1"),
		  "BenchmarkA.func1", true },
		{ "a closure without", OLD("BenchmarkA") "a/b.BenchmarkA.func1 STEXT size=1\n",
		  NEW("BenchmarkA") "a/b.BenchmarkA.func1 STEXT size=1\n", "BenchmarkA", true },
		{ "another function's", OLD("BenchmarkA") OLD("helper"), NEW("BenchmarkA") NEW("helper"), "helper",
		  false },
		{ "a benchmark without", OLD("BenchmarkA") "a/b.BenchmarkB STEXT size=1\n",
		  NEW("BenchmarkA") "a/b.BenchmarkB STEXT size=1\n", "BenchmarkA", false },
		{ "two places", MORE("BenchmarkA", "448", "c0"), MORE("BenchmarkA", "456", "c8"), "BenchmarkA", false },
		{ "one of them in both", MORE("BenchmarkA", "448", "c0") OLD("BenchmarkB"),
		  MORE("BenchmarkA", "456", "c8") NEW("BenchmarkB"), "BenchmarkA", true },
		{ "another instruction", OLD("BenchmarkA"), BENCHMARK("BenchmarkA", "456", "c0 01 00 00"), "BenchmarkA",
		  false },
		{ "said twice",
		  "a/b.BenchmarkA STEXT size=8\n\t0x0000 00000 (a:1)\tCMPQ\t448(AX), $448\n"
		  "\t0x0000 c0 01 00 00 c0 01 00 00   ........\n",
		  "a/b.BenchmarkA STEXT size=8\n\t0x0000 00000 (a:1)\tCMPQ\t456(AX), $456\n"
		  "\t0x0000 c8 01 00 00 c8 01 00 00   ........\n",
		  "BenchmarkA", false },
		{ "two places, it second", FAR("448", "c0"), FAR("456", "c8"), "BenchmarkA", false },
		{ "another place moved, too", MORE("BenchmarkA", "448", "c0") OLD("BenchmarkB"),
		  MORE("BenchmarkA", "448", "c8") OLD("BenchmarkB"), "BenchmarkA", false },
		{ "on the stack", STACK("448", "c0"), STACK("456", "c8"), "BenchmarkB", false },
		{ "too near", BENCHMARK("BenchmarkA", "120", "78 00 00 00"),
		  BENCHMARK("BenchmarkA", "112", "70 00 00 00"), "BenchmarkA", false },
		{ "a symbol's", BENCHMARK("BenchmarkA", "a/b.x+448", "c0 01 00 00"),
		  BENCHMARK("BenchmarkA", "a/b.x+456", "c8 01 00 00"), "BenchmarkA", false },
		{ "before it", BENCHMARK("BenchmarkA", "-448", "40 fe ff ff"),
		  BENCHMARK("BenchmarkA", "-456", "38 fe ff ff"), "BenchmarkA", false },
	};
	(void)state;
	for (size_t i = 0; i < sizeof tries / sizeof *tries; i++)
		if (same(tries[i].old, tries[i].new, tries[i].function) != tries[i].same)
			fail_msg("%s", tries[i].what);
}

/* A call through a pointer may lead anywhere. */
static void test_calls_through_pointers(void **state)
{
	static const struct {
		const char *line;
		bool any;
	} lines[] = {
		{ "\t0x0000 00000 (x.go:1)\tCALL\tAX\n", true },
		{ "\t0x0000 00000 (x.go:1)\tCALL\tDX, BX\n", true },
		{ "\t0x0000 00000 (x.go:1)\tCALL\t24(AX)\n", true },
		{ "\t0x0000 00000 (x.go:1)\tBL\t(R2)\n", true },
		{ "\t0x0000 00000 (x.go:1)\tJMP\tAX\n", true },
		{ "\t0x0000 00000 (x.go:1)\tJMP\t,AX\n", true },
		{ "\trel 3+0 t=R_CALLIND +0\n", true },
		{ "\trel 3+0 t=5 +0\n", true },
		{ "\t0x0000 00000 (x.go:1)\tJMP\t34\n", false },
		{ "\t0x0000 00000 (x.go:1)\tJMP\t,34\n", false },
		{ "\t0x0000 00000 (x.go:1)\tJMP\t(AX)(CX*8)\n", false },
		{ "\t0x0000 00000 (x.go:1)\tJMP\ta/b.g(SB)\n", false },
		{ "\t0x0000 00000 (x.go:1)\tCALL\truntime.f<ABIInternal>(SB)\n", false },
		{ "\t0x0000 00000 (x.go:1)\tCALL\t,runtime.f(SB)\n", false },
		{ "\trel 3+0 t=R_USEIFACE type:int+0\n", false },
		{ "\t0x0000 00000 (CALL:1)\tMOVQ\tAX, BX\n", false },
	};

	(void)state;
	for (size_t i = 0; i < (sizeof lines / sizeof *lines); i++) {
		char *text = xasprintf(HEAD "%s", lines[i].line);

		assert_refers(text, "f", lines[i].any ? "*\n" : "");
		free(text);
	}
}

#define PLAIN(first, second, target, name)                                                                             \
	"\n--- prog list \"" name "\" ---\n"                                                                           \
	"00" first " (x.go:13) TEXT    " name "+0(SB),$24-24\n"                                                        \
	"00" first " (x.go:13) FUNCDATA $0,gcargs\xc2\xb7" first "+0(SB)\n"                                            \
	"00" first " (x.go:13) TYPE    n+" first "(FP){int},$8\n"                                                      \
	"00" first " (x.go:15) PCDATA  $0,$" first "\n"                                                                \
	"00" second " (x.go:" first ") JLE     ," target "\n"                                                          \
	"00" second " (x.go:15) CALL    ,runtime.new+0(SB)\n"

/* 1.2 lists no bytes: the instructions' text, wherever in the file the function is. */
static void test_go1_2(void **state)
{
	struct code c = code_of(PLAIN("17", "26", "35", "(*T).M"), "(*T).M");
	char *changed = with(PLAIN("17", "26", "35", "f"), "runtime.new+0", "runtime.mal+0");

	(void)state;
	assert_int_equal(c.bytes, 0);
	assert_string_equal(c.refers, "*\n");
	code_release(&c);
	assert_true(same(PLAIN("17", "26", "35", "f"), PLAIN("37", "46", "55", "f"), "f"));
	assert_false(same(PLAIN("17", "26", "35", "f"), PLAIN("37", "46", "54", "f"), "f"));
	assert_false(same(PLAIN("17", "26", "35", "f"), changed, "f"));
	free(changed);
}

static void test_too_many_names(void **state)
{
	struct str text = STR_INIT;

	(void)state;
	str_add(&text, HEAD);
	for (int i = 0; i < 10000; i++)
		str_addf(&text, "\trel %d+4 t=1 a/b.f%05d+0\n", i, i);
	for (int i = 0; i < 10000; i++)
		str_addf(&text, "a/b.f%05d STEXT size=1\n", i);
	assert_refers(str_cstr(&text), "f", "*\n");
	str_release(&text);
}

/* Data that every one of many functions leads through: looked at so often and no more. */
static void test_too_many_steps(void **state)
{
	struct str text = STR_INIT;
	struct code_list l = CODE_LIST_INIT;
	size_t any = 0;

	(void)state;
	for (int i = 0; i < 3000; i++)
		str_addf(&text, "d%d SRODATA size=8\n\trel 0+8 t=1 d%d+0\n", i, i + 1);
	for (int i = 0; i < 3000; i++)
		str_addf(&text, "f%d STEXT size=8\n\trel 0+8 t=1 d0+0\n", i);
	assembly_codes(text.p, text.len, &l);
	assert_int_equal(l.len, 3000);
	for (size_t i = 0; i < l.len; i++)
		any += !strcmp(l.items[i].refers, "*\n");
	assert_in_range(any, 2600, 2700); /* 2^20 / 3000 were followed to the end */
	code_list_release(&l);
	str_release(&text);
}

static void test_anything_ends(void **state)
{
	static const char *const texts[] = {
		"",
		"\n\n",
		"\t0x0000 e8\n\trel 1+4 t=1 x+0\n",
		"f STEXT size=",
		"f STEXT size=1\n\trel\n\trel \n\trel 1\n\trel 1+\n"
		"\trel 1+4\n\trel 1+4 t=\n\trel 1+4 t=1\n\trel 1+4 t=1 x\n\trel 99999999999999999999+4 t=1 "
		"x+0\n\t\n\t0\n\t0x e8\n",
		" S size=1\n",
		"--- prog list \"\n0 (x:1) J ,\n",
		"--- prog list \"f\" ---\n0 (x:1) J ,99999999999999999999\n",
	};

	(void)state;
	for (size_t i = 0; i < (sizeof texts / sizeof *texts); i++) {
		struct code_list l = CODE_LIST_INIT;

		assembly_codes(texts[i], strlen(texts[i]), &l);
		assert_in_range(l.len, 0, 1);
		code_list_release(&l);
	}
}

static const struct CMUnitTest tests[] = {
	cmocka_unit_test(test_eras),
	cmocka_unit_test(test_what_does_not_count),
	cmocka_unit_test(test_what_counts),
	cmocka_unit_test(test_texts_keep_their_words),
	cmocka_unit_test(test_what_a_function_refers_to),
	cmocka_unit_test(test_what_leaves_the_listing),
	cmocka_unit_test(test_the_own_package),
	cmocka_unit_test(test_names_that_are_there_twice),
	cmocka_unit_test(test_the_place_of_n),
	cmocka_unit_test(test_calls_through_pointers),
	cmocka_unit_test(test_go1_2),
	cmocka_unit_test(test_too_many_names),
	cmocka_unit_test(test_too_many_steps),
	cmocka_unit_test(test_anything_ends),
};

TEST_MAIN(tests)
