/* SPDX-License-Identifier: MIT */
/* The system calls of a process that reads hostile bytes. */
#ifndef YAML_FILTER_H
#define YAML_FILTER_H

#include <stdbool.h>

/* From now on this process may get and give back memory, none of it executable, read and write
 * descriptor 0, and exit. Any other call fails with EPERM. It does not end the process: which calls a
 * C library makes to get memory depends on its version. Returns false where the system or the build
 * does not support it (Documentation/userspace-api/seccomp_filter.rst of Linux). */
bool filter_calls(void);

#endif
