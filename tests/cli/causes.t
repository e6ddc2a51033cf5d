#!/usr/bin/env bash
# The causes that compare names, against the changes labelled by hand: tests/causes/.
exec bash "${TESTS:?run it through tests/run.sh}/causes/causes.sh"
