// Loaded into the process of the ClickHouse engine before all else (LD_PRELOAD). chdb goes on after a write that
// failed: with a full disk it acknowledges an insert, or ends a merge, whose files are empty (seen with 26.5 and 26.9).
// So the first write of the engine that fails ends its process, before anything is acknowledged. What it had not
// finished lies under temporary names, which the next start removes; the supervisor starts it again.

#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

enum { EXIT_WRITE_FAILED = 74 };

// Ends the process if the call failed for want of space or by a broken disk, and chdb made it.
static void guard(ssize_t result, const void* caller) {
  const int error = errno;
  if (result >= 0 || (error != ENOSPC && error != EDQUOT && error != EIO && error != EFBIG)) {
    return;
  }
  Dl_info info;
  if (dladdr(caller, &info) != 0 && info.dli_fname != NULL && strstr(info.dli_fname, "libchdb") != NULL) {
    dprintf(STDERR_FILENO,
            "The engine cannot write (%s): it ends, so that nothing counts as stored that is not. Free space on the "
            "disk of the data directory; the engine starts again by itself.\n",
            strerror(error));
    _exit(EXIT_WRITE_FAILED);
  }
  errno = error;
}

// Defines a function of the C library that does what the library's own does, guarded.
#define GUARDED(type, name, parameters, arguments)              \
  __attribute__((visibility("default"))) type name parameters { \
    typedef type function parameters;                           \
    static function* next;                                      \
    if (next == NULL) {                                         \
      next = (function*)dlsym(RTLD_NEXT, #name);                \
    }                                                           \
    const type result = next arguments;                         \
    guard(result, __builtin_return_address(0));                 \
    return result;                                              \
  }

GUARDED(ssize_t, write, (int fd, const void* bytes, size_t count), (fd, bytes, count))
GUARDED(ssize_t, pwrite, (int fd, const void* bytes, size_t count, off_t at), (fd, bytes, count, at))
GUARDED(ssize_t, pwrite64, (int fd, const void* bytes, size_t count, off64_t at), (fd, bytes, count, at))
GUARDED(ssize_t, writev, (int fd, const struct iovec* parts, int count), (fd, parts, count))
GUARDED(int, fsync, (int fd), (fd))
GUARDED(int, fdatasync, (int fd), (fd))
GUARDED(int, ftruncate, (int fd, off_t size), (fd, size))
GUARDED(int, ftruncate64, (int fd, off64_t size), (fd, size))
