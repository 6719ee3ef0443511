/* SPDX-License-Identifier: MIT */
/* libFuzzer's entry. FUZZ_TARGET names the target when it is compiled. */
#include "config.h"

#include "targets.h"

#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	target_named(FUZZ_TARGET)->run((struct str){ (const char *)data, size });
	return 0;
}
