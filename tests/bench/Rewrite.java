// SPDX-License-Identifier: MIT

// What OpenRewrite makes of workflows, for tests/bench/compare. Standard input has four lines for each: the
// file, the path of the steps (empty: the file is parsed and printed again), a file with the step that the
// recipe MergeYaml adds, and the file to write.
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.openrewrite.InMemoryExecutionContext;
import org.openrewrite.SourceFile;
import org.openrewrite.internal.InMemoryLargeSourceSet;
import org.openrewrite.tree.ParseError;
import org.openrewrite.yaml.MergeYaml;
import org.openrewrite.yaml.YamlParser;

class Rewrite {
	public static void main(String[] arguments) throws Exception {
		var lines = new String(System.in.readAllBytes(), "UTF-8").split("\n");
		for (int i = 0; i + 3 < lines.length; i += 4) {
			var source = Path.of(lines[i]);
			var target = Path.of(lines[i + 3]);
			try {
				Files.writeString(target, edit(Files.readString(source), lines[i + 1], lines[i + 2]));
			} catch (Throwable error) {
				System.err.println(source + ": " + error);
			}
		}
	}

	static String edit(String text, String path, String step) throws Exception {
		var context = new InMemoryExecutionContext(error -> {});
		SourceFile file = YamlParser.builder().build().parse(text).findFirst().get();
		if (file instanceof ParseError) {
			throw new IllegalArgumentException("not parsed");
		}
		if (path.isEmpty()) {
			return file.printAll();
		}
		var recipe = new MergeYaml(path, Files.readString(Path.of(step)), false, null, null, null, null, true);
		var results = recipe.run(new InMemoryLargeSourceSet(List.of(file)), context).getChangeset().getAllResults();
		return results.isEmpty() ? text : results.get(0).getAfter().printAll();
	}
}
