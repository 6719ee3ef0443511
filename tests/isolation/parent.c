/* SPDX-License-Identifier: MIT */
/* Preloaded: ends the process with status 98 at the first call of libfyaml outside the YAML worker,
 * which is known by the socket pair that is made for it in front of its fork. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdbool.h>
#include <stddef.h>
#include <sys/socket.h>
#include <sys/types.h>
#include <unistd.h>

static bool armed, is_worker;

int socketpair(int domain, int type, int protocol, int ends[2])
{
	__typeof__(&socketpair) real = (__typeof__(&socketpair))dlsym(RTLD_NEXT, "socketpair");

	armed = true;
	return real(domain, type, protocol, ends);
}

pid_t fork(void)
{
	__typeof__(&fork) real = (__typeof__(&fork))dlsym(RTLD_NEXT, "fork");
	pid_t pid = real();

	if (pid == 0)
		is_worker = armed;
	armed = false;
	return pid;
}

/* A parser begins with either of these. */
void *fy_diag_create(const void *config)
{
	void *(*real)(const void *) = (void *(*)(const void *))dlsym(RTLD_NEXT, "fy_diag_create");

	if (!is_worker)
		_exit(98);
	return real(config);
}

void *fy_parser_create(const void *config)
{
	void *(*real)(const void *) = (void *(*)(const void *))dlsym(RTLD_NEXT, "fy_parser_create");

	if (!is_worker)
		_exit(98);
	return real(config);
}
