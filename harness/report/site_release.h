/*
 * The pages of the releases: OUTPUT/release/GO.html. Called by site_write.
 *
 * A page has everything that the release changed against the one before it that was measured, in every mode and metric, by
 * metric and direction, with causes; what was measured of it, and what was not and why; where its toolchain comes from and
 * who vouches for it. All of it is there without scripts; the page's script filters.
 */
#ifndef GOALLOC_REPORT_SITE_RELEASE_H
#define GOALLOC_REPORT_SITE_RELEASE_H

#include "report/site.h"

int site_releases_write(const struct site_input *in, const char *output_dir, struct error *err);

#endif
