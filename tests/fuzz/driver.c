/* SPDX-License-Identifier: MIT */
/* A plain mutating driver, for compilers without libFuzzer.
 *
 * usage: fuzz TARGET SECONDS SEED FILE FOUND...     mutates the files' contents; the input that is
 *                                                   being tried stands in FILE, and is left there
 *                                                   when the program dies on it
 *        fuzz TARGET FOUND...                       tries just these */
#include "config.h"

#include "targets.h"

#include "base/file.h"

#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum {
	INPUT_MAX = 64 * 1024,
	MUTATIONS_MAX = 8,
	SECONDS_MAX = 10, /* for one input */
};

struct fuzz {
	const struct target *target;
	struct buf *seeds;
	size_t seed_count;
	size_t token_count;
	uint64_t state;	/* of the random numbers */
	char *input;	/* INPUT_MAX bytes */
	size_t len;
	int fd;
};

/* xorshift64*: the same numbers for the same seed on every system. */
static size_t below(struct fuzz *f, size_t bound)
{
	f->state ^= f->state >> 12;
	f->state ^= f->state << 25;
	f->state ^= f->state >> 27;
	return bound == 0 ? 0 : (size_t)((f->state * 2685821657736338717ULL) >> 33) % bound;
}

/* Replaces count bytes at a place by a text, as far as there is room. */
static void put_bytes(struct fuzz *f, size_t at, size_t count, struct str text)
{
	size_t rest = f->len - at - count;

	if (text.len > INPUT_MAX - at - rest)
		text.len = INPUT_MAX - at - rest;
	memmove(f->input + at + text.len, f->input + at + count, rest);
	memmove(f->input + at, text.p, text.len);
	f->len = at + text.len + rest;
}

static void mutate(struct fuzz *f)
{
	const struct buf *other = &f->seeds[below(f, f->seed_count)];
	char copy[256];
	size_t at = below(f, f->len + 1);
	size_t left = f->len - at;
	size_t some = below(f, (left < sizeof(copy) ? left : sizeof(copy)) + 1);
	char byte = (char)below(f, 256);
	size_t from;

	switch (below(f, 8)) {
	case 0:
		put_bytes(f, at, left > 0, (struct str){ &byte, 1 });
		break;
	case 1: /* less */
		put_bytes(f, at, some, STR(""));
		break;
	case 2: /* again */
		memcpy(copy, f->input + at, some);
		put_bytes(f, below(f, f->len + 1), 0, (struct str){ copy, some });
		break;
	case 3: /* of another */
		from = below(f, other->len + 1);
		put_bytes(f, at, some / 2, str_slice(buf_str(other), from, from + below(f, 200)));
		break;
	case 4: /* many times */
		memcpy(copy, f->input + at, some);
		for (size_t n = below(f, below(f, 8) == 0 ? 200 : 10); n > 0; n--)
			put_bytes(f, at, 0, (struct str){ copy, some });
		break;
	default:
		put_bytes(f, at, below(f, 4) == 0 ? some : 0,
		       str_from(f->target->tokens[below(f, f->token_count)]));
	}
}

static void try_input(struct fuzz *f)
{
	/* Of its exact size, so that a sanitizer sees a read behind its end. */
	char *exact = malloc(f->len > 0 ? f->len : 1);

	if (!exact)
		exit(2);
	memcpy(exact, f->input, f->len);
	alarm(SECONDS_MAX);
	f->target->run((struct str){ exact, f->len });
	alarm(0);
	free(exact);
}

static void read_seeds(struct fuzz *f, char *paths[], size_t count)
{
	struct arena arena = { 0 };
	struct diagnostics diagnostics = { .arena = &arena };

	f->seeds = calloc(count + 1, sizeof(*f->seeds));
	if (!f->seeds)
		exit(2);
	for (size_t i = 0; i < count; i++)
		if (file_read_at(&diagnostics, AT_FDCWD, paths[i], INPUT_MAX, &f->seeds[f->seed_count],
				 NULL) == STATUS_OK)
			f->seed_count++;
	arena_release(&arena);
	if (f->seed_count == 0) {
		fputs("fuzz: no seed can be read\n", stderr);
		exit(2);
	}
}

static void load(struct fuzz *f, struct str seed)
{
	f->len = seed.len;
	if (seed.len > 0)
		memcpy(f->input, seed.p, seed.len);
}

/* What an input is made from: a seed, or a part of it. */
static struct str start_from(struct fuzz *f)
{
	struct str seed = buf_str(&f->seeds[below(f, f->seed_count)]);
	size_t longest = f->target->longest;
	size_t start;

	if (longest == 0)
		return seed;
	start = below(f, seed.len);
	return str_slice(seed, start, start + below(f, longest));
}

static unsigned long fuzz_for(struct fuzz *f, time_t seconds)
{
	time_t end = time(NULL) + seconds;
	unsigned long tries = 0;

	for (; tries % 64 != 0 || time(NULL) < end; tries++) {
		load(f, start_from(f));
		for (size_t n = below(f, MUTATIONS_MAX) + 1; n > 0; n--)
			mutate(f);
		if (pwrite(f->fd, f->input, f->len, 0) < 0 || ftruncate(f->fd, (off_t)f->len) != 0)
			exit(2);
		try_input(f);
	}
	return tries;
}

int main(int argc, char *argv[])
{
	struct fuzz f = { .target = argc > 1 ? target_named(argv[1]) : NULL };
	bool mutating = argc > 5 && strspn(argv[2], "0123456789") == strlen(argv[2]);

	if (!f.target || argc < 3) {
		fputs("usage: fuzz edit|script|command|noxfile|feature|expression [SECONDS SEED FILE] INPUT...\n", stderr);
		return 2;
	}
	while (f.target->tokens[f.token_count])
		f.token_count++;
	f.input = malloc(INPUT_MAX);
	read_seeds(&f, argv + (mutating ? 5 : 2), (size_t)argc - (mutating ? 5 : 2));
	if (!f.input)
		return 2;
	if (mutating) {
		f.state = strtoull(argv[3], NULL, 10) * 2 + 1;
		f.fd = open(argv[4], O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
		printf("%s: %lu inputs\n", f.target->name,
		       f.fd < 0 ? 0 : fuzz_for(&f, (time_t)strtol(argv[2], NULL, 10)));
	}
	for (size_t i = 0; i < f.seed_count; i++) {
		if (!mutating) {
			load(&f, buf_str(&f.seeds[i]));
			try_input(&f);
		}
		buf_release(&f.seeds[i]);
	}
	free(f.seeds);
	free(f.input);
	return mutating && f.fd < 0 ? 2 : 0;
}
