/* SPDX-License-Identifier: MIT */
/* The filter is a constant program, so that a worker starts fast. Each rule skips itself if the call is
 * another one. */
#include "config.h"

#include "yaml/filter.h"

#ifdef HAVE_SECCOMP
#include <errno.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Numbers of calls mean something on one architecture only. */
#if defined(__x86_64__)
#define ARCHITECTURE AUDIT_ARCH_X86_64
#elif defined(__i386__)
#define ARCHITECTURE AUDIT_ARCH_I386
#elif defined(__aarch64__) && !defined(__AARCH64EB__)
#define ARCHITECTURE AUDIT_ARCH_AARCH64
#elif defined(__arm__) && defined(__ARM_EABI__) && !defined(__ARMEB__)
#define ARCHITECTURE AUDIT_ARCH_ARM
#elif defined(__powerpc64__) && defined(__LITTLE_ENDIAN__)
#define ARCHITECTURE AUDIT_ARCH_PPC64LE
#elif defined(__riscv) && __riscv_xlen == 64
#define ARCHITECTURE AUDIT_ARCH_RISCV64
#elif defined(__s390x__)
#define ARCHITECTURE AUDIT_ARCH_S390X
#elif defined(__loongarch64)
#define ARCHITECTURE AUDIT_ARCH_LOONGARCH64
#endif
#endif

#ifdef ARCHITECTURE

#define LOAD(offset) BPF_STMT(BPF_LD | BPF_W | BPF_ABS, (offset))
#define RETURN(action) BPF_STMT(BPF_RET | BPF_K, (action))
#define REFUSE RETURN(SECCOMP_RET_ERRNO | EPERM)
#define SKIP_UNLESS(value, count) BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (value), 0, (count))
#define SKIP_IF(value, count) BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (value), (count), 0)
#define SKIP_IF_ANY(bits, count) BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, (bits), (count), 0)

/* The lower half of an argument: descriptors have no other, and PROT_EXEC is in it. */
#define LOW(i)                                                                                     \
	((unsigned)offsetof(struct seccomp_data, args[i]) +                                        \
	 (__BYTE_ORDER__ == __ORDER_BIG_ENDIAN__ ? 4U : 0U))

#define ALLOW(call) SKIP_UNLESS((call), 1), RETURN(SECCOMP_RET_ALLOW)
#define ALLOW_STREAM(call)                                                                         \
	SKIP_UNLESS((call), 4), LOAD(LOW(0)), SKIP_UNLESS(STDIN_FILENO, 1),                        \
		RETURN(SECCOMP_RET_ALLOW), REFUSE
#define ALLOW_DATA(call)                                                                           \
	SKIP_UNLESS((call), 4), LOAD(LOW(2)), SKIP_IF_ANY(PROT_EXEC, 1),                           \
		RETURN(SECCOMP_RET_ALLOW), REFUSE

static struct sock_filter program[] = {
	LOAD(offsetof(struct seccomp_data, arch)),
	SKIP_IF(ARCHITECTURE, 1),
	REFUSE,
	LOAD(offsetof(struct seccomp_data, nr)),
	ALLOW_STREAM(__NR_read),
	ALLOW_STREAM(__NR_write),
	ALLOW(__NR_brk),
#ifdef __NR_mmap2
	ALLOW_DATA(__NR_mmap2),
#elif defined(__s390x__)
	ALLOW(__NR_mmap), /* its arguments are in memory, out of reach */
#else
	ALLOW_DATA(__NR_mmap),
#endif
	ALLOW_DATA(__NR_mprotect),
	ALLOW(__NR_munmap),
	ALLOW(__NR_mremap),
	ALLOW(__NR_madvise),
	ALLOW(__NR_futex),
#ifdef __NR_futex_time64
	ALLOW(__NR_futex_time64),
#endif
	ALLOW(__NR_getrandom),
	ALLOW(__NR_restart_syscall),
	ALLOW(__NR_exit_group),
	ALLOW(__NR_exit),
	REFUSE,
};

bool filter_calls(void)
{
	struct sock_fprog filter = { .len = sizeof(program) / sizeof(program[0]),
				     .filter = program };

	return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
	       prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter) == 0;
}

#else

bool filter_calls(void)
{
	return false;
}

#endif
