// A bcryptprimitives.dll for Wine, of which version 8 has none: Rust's standard library asks it for random bytes.
// Windows has its own, and this one is for tests only.

#include <stddef.h>

/** RtlGenRandom, by the name that advapi32.dll gives it. */
unsigned char __stdcall SystemFunction036(void *data, unsigned long size);

__declspec(dllexport) int __stdcall ProcessPrng(unsigned char *data, size_t size) {
  return SystemFunction036(data, (unsigned long)size);
}
