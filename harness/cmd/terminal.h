/*
 * What stdout and stderr are: terminals, how wide, and whether they get colours. terminal_colours once, then the others.
 */
#ifndef GOALLOC_CMD_TERMINAL_H
#define GOALLOC_CMD_TERMINAL_H

#include <stdbool.h>

#include "base/error.h"
#include "report/text.h"

/*
 * `when`: auto, always, never (ERR_USAGE otherwise). auto: where stdout is a terminal, NO_COLOR is not set or empty, and TERM
 * is not "dumb".
 */
int terminal_colours(const char *when, struct error *err);
/*
 * How text on stdout is to look. On a terminal as wide as that: $COLUMNS, else what the terminal says, else 80; ASCII where the
 * user's locale has no UTF-8. Elsewhere as wide as it comes.
 */
struct text_look terminal_look(void);
unsigned terminal_height(void); /* lines of the terminal stdout is, 0 if it is none or does not say */
/* Columns of the terminal stderr is, asked anew each time: it may be resized; 80 where it does not say. */
unsigned terminal_error_width(void);
bool terminal_error_draws(void); /* stderr is a terminal on which a line can be drawn anew */
bool terminal_is_ascii(void);    /* the user's locale has no UTF-8 */

#endif
