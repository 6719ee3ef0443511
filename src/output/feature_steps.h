/* SPDX-License-Identifier: MIT */
/* The step definitions of the acceptance scenarios. */
#ifndef OUTPUT_FEATURE_STEPS_H
#define OUTPUT_FEATURE_STEPS_H

#define FEATURE_STEPS_NAME "nox_cache_steps.py"
/* The text that identifies a file with the step definitions, under any name. It must not change,
 * because existing files contain it. The second one is that of 0.1.0, whose other steps differ
 * too. */
#define FEATURE_STEPS_SIGN "comes before the step"
#define FEATURE_STEPS_OLD_SIGN "stands in front of the step"

/* The step definitions: a module for behave that reads workflows with PyYAML. */
extern const char feature_steps[];

#endif
