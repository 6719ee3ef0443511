// SPDX-License-Identifier: MIT
import { core, load, report, same } from "./toolkit.mjs";

const key = core.getState("key");
if (same(core.getState("found"), key)) {
	core.info(`Cache hit occurred on the primary key ${key}, not saving cache.`);
} else {
	const paths = JSON.parse(core.getState("paths"));
	const { saveCache } = await load("cache");
	// -1 where another job has the key.
	report({ paths, key, saved: (await saveCache([...paths], key)) !== -1 });
}
