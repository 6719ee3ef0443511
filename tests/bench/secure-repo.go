// SPDX-License-Identifier: MIT

// What secure-repo makes of workflows, without its service: each file of the command line is printed with
// its step for harden-runner in each job, or, after -none, as its reader and writer leave it.
package main

import (
	"fmt"
	"os"

	"github.com/step-security/secure-repo/remediation/workflow"
)

func main() {
	asked := map[string]string{"pinActions": "false", "addPermissions": "false", "addProjectComment": "false"}
	files := os.Args[1:]
	if len(files) > 0 && files[0] == "-none" {
		asked["addHardenRunner"] = "false"
		files = files[1:]
	}
	for _, path := range files {
		text, err := os.ReadFile(path)
		if err == nil {
			done, failed := workflow.SecureWorkflow(asked, string(text), nil)
			if err = failed; err == nil {
				os.Stdout.WriteString(done.FinalOutput)
			}
		}
		if err != nil {
			fmt.Fprintln(os.Stderr, path, err)
		}
	}
}
