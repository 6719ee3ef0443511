// SPDX-License-Identifier: MIT

// A command in a clone, and what it changed committed and pushed, by go-git's calls in the order in
// which multi-gitter and git-xargs make them.
//
//	try multi-gitter|git-xargs URL FOLDER BRANCH SUBJECT COMMAND...
package main

import (
	"fmt"
	"os"
	"os/exec"
	"time"

	"github.com/go-git/go-git/v5"
	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/object"
)

func must(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func main() {
	like, url, folder, branch, subject := os.Args[1], os.Args[2], os.Args[3], os.Args[4], os.Args[5]
	options := &git.CloneOptions{URL: url}
	if like == "multi-gitter" {
		options.RemoteName = "origin"
		options.Depth = 1
		options.ReferenceName = plumbing.NewBranchReferenceName("main")
		options.SingleBranch = true
	}
	clone, err := git.PlainClone(folder, false, options)
	must(err)
	tree, err := clone.Worktree()
	must(err)
	must(tree.Checkout(&git.CheckoutOptions{Branch: plumbing.NewBranchReferenceName(branch), Create: true}))

	command := exec.Command(os.Args[6], os.Args[7:]...)
	command.Dir, command.Stdout, command.Stderr = folder, os.Stdout, os.Stderr
	must(command.Run())

	status, err := tree.Status()
	must(err)
	if status.IsClean() {
		fmt.Fprintln(os.Stderr, "no change")
		os.Exit(1)
	}
	author := &object.Signature{Name: "A Tester", Email: "tester@example.org", When: time.Now()}
	if like == "multi-gitter" {
		must(tree.AddWithOptions(&git.AddOptions{All: true}))
		_, err = tree.Commit(subject, &git.CommitOptions{Author: author})
	} else {
		for name := range status {
			if status.IsUntracked(name) {
				_, err = tree.Add(name)
				must(err)
			}
		}
		_, err = tree.Commit(subject, &git.CommitOptions{All: true, Author: author})
	}
	must(err)
	must(clone.Push(&git.PushOptions{RemoteName: "origin"}))
}
