/* SPDX-License-Identifier: MIT */
/* The names of lock files, for modules that hash them and modules that know which program reads
 * them. */
#ifndef NOX_LOCK_FILES_H
#define NOX_LOCK_FILES_H

#define LOCK_FILE_UV "uv.lock"
#define LOCK_FILE_POETRY "poetry.lock"
#define LOCK_FILE_PDM "pdm.lock"
#define LOCK_FILE_PIPENV "Pipfile.lock"
#define LOCK_FILE_PIXI "pixi.lock"
#define LOCK_FILE_RYE "requirements.lock"

/* Patterns. */
#define LOCK_FILES_PYLOCK "pylock*.toml" /* pylock.toml, pylock.NAME.toml (PEP 751) */
#define LOCK_FILES_CONDA "conda-lock*.yml"

#endif
