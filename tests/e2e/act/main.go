// SPDX-License-Identifier: MIT

// act, with a workspace that can be the same folder in each run: it names the folder at random.
package main

import (
	"crypto/rand"
	"os"

	"github.com/nektos/act/cmd"
	"github.com/nektos/act/pkg/common"
)

type zeros struct{}

func (zeros) Read(p []byte) (int, error) {
	clear(p)
	return len(p), nil
}

func main() {
	if os.Getenv("ACT_FIXED_WORKSPACE") != "" {
		rand.Reader = zeros{}
	}
	ctx, cancel := common.CreateGracefulJobCancellationContext()
	defer cancel()
	cmd.Execute(ctx, "for nox-cache-inject")
}
