/*
 * How far alarms can be trusted, as a table: a row for each kind of comparison whose truth is known. For selftest and the
 * report's page.
 */
#ifndef GOALLOC_REPORT_CALIBRATION_TABLE_H
#define GOALLOC_REPORT_CALIBRATION_TABLE_H

#include "report/table.h"
#include "store/read.h"

/* Fills an initialised table. */
void calibration_table(const struct calibration *c, struct table *t);

#endif
