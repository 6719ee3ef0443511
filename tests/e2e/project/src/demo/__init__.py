# SPDX-License-Identifier: MIT
WORD = "old"
