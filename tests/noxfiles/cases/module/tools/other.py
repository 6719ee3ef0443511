# SPDX-License-Identifier: MIT
def version():
    return "0.5"
