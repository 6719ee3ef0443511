/* SPDX-License-Identifier: MIT */
/* The step definitions of the acceptance scenarios. */
#ifndef OUTPUT_FEATURE_STEPS_H
#define OUTPUT_FEATURE_STEPS_H

#define FEATURE_STEPS_NAME "nox_cache_steps.py"
/* By this the definition of the steps is known, whatever file it is in: a promise to the files that
 * have it already. The second is that of 0.1.0, whose other steps had other words too. */
#define FEATURE_STEPS_SIGN "comes before the step"
#define FEATURE_STEPS_OLD_SIGN "stands in front of the step"

/* The step definitions: a module for behave that reads the workflows with PyYAML. */
extern const char feature_steps[];

#endif
