#include "store/db.h"

#define MAJORS 100
#define NUMBERS 10000
#define STAGES 10
#define STAGE_NUMBERS 1000

static int64_t digit(int value, int base)
{
	return value < 0 ? 0 : value >= base ? base - 1 : value;
}

int64_t version_order(const struct go_version *v)
{
	int64_t n = digit(v->major, MAJORS);

	n = n * NUMBERS + digit(v->minor, NUMBERS);
	n = n * NUMBERS + (v->patch < 0 ? 0 : digit(v->patch, NUMBERS - 1) + 1);
	n = n * STAGES + digit((int)v->stage, STAGES);
	return n * STAGE_NUMBERS + digit(v->stage_number, STAGE_NUMBERS);
}

struct go_version version_from_order(int64_t order)
{
	struct go_version v = { .stage = GO_RELEASE };
	int64_t n = order < 0 ? 0 : order;
	int stage;

	v.stage_number = (int)(n % STAGE_NUMBERS);
	n /= STAGE_NUMBERS;
	stage = (int)(n % STAGES);
	v.stage = stage == GO_BETA ? GO_BETA : stage == GO_RC ? GO_RC : GO_RELEASE;
	n /= STAGES;
	v.patch = (int)(n % NUMBERS) - 1;
	n /= NUMBERS;
	v.minor = (int)(n % NUMBERS);
	v.major = (int)(n / NUMBERS % MAJORS);
	return v;
}
