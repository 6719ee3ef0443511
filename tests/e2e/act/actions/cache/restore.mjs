// SPDX-License-Identifier: MIT
import { core, load, report, same } from "./toolkit.mjs";

const lines = (name) => core.getMultilineInput(name).filter(Boolean);
const key = core.getInput("key", { required: true });
const paths = lines("path");
const lookupOnly = core.getBooleanInput("lookup-only");
core.saveState("key", key);
core.saveState("paths", JSON.stringify(paths));
const { restoreCache } = await load("cache");
const found = (await restoreCache([...paths], key, lines("restore-keys"), { lookupOnly })) ?? "";
if (found) {
	core.saveState("found", found);
	core.setOutput("cache-hit", String(same(found, key)));
}
report({ paths, key, found, exact: same(found, key), lookupOnly });
